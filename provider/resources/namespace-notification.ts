import { z } from "zod";
import { type Adoptable, id, type Owned } from "../lifecycle/definition";
import { resource } from "../lifecycle/resource";
import { namespaceName } from "../quay/names";
import { listed } from "../snapshot/listed";
import {
  type Notification,
  type NotificationFlowdock,
  type NotificationHipchat,
  type NotificationSlack,
  type NotificationTarget,
  type NotificationWebhook,
  newNotificationOf,
} from "../snapshot/notification-views";
import { notificationsOfNamespace } from "../snapshot/notifications";
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
import { toOrganization } from "./references";

export interface NamespaceNotificationArgs extends Adoptable {
  /** Organization, or the name of the token's own user, for example `quota.namespace`. */
  namespace: string;
  /** What people read in Quay's list, unique within the namespace. Defaults to the resource's own name. */
  title?: string;
  /** What has to happen: the namespace is near its quota, or it has reached it. */
  event: "quota_warning" | "quota_error";
  /** Tell by a request. Of `webhook`, `slack`, `email`, `quay`, `hipchat` and `flowdock` exactly one is given. */
  webhook?: NotificationWebhook;
  /** Tell by a message in Slack. */
  slack?: NotificationSlack;
  /** Tell by mail to the organization's address or, where it has none, to those of its admins: Quay takes no other. */
  email?: boolean;
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

type Optional = "webhook" | "slack" | "email" | "quay" | "hipchat" | "flowdock";

/**
 * Tells somebody when a namespace nears or reaches its quota. Quay deletes it with the quota, so let it depend on that. A changed
 * one is made anew before the old one goes, in one update.
 */
export interface NamespaceNotificationState extends Owned<NamespaceNotificationArgs, Optional> {
  /** Quay's own name for it. Another one after each change. */
  uuid: string;
}

type Key = Pick<NamespaceNotificationState, "namespace" | "title">;

const notifications = listed<Key, NamespaceNotificationState>({
  of: ({ namespace }) => ["Organization", namespace],
  key: ({ title }) => title,
  names: ({ namespace }) => [["Quota", namespace]],
  async read(snapshot, namespace) {
    const all = await notificationsOfNamespace(snapshot.quay, snapshot.user, namespace).list();
    return all.filter(({ title }) => title !== undefined).map((one) => stateOf(namespace, one));
  },
});

type Wanted = Omit<NamespaceNotificationState, "uuid">;

export const namespaceNotification = resource<NamespaceNotificationArgs, NamespaceNotificationState>({
  kind: "NamespaceNotification",
  identity: id("{namespace}:{title}"),
  flags: ["adopt"],

  accepts: {
    namespace: namespaceName,
    title,
    event: z.enum(["quota_warning", "quota_error"]),
    ...methods,
    email: z
      .boolean()
      .refine((given) => given, "Leave it out to send no mail.")
      .optional(),
    active: z.boolean().default(true),
  },
  features: ["QUOTA_NOTIFICATIONS"],
  exactlyOne: ["webhook", "slack", "email", "quay", "hipchat", "flowdock"],
  needs: { email: { feature: "MAILING", inPreview: true } },
  secrets: ["webhook", "slack", "hipchat", "flowdock"],

  observe: notifications,

  async create(quay, wanted, { user }) {
    requireActive(wanted);
    const about = newNotificationOf(withAddress(wanted));
    return stateOf(wanted.namespace, await notificationsOfNamespace(quay, user, wanted.namespace).create(about));
  },

  changes: [
    {
      of: ["event", "webhook", "slack", "email", "quay", "hipchat", "flowdock"],
      send: (quay, wanted, { uuid }, { user }) =>
        remake(notificationsOfNamespace(quay, user, wanted.namespace), withAddress(wanted), uuid),
      yields: {
        uuid: ({ uuid }: Notification) => uuid,
        active: ({ active }: Notification) => active,
      },
    },
    {
      of: ["active"],
      send: (quay, wanted, { uuid }, { user }) =>
        restart(notificationsOfNamespace(quay, user, wanted.namespace), wanted, uuid),
    },
  ],

  delete: (quay, actual, { user }) => removeAll(notificationsOfNamespace(quay, user, actual.namespace), actual),

  onConflict: "lookup",
  replacementCost: "nothing besides",
  refers: { namespace: toOrganization },

  logged: told("create_namespace_notification", "reset_namespace_notification", "delete_namespace_notification"),

  goesWith: ({ namespace }) => [["Quota", namespace]],

  validate: ({ quay, namespace }) => targetFault(quay, namespace),

  async explain({ reason }, { namespace }) {
    return unknownTarget(reason, namespace);
  },
});

/** Quay needs no address for a mail, and ignores any. */
const withAddress = ({ email, ...wanted }: Wanted) => ({ ...wanted, ...(email && { email: { address: "" } }) });

/** Without what the state does not hold. */
function stateOf(namespace: string, { failures, email, ...shown }: Notification): NamespaceNotificationState {
  return { namespace, ...shown, ...(email && { email: true }) } as NamespaceNotificationState;
}
