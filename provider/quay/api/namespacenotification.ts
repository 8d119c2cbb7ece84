import { z } from "zod";
import { operation } from "../operation";
import { notificationid, orgname } from "./parameters";
import { NotificationList, NotificationView, newNotification } from "./repositorynotification";

export const listOrgNotifications = operation({
  nickname: "listOrgNotifications",
  route: "GET /v1/organization/{orgname}/notifications",
  scope: "org:admin",
  summary: "List what tells of an organization's quota.",
  input: z.strictObject({ orgname }),
  output: NotificationList,
});

export const createOrgNotification = operation({
  nickname: "createOrgNotification",
  route: "POST /v1/organization/{orgname}/notifications",
  scope: "org:admin",
  summary: "Create a notification of an organization's quota. Quay makes a second one like it without a word.",
  input: z.strictObject({ orgname, ...newNotification }),
  output: NotificationView,
});

export const deleteOrgNotification = operation({
  nickname: "deleteOrgNotification",
  route: "DELETE /v1/organization/{orgname}/notifications/{uuid}",
  scope: "org:admin",
  summary: "Delete a notification of an organization's quota.",
  input: z.strictObject({ orgname, uuid: notificationid }),
  output: z.unknown(),
});

export const resetOrgNotificationFailures = operation({
  nickname: "resetOrgNotificationFailures",
  route: "POST /v1/organization/{orgname}/notifications/{uuid}",
  scope: "org:admin",
  summary: "Set the failures of an organization's notification to 0, which starts one again that failed three times.",
  input: z.strictObject({ orgname, uuid: notificationid }),
  output: z.unknown(),
  repeatable: true,
});

export const testOrgNotification = operation({
  nickname: "testOrgNotification",
  route: "POST /v1/organization/{orgname}/notifications/{uuid}/test",
  scope: "org:admin",
  summary: "Send a notification of an organization's quota once, with made-up contents. Quay only says that it will.",
  input: z.strictObject({ orgname, uuid: notificationid }),
  output: z.unknown(),
});

export const listUserNamespaceNotifications = operation({
  nickname: "listUserNamespaceNotifications",
  route: "GET /v1/user/namespacenotifications",
  scope: "user:admin",
  summary: "List what tells of the quota of the token's user.",
  input: z.strictObject({}),
  output: NotificationList,
});

export const createUserNamespaceNotification = operation({
  nickname: "createUserNamespaceNotification",
  route: "POST /v1/user/namespacenotifications",
  scope: "user:admin",
  summary: "Create a notification of the quota of the token's user.",
  input: z.strictObject(newNotification),
  output: NotificationView,
});

export const deleteUserNamespaceNotification = operation({
  nickname: "deleteUserNamespaceNotification",
  route: "DELETE /v1/user/namespacenotifications/{uuid}",
  scope: "user:admin",
  summary: "Delete a notification of the quota of the token's user.",
  input: z.strictObject({ uuid: notificationid }),
  output: z.unknown(),
});

export const resetUserNamespaceNotificationFailures = operation({
  nickname: "resetUserNamespaceNotificationFailures",
  route: "POST /v1/user/namespacenotifications/{uuid}",
  scope: "user:admin",
  summary:
    "Set the failures of a notification of the token's user to 0, which starts one again that failed three times.",
  input: z.strictObject({ uuid: notificationid }),
  output: z.unknown(),
  repeatable: true,
});

export const testUserNamespaceNotification = operation({
  nickname: "testUserNamespaceNotification",
  route: "POST /v1/user/namespacenotifications/{uuid}/test",
  scope: "user:admin",
  summary:
    "Send a notification of the quota of the token's user once, with made-up contents. Quay only says that it will.",
  input: z.strictObject({ uuid: notificationid }),
  output: z.unknown(),
});
