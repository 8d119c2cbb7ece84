import { logEvent } from "../audit";
import type { Call } from "../call";
import { invalid, notFound, refuse } from "../errors";
import type { Namespace, Notification } from "../model";
import { checkMethod, checkTitle, isMethod, newNotification, notificationOf, notificationView } from "../notifications";
import { created, done, type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { administered } from "./organization";
import { ownAccount } from "./user";

const find = ({ params }: Call<"uuid">, { notifications }: Namespace): Notification =>
  notifications.get(params.uuid) ?? refuse(notFound());

const listed = ({ notifications }: Namespace) =>
  ok({ notifications: [...notifications.values()].map(notificationView) });

/** What the log says of a notification. */
const notificationDetails = ({ name }: Namespace, { uuid, event, method }: Notification) => ({
  namespace: name,
  notification_id: uuid,
  event,
  method,
});

function made(call: Call, namespace: Namespace): HttpResponse {
  const wanted = call.json(newNotification);
  if (wanted.event !== "quota_error" && wanted.event !== "quota_warning")
    throw invalid(`Invalid event '${wanted.event}'. Must be one of: quota_error, quota_warning`);
  if (!isMethod(wanted.method)) throw invalid(`Unknown notification method '${wanted.method}'`);
  if (wanted.method !== "email") checkMethod(call, namespace, wanted);
  checkTitle(wanted);
  const notification = notificationOf(wanted);
  namespace.notifications.set(notification.uuid, notification);
  logEvent(call, "create_namespace_notification", namespace, notificationDetails(namespace, notification));
  return created(notificationView(notification));
}

function reset(call: Call<"uuid">, namespace: Namespace) {
  const notification = find(call, namespace);
  notification.failures = 0;
  logEvent(call, "reset_namespace_notification", namespace, notificationDetails(namespace, notification));
  return done;
}

function removed(call: Call<"uuid">, namespace: Namespace) {
  const notification = find(call, namespace);
  namespace.notifications.delete(notification.uuid);
  logEvent(call, "delete_namespace_notification", namespace, notificationDetails(namespace, notification));
  return done;
}

const tested = (_: Notification) => ok({});

export default behindFeatures(
  ["QUOTA_NOTIFICATIONS"],
  [
    route("GET /v1/organization/{orgname}/notifications", (call) => listed(administered(call))),
    route("POST /v1/organization/{orgname}/notifications", (call) => made(call, administered(call))),
    route("GET /v1/organization/{orgname}/notifications/{uuid}", (call) =>
      ok(notificationView(find(call, administered(call)))),
    ),
    route("POST /v1/organization/{orgname}/notifications/{uuid}", (call) => reset(call, administered(call))),
    route("DELETE /v1/organization/{orgname}/notifications/{uuid}", (call) => removed(call, administered(call))),
    route("POST /v1/organization/{orgname}/notifications/{uuid}/test", (call) =>
      tested(find(call, administered(call))),
    ),

    route("GET /v1/user/namespacenotifications", (call) => listed(ownAccount(call))),
    route("POST /v1/user/namespacenotifications", (call) => made(call, ownAccount(call))),
    route("GET /v1/user/namespacenotifications/{uuid}", (call) => ok(notificationView(find(call, ownAccount(call))))),
    route("POST /v1/user/namespacenotifications/{uuid}", (call) => reset(call, ownAccount(call))),
    route("DELETE /v1/user/namespacenotifications/{uuid}", (call) => removed(call, ownAccount(call))),
    route("POST /v1/user/namespacenotifications/{uuid}/test", (call) => tested(find(call, ownAccount(call)))),
  ],
);
