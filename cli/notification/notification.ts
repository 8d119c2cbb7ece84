import type { Connection } from "../../provider/lifecycle/definition";
import { resources } from "../../provider/resources";
import { absence } from "../../provider/snapshot/absence";
import { namespaceOf } from "../../provider/snapshot/containers";
import type { Notification } from "../../provider/snapshot/notification-views";
import {
  type Notifications,
  notificationsOfNamespace,
  notificationsOfRepository,
  requireQuotaNotifications,
} from "../../provider/snapshot/notifications";

/** What a notification belongs to, and its title or uuid. */
interface Named {
  /** Full name of a repository, or a namespace. */
  of: string;
  name: string;
}

/** A notification, or several with one title, in words such as `acme/web:Pushes to Slack`; a uuid may stand for the title. */
export function parseId(id: string): Named {
  const kind = /^[^/:]+:/.test(id) ? "NamespaceNotification" : "RepositoryNotification";
  const { repository, namespace, title } = resources[kind]?.identity.parse(id) ?? {};
  const of = repository ?? namespace;
  if (typeof of !== "string" || typeof title !== "string") {
    const reads = "It reads like acme/web:Pushes to Slack or, of a namespace, acme:Nearly full";
    throw new Error(`${JSON.stringify(id)} is not the id of a notification. ${reads}.`);
  }
  return { of, name: title };
}

/** Makes Quay send these once, and tells so. Throws when Quay has stopped one, because it would accept that and send nothing. */
export async function test(connectionFor: (namespace: string) => Connection, id: string): Promise<string> {
  const { notifications, found } = await find(connectionFor, id);
  if (!found.every(({ active }) => active)) {
    const failures = Math.max(...found.map(({ failures }) => failures));
    const again = `Start it again with pulumi-quay notification reset ${JSON.stringify(id)}`;
    throw new Error(`Quay sends ${id} no longer, because it failed ${failures} times. ${again}.`);
  }
  for (const { uuid } of found) await notifications.test(uuid);
  return `Quay sends ${id} with made-up contents, in about ten seconds. If that fails its failures count one more.`;
}

/** Sets the failures of these to 0, and tells how many there were. */
export async function reset(connectionFor: (namespace: string) => Connection, id: string): Promise<string> {
  const { notifications, found } = await find(connectionFor, id);
  for (const { uuid } of found) await notifications.reset(uuid);
  const failures = Math.max(...found.map(({ failures }) => failures));
  if (found.some(({ active }) => !active)) return `Quay sends ${id} again. It had failed ${failures} times.`;
  return `${id} was never stopped; it had failed ${failures === 1 ? "once" : `${failures} times`} in a row.`;
}

/** Those with this title or uuid. Throws when there is none. */
async function find(
  connectionFor: (namespace: string) => Connection,
  id: string,
): Promise<{ notifications: Notifications; found: Notification[] }> {
  const { of, name } = parseId(id);
  const { quay, snapshot } = connectionFor(namespaceOf(of));
  const isRepository = of.includes("/");
  if (!isRepository) await requireQuotaNotifications(snapshot);
  const notifications = isRepository
    ? notificationsOfRepository(quay, of)
    : notificationsOfNamespace(quay, snapshot.user, of);
  const absences = snapshot.of(absence);
  const all = await absences.within([isRepository ? "Repository" : "Organization", of], notifications.list);
  const found = (all ?? []).filter(({ title, uuid }) => title === name || uuid === name);
  if (found.length > 0) return { notifications, found };
  const missing = isRepository && !all?.length ? await absences.missingRepository(of) : undefined;
  if (missing ?? !all) throw new Error(missing ?? `There is no organization or user ${of}.`);
  const others = all?.map(({ title, uuid }) => title ?? uuid).join(", ") || "none";
  throw new Error(`${of} has no notification ${JSON.stringify(name)}. It has: ${others}.`);
}
