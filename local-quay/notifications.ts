import { randomUUID } from "node:crypto";
import type { Call } from "./call";
import { crash, invalid } from "./errors";
import type { Namespace, Notification } from "./model";
import { parseUrl } from "./registry-addresses";
import { anyObject, isTruthy, object, optional, text } from "./schema";

export const notificationView = ({ uuid, title, event, method, config, eventConfig, failures }: Notification) => ({
  uuid,
  title,
  event,
  method,
  config,
  // The request calls it eventConfig.
  event_config: eventConfig,
  number_of_failures: failures,
});

export const newNotification = object({
  event: text(),
  method: text(),
  config: anyObject,
  eventConfig: anyObject,
  title: optional(text()),
});

interface NotificationRequest {
  event: string;
  method: string;
  config: object;
  eventConfig: object;
  title?: string;
}

export const notificationOf = ({
  event,
  method,
  config,
  eventConfig,
  title = undefined,
}: NotificationRequest): Notification => ({
  uuid: randomUUID(),
  title: title ?? null,
  event,
  method,
  config,
  eventConfig,
  failures: 0,
});

type Config = Record<string, unknown>;

const requires = (key: string, complaint: string) => (config: Config) => {
  if (!isTruthy(config[key])) throw invalid(complaint);
};

/** Checks of the configuration of each notification method. */
const methods: Record<string, (config: Config, call: Call, namespace: Namespace | undefined) => void> = {
  webhook(config) {
    requires("url", "Missing webhook URL")(config);
    checkUrl(config.url);
    if (isTruthy(config.template)) checkTemplate(config.template);
  },
  email: requires("email", "Missing e-mail address"),
  slack: requires("url", "Missing Slack Callback URL"),
  hipchat(config) {
    requires("notification_token", "Missing Hipchat Room Notification Token")(config);
    requires("room_id", "Missing Hipchat Room ID")(config);
  },
  flowdock: requires("flow_api_token", "Missing Flowdock API Token"),
  quay_notification: checkTarget,
};

function checkTarget({ target }: Config, { store }: Call, namespace: Namespace | undefined) {
  if (!isTruthy(target)) throw invalid("Missing target");
  if (typeof target !== "object") throw crash();
  const { kind, name } = target as { kind?: unknown; name?: unknown };
  if (!isTruthy(kind)) throw invalid("Missing target");
  // Quay fails with an internal error for a target without a name or of an unknown kind.
  if (name === undefined) throw crash();
  const text = String(name);
  if (kind === "user") {
    if (!store.user(text)) throw invalid(`Unknown user ${text}`);
  } else if (kind === "org") {
    if (!store.organization(text)) throw invalid(`Unknown organization ${text}`);
    if (text !== namespace?.name) throw crash();
  } else if (kind === "team") {
    if (!store.team(namespace?.name ?? "", text)) throw invalid(`Unknown team ${text}`);
  } else throw crash();
}

export const isMethod = (method: string) => Object.hasOwn(methods, method);

/** Refuses a notification that could never be delivered. */
export function checkMethod(call: Call, namespace: Namespace | undefined, { method, config }: NotificationRequest) {
  methods[method]?.(config as Config, call, namespace);
}

/** Quay requires a string, and fails with an internal error for a URL without a host. */
function checkUrl(url: unknown) {
  if (typeof url !== "string") throw crash();
  const { scheme, host } = parseUrl(url);
  if (scheme !== "http" && scheme !== "https") throw invalid("Invalid webhook URL");
  if (!host) throw crash();
  if (host === "localhost" || host === "127.0.0.1") throw invalid("Invalid webhook URL");
}

function checkTemplate(template: unknown) {
  if (typeof template !== "string") throw crash();
  try {
    JSON.parse(template);
  } catch (error) {
    throw invalid(`Could not parse template: ${(error as Error).message}`);
  }
}

/** The length of the database column, which Quay does not check before it writes. */
const longestTitle = 255;

/** Fails where the database of a real Quay would. */
export function checkTitle({ title }: { title?: string }) {
  if (title !== undefined && title.length > longestTitle) throw crash();
}
