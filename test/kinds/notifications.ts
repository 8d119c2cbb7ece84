import type { LocalQuay, Notification } from "../../local-quay";
import { callQuay } from "../call-quay";
import type { Properties } from "./specimen";

/** How Quay stores what programs say of notifications, written independently of the provider. */

const levels = ["critical", "high", "medium", "low", "negligible", "unknown"];

type Config = Record<string, Properties>;

const methods: Record<string, { method: string; config(given: Properties): object; shown(config: Config): object }> = {
  webhook: { method: "webhook", config: (given) => given, shown: (config) => config },
  slack: { method: "slack", config: (given) => given, shown: (config) => config },
  email: {
    method: "email",
    config: ({ address }) => ({ email: address }),
    shown: ({ email }) => ({ address: email }),
  },
  quay: {
    method: "quay_notification",
    config(given) {
      const [[kind = "", name] = []] = Object.entries(given);
      return { target: { kind: kind === "organization" ? "org" : kind, name } };
    },
    shown: ({ target }) => ({ [target?.kind === "org" ? "organization" : String(target?.kind)]: target?.name }),
  },
  hipchat: {
    method: "hipchat",
    config: ({ room, token }) => ({ room_id: room, notification_token: token }),
    shown: ({ room_id, notification_token }) => ({ room: room_id, token: notification_token }),
  },
  flowdock: {
    method: "flowdock",
    config: ({ token }) => ({ flow_api_token: token }),
    shown: ({ flow_api_token }) => ({ token: flow_api_token }),
  },
};

/** A stored notification with the property names of programs. */
export function shown({ title, event, method, config, eventConfig, failures }: Notification): Properties {
  const { level, days, "ref-regex": refRegex } = eventConfig as Properties;
  const [property, known] = Object.entries(methods).find(([, one]) => one.method === method) ?? [];
  return {
    ...{ title, event, active: failures < 3 },
    ...(level !== undefined && { level: levels[Number(level)] }),
    ...(days !== undefined && { days }),
    ...(refRegex !== undefined && { refRegex }),
    ...(property && { [property]: known?.shown(config as Config) }),
  };
}

/** Changes a stored notification, as nobody can by Quay's API: there it would be another one. */
export function change(notification: Notification, { event, active, ...changes }: Properties): void {
  if (event !== undefined) notification.event = String(event);
  if (active !== undefined) notification.failures = active ? 0 : 3;
  for (const [property, value] of Object.entries(changes)) {
    if (property === "level") Object.assign(notification.eventConfig, { level: String(levels.indexOf(String(value))) });
    else if (property === "days") Object.assign(notification.eventConfig, { days: value });
    else if (property === "refRegex") Object.assign(notification.eventConfig, { "ref-regex": value });
    else {
      // Without a value it is sent in a way that only newer Quays know.
      const { method = "pigeon", config = () => ({}) } = value === undefined ? {} : (methods[property] ?? {});
      Object.assign(notification, { method, config: config(value as Properties) });
    }
  }
}

/** Quay changes none: who does so deletes it and makes another. */
export async function replace(quay: LocalQuay, list: string, one: Notification | undefined, changes: Properties) {
  const other = structuredClone(one as Notification);
  change(other, changes);
  const { uuid, title, event, method, config, eventConfig } = other;
  await callQuay(quay, `DELETE ${list}/${uuid}`);
  await callQuay(quay, `POST ${list}`, { title, event, method, config, eventConfig });
}

/** Quay stops one after three failures. Of a method that is not known here the test has no request. */
export const unlogged = ["active", "email"];

/** The one with this title. Quay would keep several; the provider must not leave a second. */
export function titled(all: Iterable<Notification>, title: string): Notification | undefined {
  const same = [...all].filter((one) => one.title === title);
  expect(same.length).toBeLessThan(2);
  return same[0];
}

export const hook = (name: string) => ({ url: `https://hooks.example.com/${name}` });

/** An organization may be told of itself only, whatever its name; so a team stands for it. */
export const toTeam = (given: Properties): Properties =>
  (given.quay as Properties | undefined)?.organization === undefined ? given : { ...given, quay: { team: "ops" } };
