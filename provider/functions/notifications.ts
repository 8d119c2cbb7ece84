import { namespaceName, repositoryPath } from "../quay/names";
import type { Snapshot } from "../snapshot";
import { absence } from "../snapshot/absence";
import { namespaceOf } from "../snapshot/containers";
import type {
  Notification,
  NotificationEmail,
  NotificationFlowdock,
  NotificationHipchat,
  NotificationSlack,
  NotificationTarget,
  NotificationWebhook,
} from "../snapshot/notification-views";
import {
  notificationsOfNamespace,
  notificationsOfRepository,
  requireQuotaNotifications,
} from "../snapshot/notifications";
import type { ProviderFunction } from "./function";

export interface GetNotificationsArgs {
  /** Full name of the repository, for example `acme/web`. Either this or `namespace`. */
  repository?: string;
  /** Organization, or the token's own user, of whose quota they tell. Either this or `repository`. */
  namespace?: string;
}

/** A notification as Quay shows it, also one that has no title and so is no resource. */
export interface NotificationResult {
  /** Quay's own name for it. */
  uuid: string;
  /** What people read in Quay's list; empty for one without. */
  title: string;
  /** What has to happen. */
  event: string;
  /** The least severe vulnerability that is told. */
  level?: string;
  /** How many days before an image expires. */
  days?: number;
  /** With what the refs of the builds begin that are told. */
  refRegex?: string;
  /** Where it goes as a request. */
  webhook?: NotificationWebhook;
  /** Where it goes in Slack. */
  slack?: NotificationSlack;
  /** Where it is mailed to; an empty address is that of the namespace. */
  email?: NotificationEmail;
  /** Whom it tells in Quay's web interface. */
  quay?: NotificationTarget;
  /** Where it goes in HipChat. */
  hipchat?: NotificationHipchat;
  /** Where it goes in Flowdock. */
  flowdock?: NotificationFlowdock;
  /** How often in a row it could not be sent. */
  failures: number;
  /** Whether Quay still sends it: after three failures in a row it stops. */
  active: boolean;
}

/**
 * Lists all notifications of a repository, or those of a namespace's quota, in one request. Fails when there is no such
 * repository or namespace.
 */
export const getNotifications: ProviderFunction<GetNotificationsArgs, NotificationResult[]> = {
  name: "getNotifications",
  accepts: { repository: repositoryPath.optional(), namespace: namespaceName.optional() },
  validate: ({ repository, namespace }) =>
    (repository === undefined) === (namespace === undefined) ? "Give either repository or namespace." : undefined,
  namespace: ({ repository, namespace }) => namespace ?? namespaceOf(repository ?? ""),
  result: "NotificationResult",
  list: "notifications",
  secrets: ["webhook", "slack", "hipchat", "flowdock"],
  async read(snapshot, { repository, namespace }) {
    const all =
      namespace === undefined ? await ofRepository(snapshot, repository ?? "") : await ofQuota(snapshot, namespace);
    return all.map((one) => ({ ...one, title: one.title ?? "" }));
  },
};

async function ofRepository(snapshot: Snapshot, repository: string): Promise<Notification[]> {
  const all = await notificationsOfRepository(snapshot.quay, repository).list();
  // Quay returns an empty list for a missing repository too.
  const missing = all.length === 0 && (await snapshot.of(absence).missingRepository(repository));
  if (missing) throw new Error(missing);
  return all;
}

async function ofQuota(snapshot: Snapshot, namespace: string): Promise<Notification[]> {
  await requireQuotaNotifications(snapshot);
  const { list } = notificationsOfNamespace(snapshot.quay, snapshot.user, namespace);
  const all = await snapshot.of(absence).inNamespace(namespace, list);
  if (!all) throw new Error(`There is no organization or user ${namespace}.`);
  return all;
}
