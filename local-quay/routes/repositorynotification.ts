import { logEvent, repositoryNames } from "../audit";
import type { Call } from "../call";
import { crash, invalid, message, notFound, refuse } from "../errors";
import type { Notification, Repository } from "../model";
import { checkMethod, checkTitle, isMethod, newNotification, notificationOf, notificationView } from "../notifications";
import { created, done, ok } from "../responses";
import { route } from "../routing";
import { administeredIfAny } from "./repository";

const events = [
  "repo_push",
  "build_queued",
  "build_start",
  "build_success",
  "build_failure",
  "build_cancelled",
  "vulnerability_found",
  "repo_mirror_sync_started",
  "repo_mirror_sync_success",
  "repo_mirror_sync_failed",
  "repo_image_expiry",
  "quota_warning",
  "quota_error",
];

/** Found by its UUID alone, whatever repository the path names, deleted ones included. */
function anyNotification({ store, params }: Call<"uuid">): Notification | undefined {
  const namespaces = [...store.users(), ...store.organizations()];
  const all = namespaces.flatMap((namespace) => [...namespace.repositories.values()]);
  return all.find(({ notifications }) => notifications.has(params.uuid))?.notifications.get(params.uuid);
}

const missing = (call: Call<"uuid">) =>
  invalid(`No repository notification found for: ${[...call.repositoryName, call.params.uuid].join(", ")}`);

function ownNotification(call: Call<"uuid">): [Repository, Notification] {
  const repository = administeredIfAny(call);
  return [repository as Repository, repository?.notifications.get(call.params.uuid) ?? refuse(missing(call))];
}

/** What the log says of a notification. */
const notificationDetails = (repository: Repository, { uuid, event, method }: Notification) => ({
  ...repositoryNames(repository),
  notification_id: uuid,
  event,
  method,
});

export default [
  route("GET /v1/repository/{repository}/notification/", (call) => {
    const notifications = administeredIfAny(call)?.notifications.values() ?? [];
    return ok({ notifications: [...notifications].map(notificationView) });
  }),

  route("POST /v1/repository/{repository}/notification/", (call) => {
    const repository = administeredIfAny(call);
    const wanted = call.json(newNotification);
    if (!isMethod(wanted.method)) throw crash();
    checkMethod(call, call.store.namespace(call.repositoryName[0]), wanted);
    if (
      wanted.method === "email" &&
      !repository?.authorizedEmails.get(String((wanted.config as { email?: string }).email))
    )
      throw invalid("The specified e-mail address is not authorized to receive notifications for this repository");
    if (!repository || !events.includes(wanted.event)) throw crash();
    checkTitle(wanted);
    const notification = notificationOf(wanted);
    repository.notifications.set(notification.uuid, notification);
    logEvent(call, "add_repo_notification", repository, notificationDetails(repository, notification));
    return created(notificationView(notification));
  }),

  route("GET /v1/repository/{repository}/notification/{uuid}", (call) => {
    administeredIfAny(call);
    return ok(notificationView(anyNotification(call) ?? refuse(notFound())));
  }),

  route("POST /v1/repository/{repository}/notification/{uuid}", (call) => {
    const repository = administeredIfAny(call);
    const notification = anyNotification(call) ?? refuse(missing(call));
    const { uuid } = notification;
    // One that hangs on another repository is refused in other words.
    if (!repository?.notifications.has(uuid)) throw message(400, `No repository notification found with uuid: ${uuid}`);
    notification.failures = 0;
    logEvent(call, "reset_repo_notification", repository, notificationDetails(repository, notification));
    return done;
  }),

  route("DELETE /v1/repository/{repository}/notification/{uuid}", (call) => {
    const [repository, notification] = ownNotification(call);
    repository.notifications.delete(notification.uuid);
    logEvent(call, "delete_repo_notification", repository, notificationDetails(repository, notification));
    return done;
  }),

  route("POST /v1/repository/{repository}/notification/{uuid}/test", (call) => {
    administeredIfAny(call);
    if (!anyNotification(call)) throw missing(call);
    return ok({});
  }),
];
