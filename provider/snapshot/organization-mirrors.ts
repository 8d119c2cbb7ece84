import { getOrgMirrorConfig, type OrganizationMirrorView, type SourceRegistryType } from "../quay/api/org-mirror";
import { isNotFound, Refusal } from "../quay/client/errors";
import type { Snapshot } from ".";
import { absence } from "./absence";
import { ListReader } from "./list-reader";
import { connectionOf, type MirrorConnection } from "./mirror-connections";

export interface OrganizationMirror extends MirrorConnection {
  organization: string;
  registryType: SourceRegistryType;
  registryUrl: string;
  externalNamespace: string;
  robot: string;
  visibility: "public" | "private";
  repositoryFilters: string[];
  syncIntervalSeconds: number;
  timeoutSeconds: number;
  enabled: boolean;
  username: string;
  hasPassword: boolean;
  syncStatus: string;
}

type Key = Pick<OrganizationMirror, "organization">;

/** The mirrors of organizations, by one request for each. Quay deletes one with its robot. */
export const organizationMirrors = (snapshot: Snapshot) =>
  new ListReader<Key, OrganizationMirror>(snapshot, {
    of: ({ organization }) => ["Organization", organization],
    names: ({ robot }) => [["Robot", robot]],
    read: ([, organization]) => snapshot.of(absence).inNamespace(organization, () => read(snapshot, organization)),
  });

async function read({ quay, user }: Snapshot, organization: string): Promise<OrganizationMirror[]> {
  const there = async () => [mirrorOf(organization, await getOrgMirrorConfig(quay, { orgname: organization }))];
  // Quay answers "not found" only to callers who may see it, so that also proves the token.
  const orNone = (error: unknown) => {
    if (!isNotFound(error)) throw error;
    return [];
  };
  return user.either(
    organization,
    () => there().catch(orNone),
    async () => [],
  );
}

export function mirrorOf(organization: string, view: OrganizationMirrorView): OrganizationMirror {
  const { has_external_registry_password: hasPassword } = view;
  return {
    organization,
    registryType: view.external_registry_type,
    registryUrl: view.external_registry_url,
    externalNamespace: view.external_namespace,
    robot: view.robot_username ?? "",
    visibility: view.visibility,
    repositoryFilters: view.repository_filters,
    syncIntervalSeconds: view.sync_interval,
    timeoutSeconds: view.skopeo_timeout,
    enabled: view.is_enabled,
    username: view.external_registry_username ?? "",
    hasPassword,
    // Where Quay holds none, the state's is no longer there.
    ...(!hasPassword && { password: undefined }),
    ...connectionOf(view.external_registry_config),
    syncStatus: view.sync_status,
  };
}

/** What a mirror copies, for example `https://harbor.example.com/library`. */
export const sourceOf = ({ registryUrl, externalNamespace }: OrganizationMirror): string =>
  `${registryUrl.replace(/\/$/, "")}/${externalNamespace}`;

/**
 * The mirror that Quay would delete with a robot, if the robot runs one. Who may not see it may not delete the robot either: Quay
 * asks the same right for both. Throws when it cannot be told.
 */
export async function mirrorRunBy(
  snapshot: Snapshot,
  { namespace, name }: { namespace: string; name: string },
): Promise<OrganizationMirror | undefined> {
  const { features } = await snapshot.features();
  if (!features.ORG_MIRROR) return undefined;
  const found = await snapshot
    .of(organizationMirrors)
    .list({ organization: namespace })
    .catch((error) => {
      if (!(error instanceof Refusal && error.title === "insufficient_scope")) throw error;
    });
  return found?.find(({ robot }) => robot === `${namespace}+${name}`);
}

/** Why Quay refuses what goes not together with the mirror of an organization; undefined for another refusal. */
export async function excludedByMirror(
  snapshot: Snapshot,
  organization: string,
  reason: string,
): Promise<string | undefined> {
  if (!/organization-level mirroring/.test(reason)) return undefined;
  const [mirror] =
    (await snapshot
      .of(organizationMirrors)
      .list({ organization })
      .catch(() => [])) ?? [];
  const copying = mirror ? `, which copies ${sourceOf(mirror)}` : "";
  return (
    `While OrganizationMirror ${organization} stands${copying}, Quay lets nobody else make repositories, mirrors of single ones, ` +
    `immutability policies or a proxy cache in ${organization}, nor set the state of a repository. Use another organization, or ` +
    "delete that mirror first."
  );
}
