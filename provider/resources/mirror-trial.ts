import { isDeepStrictEqual } from "node:util";
import { FailedChange } from "../lifecycle/errors";
import { IN_DOUBT } from "../lifecycle/outputs";
import { updateOrgMirrorConfig, verifyOrgMirrorConnection } from "../quay/api/org-mirror";
import { messageOf, QuayError, quotable } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import { sentConnection } from "../snapshot/mirror-connections";
import type { OrganizationMirror } from "../snapshot/organization-mirrors";

/** A mirror as its state has it: with the password, where this stack knows it. */
export interface KnownMirror extends OrganizationMirror {
  password?: string;
  syncStartDate?: string;
}

type WantedMirror = Omit<KnownMirror, "hasPassword" | "syncStatus"> & { hasPassword?: boolean };

type Settings = Omit<Parameters<typeof updateOrgMirrorConfig>[1], "orgname">;

/** All that Quay stores of a mirror and can change. Undefined is a password that Quay holds and this stack does not know. */
export const settingsOf = (mirror: WantedMirror) => ({
  external_registry_url: mirror.registryUrl,
  external_namespace: mirror.externalNamespace,
  external_registry_username: mirror.username || null,
  external_registry_password:
    mirror.password === IN_DOUBT ? undefined : (mirror.password ?? (mirror.hasPassword ? undefined : null)),
  external_registry_config: sentConnection(mirror),
  robot_username: mirror.robot,
  visibility: mirror.visibility,
  repository_filters: mirror.repositoryFilters,
  sync_interval: mirror.syncIntervalSeconds,
  skopeo_timeout: mirror.timeoutSeconds,
  is_enabled: mirror.enabled,
  ...(mirror.syncStartDate !== undefined && { sync_start_date: mirror.syncStartDate }),
});

/** What decides whether the other registry lets Quay in. */
const decisive = [
  "external_registry_url",
  "external_namespace",
  "external_registry_username",
  "external_registry_password",
  "external_registry_config",
];

/**
 * Sends what is new of a mirror. Then Quay tries a login with what it has got, and where the other registry does not let it in, the
 * configuration from before is put back.
 */
export async function changeMirror(quay: Quay, wanted: WantedMirror, actual: KnownMirror): Promise<void> {
  const orgname = wanted.organization;
  const before: Record<string, unknown> = settingsOf(actual);
  const settings: Record<string, unknown> = settingsOf(wanted);
  const differing = Object.keys(settings).filter((name) => !isDeepStrictEqual(settings[name], before[name]));
  // What is tried is the program's password, also where somebody has given Quay another one.
  const isTried = wanted.password !== undefined && differing.some((name) => decisive.includes(name));
  const changed = filtered(
    settings,
    (name) => differing.includes(name) || (isTried && name === "external_registry_password"),
  );
  await updateOrgMirrorConfig(quay, { orgname, ...changed });
  if (!isTried) return;

  const { success, message } = await verifyOrgMirrorConnection(quay, { orgname }).catch((cause) => {
    const unknown = `The new configuration is in force, and whether ${wanted.registryUrl} lets Quay in was not found out.`;
    throw new FailedChange(cause, `${unknown} The next pulumi up tries again.`, true);
  });
  if (success) return;
  const refusal = new QuayError(`Quay tried ${wanted.registryUrl} and says: ${sentence(message)}`);
  throw await putBack(quay, actual, changed, refusal);
}

/** Puts the values from before in the place of those that were sent, and tells which configuration is in force now. */
async function putBack(quay: Quay, actual: KnownMirror, changed: Settings, refusal: QuayError): Promise<FailedChange> {
  const failed = (standing: string, inDoubt: boolean) => new FailedChange(refusal, standing, inDoubt);
  const before = filtered(settingsOf(actual), (name) => name in changed);
  if (Object.values(before).some((value) => value === undefined))
    return failed(
      "The new configuration is in force: the old password, which this stack does not know, could not be put back.",
      true,
    );
  try {
    await updateOrgMirrorConfig(quay, { orgname: actual.organization, ...before });
  } catch (error) {
    const isUnclear = error instanceof QuayError && error.ambiguous;
    const which = isUnclear ? "Whether it or the new one is in force is not known." : "The new one is in force.";
    return failed(`Putting back the configuration from before failed too: ${messageOf(error)} ${which}`, true);
  }
  const standing = actual.hasPassword
    ? "The configuration from before is in force again."
    : "In force is the mirror without a password.";
  return failed(standing, false);
}

const filtered = (settings: Settings, isChosen: (name: string, value: unknown) => boolean): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name, value]) => isChosen(name, value)));

const sentence = (message: string) => `${quotable(message).replace(/\.$/, "")}.`;
