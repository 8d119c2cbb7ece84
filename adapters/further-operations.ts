import { getRegistryCapabilities } from "../provider/quay/api/capabilities";
import { syncCancel, syncNow } from "../provider/quay/api/mirror";
import { getRepositoryMirrorHealth } from "../provider/quay/api/mirrorhealth";
import {
  listOrgNotifications,
  listUserNamespaceNotifications,
  resetOrgNotificationFailures,
  resetUserNamespaceNotificationFailures,
  testOrgNotification,
  testUserNamespaceNotification,
} from "../provider/quay/api/namespacenotification";
import {
  cancelOrgMirrorSync,
  listOrgMirrorRepositories,
  syncOrgMirrorNow,
  verifyOrgMirrorConnection,
} from "../provider/quay/api/org-mirror";
import {
  listRepoNotifications,
  type NotificationView,
  resetRepositoryNotificationFailures,
  testRepoNotification,
} from "../provider/quay/api/repositorynotification";
import { changes, creates, type ExposedOperation, expose, reads } from "./exposed-operation";
import { getCapabilities, getOrganizationMirror, getOrganizationUsage, getRepositoryMirror } from "./views";

/**
 * What everybody may know of how a notification is sent. With an address or a token anybody could send as Quay does, and a template
 * may hold such a token.
 */
const OPEN = ["email", "target", "room_id"];

const withoutSecrets = ({ notifications, ...rest }: { notifications: NotificationView[] }) => {
  const open = (config: object) =>
    Object.fromEntries(Object.entries(config).map(([name, value]) => [name, OPEN.includes(name) ? value : "[secret]"]));
  return { ...rest, notifications: notifications.map((one) => ({ ...one, config: open(one.config) })) };
};

const ANSWERED = "The answer does not tell whether it arrives; ask who should receive it.";
const STOPPED =
  "Quay stops to send a notification that failed three times; this starts it again. Mend the cause first.";

const WATCH = "Ask for its status every few seconds until that is SUCCESS, FAIL or CANCEL.";
const UNTIL_ASKED = "Then none begins by itself until it is asked for again.";

/** The operations that the REST and MCP adapters expose besides the sixteen, with `--tools all` or by name. */
export const furtherOperations: ExposedOperation[] = [
  expose({
    name: "getcapabilities",
    operation: getCapabilities,
    path: "/capabilities",
    hints: reads,
    description:
      "Get which features this Quay has switched on, and what prunes the tags of every namespace by default. Use it when something " +
      "is not found that should be there: what belongs to a feature that is off is answered as if it did not exist.",
  }),
  expose({
    name: "getregistrycapabilities",
    operation: getRegistryCapabilities,
    hints: reads,
    description:
      "Get the architectures that this Quay demands of images for several, and those to which a mirror can be limited. Not found on " +
      "a Quay that is too old to tell.",
  }),
  expose({
    name: "getquotausage",
    operation: getOrganizationUsage,
    path: "/organization/{orgname}/quotausage",
    hints: reads,
    description:
      "Get how many bytes an organization holds, how many it may hold, and at which percentages Quay warns or refuses pushes. Use it " +
      "when pushes are refused for a quota, and before asking for a larger one. Without quota_report in the answer this Quay does not " +
      "count, or the token's user is no member.",
  }),
  expose({
    name: "listreponotifications",
    operation: listRepoNotifications,
    shows: withoutSecrets,
    hints: reads,
    description:
      "List who is told when something happens in a repository, and how often that failed in a row: after three failures Quay stops. " +
      "Addresses and tokens are left out. The list is empty, too, for a repository that does not exist.",
  }),
  expose({
    name: "testreponotification",
    operation: testRepoNotification,
    hints: creates,
    description: `Send a notification of a repository once, with made-up contents, to see whether it arrives. ${ANSWERED}`,
  }),
  expose({
    name: "resetrepositorynotificationfailures",
    operation: resetRepositoryNotificationFailures,
    hints: changes,
    success: 204,
    description: `Forget how often a notification of a repository failed. ${STOPPED}`,
  }),
  expose({
    name: "listorgnotifications",
    operation: listOrgNotifications,
    shows: withoutSecrets,
    hints: reads,
    description:
      "List who is told when an organization nears or reaches its quota, and how often that failed in a row: after three failures " +
      "Quay stops. Addresses and tokens are left out.",
  }),
  expose({
    name: "testorgnotification",
    operation: testOrgNotification,
    hints: creates,
    description: `Send a notification of an organization's quota once, with made-up contents, to see whether it arrives. ${ANSWERED}`,
  }),
  expose({
    name: "resetorgnotificationfailures",
    operation: resetOrgNotificationFailures,
    hints: changes,
    success: 204,
    description: `Forget how often a notification of an organization's quota failed. ${STOPPED}`,
  }),
  expose({
    name: "listusernamespacenotifications",
    operation: listUserNamespaceNotifications,
    shows: withoutSecrets,
    hints: reads,
    description:
      "List who is told when the token's user nears or reaches their quota, and how often that failed in a row: after three failures " +
      "Quay stops. Addresses and tokens are left out.",
  }),
  expose({
    name: "testusernamespacenotification",
    operation: testUserNamespaceNotification,
    hints: creates,
    description: `Send a notification of the user's own quota once, with made-up contents, to see whether it arrives. ${ANSWERED}`,
  }),
  expose({
    name: "resetusernamespacenotificationfailures",
    operation: resetUserNamespaceNotificationFailures,
    hints: changes,
    success: 204,
    description: `Forget how often a notification of the user's own quota failed. ${STOPPED}`,
  }),
  expose({
    name: "getrepomirror",
    operation: getRepositoryMirror,
    hints: reads,
    description:
      "Get what a repository mirrors, and how its last synchronization went. Use it to learn why images are old. The login and the proxies " +
      "are left out. Not found for what is no mirror.",
  }),
  expose({
    name: "syncrepomirror",
    operation: syncNow,
    hints: changes,
    success: 204,
    description: `Synchronize the mirror of a repository as soon as a worker of Quay is free. ${WATCH} Not found while one goes on.`,
  }),
  expose({
    name: "cancelrepomirrorsync",
    operation: syncCancel,
    hints: changes,
    success: 204,
    description: `End the synchronization of a repository's mirror. ${UNTIL_ASKED} Not found when none goes on.`,
  }),
  expose({
    name: "getmirrorhealth",
    operation: getRepositoryMirrorHealth,
    path: "/mirrorhealth",
    hints: reads,
    description:
      "Count the enabled mirrors of repositories in a namespace by the outcome of their last synchronization, and tell what is wrong with " +
      "them; detailed lists them. Unhealthy mirrors are an answer too. Without a namespace only for superusers with full access.",
  }),
  expose({
    name: "getorgmirror",
    operation: getOrganizationMirror,
    hints: reads,
    description:
      "Get which namespace of another registry an organization mirrors, and how the last search for its repositories went; each of them " +
      "then has a status of its own. The login and the proxies are left out. Not found for what is no mirror.",
  }),
  expose({
    name: "listorgmirrorrepositories",
    operation: listOrgMirrorRepositories,
    hints: reads,
    description:
      "List the repositories that an organization's mirror has found elsewhere, with the status of each and why it failed, a page at a " +
      "time. Use it with the status FAIL to learn what is missing.",
  }),
  expose({
    name: "syncorgmirror",
    operation: syncOrgMirrorNow,
    hints: changes,
    success: 204,
    description: `Search another registry for an organization's mirror, and synchronize all repositories, as soon as a worker of Quay is free. ${WATCH}`,
  }),
  expose({
    name: "cancelorgmirrorsync",
    operation: cancelOrgMirrorSync,
    hints: changes,
    success: 204,
    description: `End the synchronization of an organization's mirror and of its repositories, also while none goes on. ${UNTIL_ASKED}`,
  }),
  expose({
    name: "verifyorgmirror",
    operation: verifyOrgMirrorConnection,
    hints: reads,
    description:
      "Try whether the registry that an organization mirrors answers and accepts the login; nothing is synchronized. The answer says " +
      "whether that succeeded, and what went wrong otherwise.",
  }),
];
