import type { NewNotification, NotificationView } from "../quay/api/repositorynotification";
import { keepSecret } from "../quay/client/masking";

/** Telling by a request that Quay sends. */
export interface NotificationWebhook {
  /** Address that Quay posts JSON to, with http or https. It often holds a token. */
  url: string;
  /** What it posts instead of all that it knows: JSON in which `{event_data.name}` and the like are filled in. */
  template?: string;
}

/** Telling by a message in Slack. */
export interface NotificationSlack {
  /** Address of the incoming webhook, which is its token. */
  url: string;
}

/** Telling by a mail to one address. */
export interface NotificationEmail {
  /** Address that it goes to. */
  address: string;
}

/** Telling by a notice in Quay's web interface, to exactly one of these. */
export interface NotificationTarget {
  /** A user. */
  user?: string;
  /** All members of a team of the organization. */
  team?: string;
  /** The admins of the organization itself. */
  organization?: string;
}

/** Telling by a message in a room of HipChat. */
export interface NotificationHipchat {
  /** Id of the room. */
  room: string;
  /** Token for notifications in the room. */
  token: string;
}

/** Telling by a message in a flow of Flowdock. */
export interface NotificationFlowdock {
  /** API token of the flow. */
  token: string;
}

/** How somebody is told; of each notification one. */
export interface NotificationMethods {
  webhook?: NotificationWebhook;
  slack?: NotificationSlack;
  email?: NotificationEmail;
  quay?: NotificationTarget;
  hipchat?: NotificationHipchat;
  flowdock?: NotificationFlowdock;
}

/** How severe a vulnerability is, the worst first. Quay knows the place in this list. */
export const severities = ["critical", "high", "medium", "low", "negligible", "unknown"] as const;

/** A notification as Quay shows it. */
export interface Notification extends NotificationMethods {
  uuid: string;
  /** Quay does not demand one. */
  title?: string;
  event: string;
  level?: (typeof severities)[number];
  days?: number;
  refRegex?: string;
  failures: number;
  /** Whether Quay still sends it. */
  active: boolean;
}

/** After so many failures in a row Quay stops to send a notification. */
const MAX_FAILURES = 3;

export function notificationOf(view: NotificationView): Notification {
  const { uuid, title, event, method, config, event_config, number_of_failures: failures } = view;
  const { level, days, "ref-regex": refRegex } = event_config;
  const shown = {
    ...{ uuid, title: title || undefined, event, failures, active: failures < MAX_FAILURES },
    // Numbers come back as numbers or texts, as they were given. What is neither has no effect, or breaks Quay's worker.
    level: isNumber(level) ? severities[Number(level)] : undefined,
    days: isNumber(days) ? Number(days) : undefined,
    refRegex: refRegex || undefined,
    ...methodOf(method, config),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as Notification & object;
}

const isNumber = (value: unknown) => /^\d{1,9}$/.test(String(value));

function methodOf(method: string, config: Record<string, unknown>): NotificationMethods {
  const text = (name: string) => String(config[name] ?? "");
  const secret = (name: string) => {
    keepSecret(text(name));
    return text(name);
  };
  switch (method) {
    case "webhook":
      return { webhook: { url: secret("url"), ...(config.template ? { template: secret("template") } : {}) } };
    case "slack":
      return { slack: { url: secret("url") } };
    case "email":
      return { email: { address: text("email") } };
    case "quay_notification":
      return { quay: targetOf(config.target) };
    case "hipchat":
      return { hipchat: { room: text("room_id"), token: secret("notification_token") } };
    case "flowdock":
      return { flowdock: { token: secret("flow_api_token") } };
  }
  return {};
}

function targetOf(target: unknown): NotificationTarget {
  const { kind, name } = (target ?? {}) as { kind?: string; name?: unknown };
  const property = { user: "user", team: "team", org: "organization" }[kind ?? ""];
  return property ? { [property]: String(name) } : {};
}

/** The request that creates a notification. */
export function newNotificationOf(wanted: Omit<Notification, "uuid" | "failures" | "active">): NewNotification {
  const { title, event, level, days, refRegex } = wanted;
  const eventConfig = {
    // As a word the level would be accepted, and break the worker that sends.
    ...(level && { level: String(severities.indexOf(level)) }),
    ...(days && { days }),
    ...(refRegex && { "ref-regex": refRegex }),
  };
  return { title, event, eventConfig, ...configOf(wanted) };
}

function configOf(methods: NotificationMethods): Pick<NewNotification, "method" | "config"> {
  const { webhook, slack, email, quay, hipchat, flowdock } = methods;
  if (webhook) return { method: "webhook", config: { ...webhook } };
  if (slack) return { method: "slack", config: { ...slack } };
  if (email) return { method: "email", config: email.address ? { email: email.address } : {} };
  if (hipchat) return { method: "hipchat", config: { room_id: hipchat.room, notification_token: hipchat.token } };
  if (flowdock) return { method: "flowdock", config: { flow_api_token: flowdock.token } };
  const [[kind, name] = []] = Object.entries({ user: quay?.user, team: quay?.team, org: quay?.organization }).filter(
    ([, name]) => name !== undefined,
  );
  return { method: "quay_notification", config: { target: { kind, name } } };
}
