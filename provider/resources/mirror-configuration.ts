import { differs } from "../lifecycle/diff";
import { FailedChange } from "../lifecycle/errors";
import { changeRepoMirrorConfig, createRepoMirrorConfig, getRepoMirrorConfig, syncNow } from "../quay/api/mirror";
import { changeRepoState } from "../quay/api/repository";
import { isNotFound, messageOf, QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Snapshot } from "../snapshot";
import { sentConnection } from "../snapshot/mirror-connections";
import { isMirrored, mirrors, pathOf, type RepositoryMirror } from "../snapshot/mirrors";
import { repositories } from "../snapshot/repositories";
import { startDate } from "./mirrors";

/** A mirror as a program or a state has it. */
interface Mirror extends Omit<RepositoryMirror, "architectures" | "syncStatus"> {
  architectures?: string[];
  syncStartDate?: string;
  password?: string;
}

/** What a configuration holds that is not in force. */
export const switchedOff = {
  is_enabled: false,
  external_registry_username: null,
  external_registry_password: null,
} as const;

/** All that Quay holds of a mirror but its start. */
const configurationOf = (mirror: Mirror) => ({
  external_reference: mirror.externalReference,
  robot_username: mirror.robot,
  root_rule: { rule_kind: "tag_glob_csv" as const, rule_value: mirror.tags },
  sync_interval: mirror.syncIntervalSeconds,
  skopeo_timeout_interval: mirror.timeoutSeconds,
  is_enabled: mirror.enabled,
  external_registry_username: mirror.username || null,
  external_registry_password: mirror.password || null,
  external_registry_config: { ...sentConnection(mirror), unsigned_images: mirror.unsignedImages },
  architecture_filter: mirror.architectures ?? [],
});

type Configuration = ReturnType<typeof configurationOf>;
type Field = keyof Configuration;

const proxies = ["httpProxy", "httpsProxy", "noProxy"] as const;

/** Which properties each field holds. Quay takes a password only beside its user. */
const properties: Record<Field, readonly (keyof Mirror)[]> = {
  external_reference: ["externalReference"],
  robot_username: ["robot"],
  root_rule: ["tags"],
  sync_interval: ["syncIntervalSeconds"],
  skopeo_timeout_interval: ["timeoutSeconds"],
  is_enabled: ["enabled"],
  external_registry_username: ["username", "password"],
  external_registry_password: ["username", "password"],
  external_registry_config: ["verifyTls", "unsignedImages", ...proxies],
  architecture_filter: ["architectures"],
};

const fields = Object.keys(properties) as Field[];

/** Some fields of a configuration. */
const only = (some: readonly Field[], mirror: Mirror): Partial<Configuration> => {
  const whole = configurationOf(mirror);
  return Object.fromEntries(some.map((field) => [field, whole[field]]));
};

/** Makes a repository a mirror, over the configuration that Quay kept of a former one, if it did; returns how it stands then. */
export async function configure(
  quay: Quay,
  wanted: Mirror,
  snapshot: Snapshot,
): Promise<Pick<RepositoryMirror, "syncStatus" | "nextSync">> {
  const { repository } = wanted;
  const nextSync = startDate(wanted.syncStartDate);
  const configuration = { repository, ...configurationOf(wanted), sync_start_date: nextSync };
  try {
    await createRepoMirrorConfig(quay, configuration);
    return { nextSync, syncStatus: "NEVER_RUN" };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error;
    const there = await snapshot.of(repositories).get(pathOf(repository), { fresh: true });
    if (!there || isMirrored(there)) throw error;
  }
  const left = await getRepoMirrorConfig(quay, { repository });
  const isCancelled = left.sync_retries_remaining === 0 || left.sync_status === "CANCEL";
  try {
    await changeRepoMirrorConfig(quay, configuration);
    if (!left.external_registry_config?.proxy && proxies.some((name) => wanted[name] !== ""))
      await changeRepoMirrorConfig(quay, { repository, ...only(["external_registry_config"], wanted) });
    // Quay would never begin by itself again.
    if (isCancelled && wanted.enabled) await syncNow(quay, { repository });
    await changeRepoState(quay, { repository, state: "MIRROR" });
  } catch (error) {
    if (error instanceof Refusal) await changeRepoMirrorConfig(quay, { repository, ...switchedOff }).catch(() => {});
    throw error;
  }
  return { nextSync, syncStatus: isCancelled && wanted.enabled ? "SYNC_NOW" : left.sync_status };
}

/** Sends what differs. Quay sets field after field: one that it refuses leaves those before it changed, which are put back. */
export async function change(quay: Quay, wanted: Mirror, actual: Mirror): Promise<void> {
  const { repository } = wanted;
  const isChanged = (name: keyof Mirror) =>
    (wanted[name] !== undefined || name === "password") && differs(wanted[name], actual[name]);
  const changed = fields.filter((field) => properties[field].some(isChanged));
  try {
    await changeRepoMirrorConfig(quay, { repository, ...only(changed, wanted) });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 400 || error.ambiguous) throw error;
    throw await putBack(quay, changed, actual, error);
  }
  // Of the first proxies that a configuration gets, Quay loses one, unless it was made with empty ones, which does not show.
  if (proxies.some(isChanged) && proxies.every((name) => actual[name] === ""))
    await changeRepoMirrorConfig(quay, { repository, ...only(["external_registry_config"], wanted) });
}

/** Puts back what a refused change may have changed, and tells what is in force now. */
async function putBack(quay: Quay, changed: readonly Field[], actual: Mirror, refusal: Refusal): Promise<FailedChange> {
  const { repository, username, password, architectures } = actual;
  const unknown = new Map<Field, string>();
  if (username !== "" && !password) unknown.set("external_registry_password", "password");
  if (architectures === undefined) unknown.set("architecture_filter", "architectures");
  const known = changed.filter((field) => !unknown.has(field));
  const lost = changed.flatMap((field) => unknown.get(field) ?? []).join(" and ");
  try {
    if (changed.length > 1) await changeRepoMirrorConfig(quay, { repository, ...only(known, actual) });
  } catch (error) {
    const standing = `What the mirror was before could not be put back, so that a part of the change may be in force. ${messageOf(error)}`;
    return new FailedChange(refusal, standing, true);
  }
  const exception = lost && `, but for its ${lost}, of which this stack does not know what Quay had before`;
  return new FailedChange(refusal, `The mirror is in force as it was before${exception}.`, lost !== "");
}

/** Has the mirror synchronized now; returns when the next synchronization begins. */
export async function startSync(
  quay: Quay,
  { repository }: Mirror,
  { nextSync }: Mirror,
  snapshot: Snapshot,
): Promise<string> {
  const begin = startDate(nextSync);
  // Without a start, which a cancel takes, Quay's worker fails when it is done.
  if (nextSync === undefined) await changeRepoMirrorConfig(quay, { repository, sync_start_date: begin });
  try {
    await syncNow(quay, { repository });
  } catch (error) {
    const mirror = isNotFound(error) ? await snapshot.of(mirrors).get({ repository }, { fresh: true }) : undefined;
    if (mirror?.syncStatus !== "SYNCING") throw error;
    throw new QuayError(
      `${repository} is being synchronized right now, which Quay does not interrupt. Run pulumi up again when that has ended.`,
      { cause: error },
    );
  }
  return begin;
}

/** What Quay means by its refusal. */
export function whyRefused(reason: string, { robot, externalReference }: Mirror): string | undefined {
  if (/Could not find robot/.test(reason)) return `There is no robot ${robot}.`;
  if (/registry location is not allowed|resolve hostname/i.test(reason))
    return `Quay pulls from ${externalReference.split("/")[0]} only if it finds the host and its administrator allows it.`;
}
