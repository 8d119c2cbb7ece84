import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { notificationid, repository } from "./parameters";

/** Events and methods are texts, because lists also hold those that newer Quays and other programs know. */
export const NotificationView = z.looseObject({
  uuid: z.string(),
  title: z.string().nullable(),
  event: z.string(),
  method: z.string(),
  /** With the address or token in plain text. */
  config: z.looseObject({}),
  event_config: z.looseObject({}),
  number_of_failures: z.number(),
});
export type NotificationView = z.output<typeof NotificationView>;

export const NotificationList = z.looseObject({ notifications: listOf(NotificationView) });

/** What a new notification is about. Quay hardly looks at it: what it does not know it refuses with an error page, or takes. */
export const newNotification = {
  title: z.string().max(255, "A title has at most 255 signs.").optional(),
  event: z.string().describe("What has to happen, for example repo_push."),
  method: z
    .enum(["webhook", "slack", "email", "quay_notification", "hipchat", "flowdock"])
    .describe("How somebody is told."),
  config: z.record(z.string(), z.unknown()).describe("Where to, for a webhook for example its url."),
  eventConfig: z.record(z.string(), z.unknown()).describe("Which of the events; Quay's answers call it event_config."),
};
export type NewNotification = z.output<z.ZodObject<typeof newNotification>>;

export const listRepoNotifications = operation({
  nickname: "listRepoNotifications",
  route: "GET /v1/repository/{repository}/notification/",
  scope: "repo:admin",
  summary: "List the notifications of a repository. Of a repository that does not exist it lists none.",
  input: z.strictObject({ repository }),
  output: NotificationList,
});

export const createRepoNotification = operation({
  nickname: "createRepoNotification",
  route: "POST /v1/repository/{repository}/notification/",
  scope: "repo:admin",
  summary: "Create a notification of a repository. Quay makes a second one like it without a word.",
  input: z.strictObject({ repository, ...newNotification }),
  output: NotificationView,
});

export const deleteRepoNotification = operation({
  nickname: "deleteRepoNotification",
  route: "DELETE /v1/repository/{repository}/notification/{uuid}",
  scope: "repo:admin",
  summary: "Delete a notification of a repository.",
  input: z.strictObject({ repository, uuid: notificationid }),
  output: z.unknown(),
});

export const resetRepositoryNotificationFailures = operation({
  nickname: "resetRepositoryNotificationFailures",
  route: "POST /v1/repository/{repository}/notification/{uuid}",
  scope: "repo:admin",
  summary: "Set the failures of a repository's notification to 0, which starts one again that failed three times.",
  input: z.strictObject({ repository, uuid: notificationid }),
  output: z.unknown(),
  repeatable: true,
});

export const testRepoNotification = operation({
  nickname: "testRepoNotification",
  route: "POST /v1/repository/{repository}/notification/{uuid}/test",
  scope: "repo:admin",
  summary: "Send a notification of a repository once, with made-up contents. Quay only says that it will.",
  input: z.strictObject({ repository, uuid: notificationid }),
  output: z.unknown(),
});
