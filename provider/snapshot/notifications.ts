import {
  createOrgNotification,
  createUserNamespaceNotification,
  deleteOrgNotification,
  deleteUserNamespaceNotification,
  listOrgNotifications,
  listUserNamespaceNotifications,
  resetOrgNotificationFailures,
  resetUserNamespaceNotificationFailures,
  testOrgNotification,
  testUserNamespaceNotification,
} from "../quay/api/namespacenotification";
import {
  createRepoNotification,
  deleteRepoNotification,
  listRepoNotifications,
  type NewNotification,
  type NotificationView,
  resetRepositoryNotificationFailures,
  testRepoNotification,
} from "../quay/api/repositorynotification";
import type { Quay } from "../quay/client/quay";
import type { Snapshot } from ".";
import { type Notification, notificationOf } from "./notification-views";
import type { User } from "./user";

/** The notifications of one repository or namespace, as Quay's operations know them. */
export interface Notifications {
  /** All of them, from a request that begins after the call. */
  list(): Promise<Notification[]>;
  create(about: NewNotification): Promise<Notification>;
  delete(uuid: string): Promise<unknown>;
  /** Sets its failures to 0, which starts one again that Quay stopped. */
  reset(uuid: string): Promise<unknown>;
  /** Makes Quay send it once. */
  test(uuid: string): Promise<unknown>;
  /** Prints one line for the user. */
  notice(line: string): void;
}

export function notificationsOfRepository(quay: Quay, repository: string): Notifications {
  return {
    list: async () => all(await listRepoNotifications(quay, { repository })),
    create: async (about) => notificationOf(await createRepoNotification(quay, { repository, ...about })),
    delete: (uuid) => deleteRepoNotification(quay, { repository, uuid }),
    reset: (uuid) => resetRepositoryNotificationFailures(quay, { repository, uuid }),
    test: (uuid) => testRepoNotification(quay, { repository, uuid }),
    notice: (line) => quay.notice(line),
  };
}

/** Throws when this Quay has no notifications of namespaces, whatever it answers. */
export async function requireQuotaNotifications(snapshot: Snapshot): Promise<void> {
  const { features } = await snapshot.features();
  if (features.QUOTA_NOTIFICATIONS) return;
  throw new Error("This Quay has FEATURE_QUOTA_NOTIFICATIONS switched off: no namespace has notifications.");
}

/** Those of an organization or of the token's own user, for which Quay has operations of their own. */
export function notificationsOfNamespace(quay: Quay, user: User, namespace: string): Notifications {
  const orgname = namespace;
  const either = <T>(ofOrganization: () => Promise<T>, ofUser: () => Promise<T>) =>
    user.either(namespace, ofOrganization, ofUser);
  return {
    list: async () =>
      all(
        await either(
          () => listOrgNotifications(quay, { orgname }),
          () => listUserNamespaceNotifications(quay, {}),
        ),
      ),
    create: async (about) =>
      notificationOf(
        await either(
          () => createOrgNotification(quay, { orgname, ...about }),
          () => createUserNamespaceNotification(quay, about),
        ),
      ),
    delete: (uuid) =>
      either(
        () => deleteOrgNotification(quay, { orgname, uuid }),
        () => deleteUserNamespaceNotification(quay, { uuid }),
      ),
    reset: (uuid) =>
      either(
        () => resetOrgNotificationFailures(quay, { orgname, uuid }),
        () => resetUserNamespaceNotificationFailures(quay, { uuid }),
      ),
    notice: (line) => quay.notice(line),
    test: (uuid) =>
      either(
        () => testOrgNotification(quay, { orgname, uuid }),
        () => testUserNamespaceNotification(quay, { uuid }),
      ),
  };
}

const all = ({ notifications }: { notifications: NotificationView[] }) => notifications.map(notificationOf);
