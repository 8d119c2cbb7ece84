import { getRegistryCapabilities } from "../provider/quay/api/capabilities";
import {
  listOrgNotifications,
  listUserNamespaceNotifications,
  resetOrgNotificationFailures,
  resetUserNamespaceNotificationFailures,
  testOrgNotification,
  testUserNamespaceNotification,
} from "../provider/quay/api/namespacenotification";
import {
  listRepoNotifications,
  type NotificationView,
  resetRepositoryNotificationFailures,
  testRepoNotification,
} from "../provider/quay/api/repositorynotification";
import { changes, creates, type ExposedOperation, expose, reads } from "./exposed-operation";
import { getCapabilities, getOrganizationUsage } from "./views";

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
];
