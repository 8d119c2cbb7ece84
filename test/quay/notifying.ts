import { randomUUID } from "node:crypto";
import type { Call } from "./call";
import { crash, invalid } from "./errors";
import type { Namespace, Notification } from "./nouns";
import { anyObject, object, optional, text } from "./schema";

export const notificationView = ({ uuid, title, event, method, config, eventConfig, failures }: Notification) => ({
  uuid,
  title,
  event,
  method,
  config,
  // Asked for as eventConfig.
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

interface Wanted {
  event: string;
  method: string;
  config: object;
  eventConfig: object;
  title?: string;
}

export const notificationOf = ({ event, method, config, eventConfig, title = undefined }: Wanted): Notification => ({
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
  if (!config[key]) throw invalid(complaint);
};

/** What each way of telling somebody wants to know. */
const methods: Record<string, (config: Config, call: Call, namespace: Namespace | undefined) => void> = {
  webhook(config) {
    requires("url", "Missing webhook URL")(config);
    if (!isPublicUrl(String(config.url))) throw invalid("Invalid webhook URL");
    if (config.template) checkTemplate(String(config.template));
  },
  email: requires("email", "Missing e-mail address"),
  slack: requires("url", "Missing Slack Callback URL"),
  hipchat(config) {
    requires("notification_token", "Missing Hipchat Room Notification Token")(config);
    requires("room_id", "Missing Hipchat Room ID")(config);
  },
  flowdock: requires("flow_api_token", "Missing Flowdock API Token"),
  quay_notification(config, { store }, namespace) {
    requires("target", "Missing target")(config);
    const { kind, name = "" } = config.target as { kind?: string; name?: string };
    if (kind === "user" && !store.user(name)) throw invalid(`Unknown user ${name}`);
    if (kind === "team" && !store.team(namespace?.name ?? "", name)) throw invalid(`Unknown team ${name}`);
    if (kind === "org" && !store.organization(name)) throw invalid(`Unknown organization ${name}`);
    if (kind !== "user" && kind !== "team" && (kind !== "org" || name !== namespace?.name)) throw crash();
  },
};

export const isMethod = (method: string) => method in methods;

/** Refuses a notification that could never be delivered. */
export function checkMethod(call: Call, namespace: Namespace | undefined, { method, config }: Wanted) {
  methods[method]?.(config as Config, call, namespace);
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return /^https?:$/.test(protocol) && hostname !== "localhost" && hostname !== "127.0.0.1";
}

function checkTemplate(template: string) {
  try {
    JSON.parse(template);
  } catch (error) {
    throw invalid(`Could not parse template: ${(error as Error).message}`);
  }
}
