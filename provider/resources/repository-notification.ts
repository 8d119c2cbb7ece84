import { z } from "zod";
import { type Adoptable, id, type Owned, objectOf } from "../lifecycle/definition";
import { resource } from "../lifecycle/resource";
import { isUnknown } from "../lifecycle/unknown";
import { sendAuthorizeRepoEmail } from "../quay/api/repoemail";
import { QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import { email, repositoryPath } from "../quay/names";
import { isRegularExpression } from "../quay/regular-expression";
import { absence } from "../snapshot/absence";
import { namespaceOf } from "../snapshot/containers";
import { listed } from "../snapshot/listed";
import {
  type Notification,
  type NotificationEmail,
  type NotificationFlowdock,
  type NotificationHipchat,
  type NotificationSlack,
  type NotificationTarget,
  type NotificationWebhook,
  newNotificationOf,
  severities,
} from "../snapshot/notification-views";
import { type Notifications, notificationsOfRepository } from "../snapshot/notifications";
import {
  methods,
  remake,
  removeAll,
  requireActive,
  restart,
  targetFault,
  title,
  told,
  unknownTarget,
} from "./notifications";
import { toRepository } from "./references";

export interface RepositoryNotificationArgs extends Adoptable {
  /** Full name of the repository, for example `repository.fullName`. */
  repository: string;
  /** What people read in Quay's list, unique within the repository. Defaults to the resource's own name. */
  title?: string;
  /** What has to happen, in Quay's words. */
  event:
    | "repo_push"
    | "build_queued"
    | "build_start"
    | "build_success"
    | "build_failure"
    | "build_cancelled"
    | "vulnerability_found"
    | "repo_mirror_sync_started"
    | "repo_mirror_sync_success"
    | "repo_mirror_sync_failed"
    | "repo_image_expiry";
  /** The least severe vulnerability that is told. Only with `vulnerability_found`; all are told unless given. */
  level?: "critical" | "high" | "medium" | "low" | "negligible" | "unknown";
  /** How many days before an image expires. Only with `repo_image_expiry`, which needs it. */
  days?: number;
  /**
   * Only builds of branches and tags whose ref begins with a match of this regular expression, for example
   * `refs/heads/main`. Only with the events of builds; all are told unless given.
   */
  refRegex?: string;
  /** Tell by a request. Of `webhook`, `slack`, `email`, `quay`, `hipchat` and `flowdock` exactly one is given. */
  webhook?: NotificationWebhook;
  /** Tell by a message in Slack. */
  slack?: NotificationSlack;
  /** Tell by mail. Quay first asks the address whether it wants that, so that the first `pulumi up` fails. */
  email?: NotificationEmail;
  /** Tell by a notice in Quay's web interface. */
  quay?: NotificationTarget;
  /** Tell by a message in HipChat. */
  hipchat?: NotificationHipchat;
  /** Tell by a message in Flowdock. */
  flowdock?: NotificationFlowdock;
  /**
   * Whether Quay sends it. Quay stops after three failures in a row, which is drift: the next update starts it again. False only
   * leaves one that Quay stopped as it is.
   */
  active?: boolean;
}

type Optional = "level" | "days" | "refRegex" | "webhook" | "slack" | "email" | "quay" | "hipchat" | "flowdock";

/**
 * Tells somebody when something happens in a repository. Quay cannot change one: a new one is made before the old one goes, in
 * one update, so that no event is missed.
 */
export interface RepositoryNotificationState extends Owned<RepositoryNotificationArgs, Optional> {
  /** Quay's own name for it. Another one after each change. */
  uuid: string;
}

type Key = Pick<RepositoryNotificationState, "repository" | "title">;

/** Quay's read of a single one finds it by any repository, also those of deleted repositories: only the list tells. */
const notifications = listed<Key, RepositoryNotificationState>({
  of: ({ repository }) => ["Repository", repository],
  key: ({ title }) => title,
  async read(snapshot, repository) {
    const all = await notificationsOfRepository(snapshot.quay, repository).list();
    return all.filter(({ title }) => title !== undefined).map((one) => stateOf(repository, one));
  },
});

const builds = ["build_queued", "build_start", "build_success", "build_failure", "build_cancelled"] as const;
const mirroring = ["repo_mirror_sync_started", "repo_mirror_sync_success", "repo_mirror_sync_failed"] as const;

/** Without these Quay accepts the event and never tells of it. */
const features: Record<string, string> = {
  vulnerability_found: "SECURITY_SCANNER",
  repo_image_expiry: "IMAGE_EXPIRY_TRIGGER",
  ...Object.fromEntries(mirroring.map((event) => [event, "REPO_MIRROR"])),
};

export const repositoryNotification = resource<RepositoryNotificationArgs, RepositoryNotificationState>({
  kind: "RepositoryNotification",
  identity: id("{repository}:{title}"),
  flags: ["adopt"],
  addressedByUuid: true,

  accepts: {
    repository: repositoryPath,
    title,
    event: z.enum(["repo_push", ...builds, "vulnerability_found", ...mirroring, "repo_image_expiry"]),
    level: z.enum(severities).optional(),
    days: z.int().min(1, "Days are counted from 1.").max(36_500, "This is over 100 years.").optional(),
    refRegex: z
      .string()
      .min(1, "A pattern is not empty. Leave it out to be told of all builds.")
      .refine(isRegularExpression, "This is not a regular expression: Quay would tell of no build.")
      .optional(),
    ...methods,
    email: objectOf<NotificationEmail>({ address: email.min(1, "This is empty.") }).optional(),
    active: z.boolean().default(true),
  },
  exactlyOne: ["webhook", "slack", "email", "quay", "hipchat", "flowdock"],
  onlyWith: {
    level: { property: "event", values: ["vulnerability_found"] },
    days: { property: "event", values: ["repo_image_expiry"] },
    refRegex: { property: "event", values: builds },
  },
  noneByDefault: ["level", "days", "refRegex"],
  needs: {
    event: { feature: (event: string) => features[event], inPreview: true },
    email: { feature: "MAILING", inPreview: true },
  },
  secrets: ["webhook", "slack", "hipchat", "flowdock"],

  observe: notifications,

  async create(quay, wanted) {
    requireActive(wanted);
    return stateOf(wanted.repository, await beside(quay, wanted).create(newNotificationOf(wanted)));
  },

  changes: [
    {
      of: ["event", "level", "days", "refRegex", "webhook", "slack", "email", "quay", "hipchat", "flowdock"],
      send: (quay, wanted, { uuid }) => remake(beside(quay, wanted), wanted, uuid),
      yields: {
        uuid: ({ uuid }: Notification) => uuid,
        active: ({ active }: Notification) => active,
      },
    },
    { of: ["active"], send: (quay, wanted, { uuid }) => restart(beside(quay, wanted), wanted, uuid) },
  ],

  delete: (quay, actual) => removeAll(beside(quay, actual), actual),

  onConflict: "lookup",
  replacementCost: "nothing besides",
  refers: { repository: toRepository },

  logged: told("add_repo_notification", "reset_repo_notification", "delete_repo_notification"),

  validate({ event, days, quay, repository }) {
    if (event === "repo_image_expiry" && days === undefined)
      return { property: "days", reason: "repo_image_expiry needs days: how long before." };
    return isUnknown(repository) ? undefined : targetFault(quay, namespaceOf(repository));
  },

  async explain({ status, reason }, { repository }, snapshot) {
    // Quay answers with an error page when there is no repository.
    if (status >= 500) return snapshot.of(absence).missingRepository(repository);
    return unknownTarget(reason, namespaceOf(repository));
  },
});

/** Without what the state does not hold. */
function stateOf(repository: string, { failures, ...shown }: Notification): RepositoryNotificationState {
  return { repository, ...shown } as RepositoryNotificationState;
}

/** The notifications beside the wanted one. For an address that is not confirmed yet Quay is made to ask it. */
function beside(quay: Quay, { repository }: Key): Notifications {
  const all = notificationsOfRepository(quay, repository);
  return {
    ...all,
    async create(about) {
      try {
        return await all.create(about);
      } catch (error) {
        if (!(error instanceof Refusal) || !/not authorized to receive/.test(error.reason)) throw error;
        const address = String(about.config.email);
        await sendAuthorizeRepoEmail(quay, { repository, email: address });
        throw new QuayError(`Quay wrote to ${address}; confirm by the link in that mail, and run pulumi up again.`);
      }
    },
  };
}
