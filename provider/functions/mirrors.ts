import { z } from "zod";
import { syncStatuses } from "../quay/api/org-mirror";
import { organizationName, repositoryPath } from "../quay/names";
import { namespaceOf } from "../snapshot/containers";
import { mirroredRepositories, syncedMirror } from "../snapshot/mirror-syncs";
import type { ProviderFunction } from "./function";

export interface GetMirrorStatusArgs {
  /** Full name of a repository that is a mirror, for example `acme/alpine`. Either this or `organization`. */
  repository?: string;
  /** Organization that is a mirror. Either this or `repository`. */
  organization?: string;
}

/** How a mirror is doing. */
export interface MirrorStatusResult {
  /**
   * Quay's own word for the last synchronization: `NEVER_RUN`, `SYNC_NOW` (asked for), `SYNCING`, `SUCCESS`, `FAIL` or `CANCEL`. Of an
   * organization it is that of the search for repositories.
   */
  status: string;
  /** Whether Quay runs it by its schedule: it is enabled and, of a repository, the repository is in the state MIRROR. */
  active: boolean;
  /** Where the images come from. */
  source: string;
  /** Full name of the robot that pushes them; missing when it was deleted. */
  robot?: string;
  /** How many more times Quay tries after failures before it waits for the next time of the schedule. After a cancel it is 0. */
  retries: number;
  /** When the next synchronization is due by the schedule (RFC 3339); missing when none is. */
  nextSync?: string;
  /** How many repositories of an organization's mirror have each status, for example `FAIL`; missing for a repository. */
  repositories?: Record<string, number>;
}

/**
 * Reads how the mirror of a repository or of an organization is doing. Needs `repo:admin` or `org:admin`. Fails for what is no mirror,
 * and when this Quay has mirrors of its kind switched off.
 */
export const getMirrorStatus: ProviderFunction<GetMirrorStatusArgs, MirrorStatusResult> = {
  name: "getMirrorStatus",
  accepts: { repository: repositoryPath.optional(), organization: organizationName.optional() },
  validate: ({ repository, organization }) =>
    (repository === undefined) === (organization === undefined) ? "Give either repository or organization." : undefined,
  namespace: ({ repository, organization }) => organization ?? namespaceOf(repository ?? ""),
  result: "MirrorStatusResult",
  async read(snapshot, { repository, organization }) {
    const mirror = await syncedMirror(snapshot, repository ?? organization ?? "");
    const { isEnabled, next, ...sync } = await mirror.read();
    const active = isEnabled && (await mirror.whyIdle()) === undefined;
    return { ...sync, active, ...(active && sync.retries > 0 && next !== undefined && { nextSync: next }) };
  },
};

export interface GetOrganizationMirrorRepositoriesArgs {
  /** Organization that is a mirror. */
  organization: string;
  /** Only those with this status. */
  status?: "CANCEL" | "FAIL" | "NEVER_RUN" | "SUCCESS" | "SYNCING" | "SYNC_NOW" | "SKIP";
}

/** A repository elsewhere that the mirror of an organization has found. */
export interface MirroredRepositoryResult {
  /** Its name elsewhere, without the namespace. */
  name: string;
  /** Full name of its copy; missing before the first synchronization. */
  repository?: string;
  /** Quay's own word for its last synchronization. `SKIP`: it is elsewhere no longer, or no filter matches it. */
  status: string;
  /** Why it failed, in Quay's words; missing when Quay does not say. */
  message?: string;
  /** When it was found (RFC 3339). */
  found?: string;
  /** When it was synchronized last (RFC 3339); missing before the first time. */
  lastSync?: string;
}

/**
 * Lists what the mirror of an organization has found, in one request for 500. Needs `org:admin`. Fails for an organization that is no
 * mirror, and when this Quay has mirrors of organizations switched off.
 */
export const getOrganizationMirrorRepositories: ProviderFunction<
  GetOrganizationMirrorRepositoriesArgs,
  MirroredRepositoryResult[]
> = {
  name: "getOrganizationMirrorRepositories",
  accepts: { organization: organizationName, status: z.enum(syncStatuses).optional() },
  namespace: ({ organization }) => organization,
  result: "MirroredRepositoryResult",
  list: "repositories",
  async read(snapshot, { organization, status }) {
    const all = await mirroredRepositories(snapshot, organization, status);
    return all.map(({ name, sync_status, quay_repository, status_message, discovery_date, last_sync_date }) => ({
      name,
      ...(quay_repository && { repository: quay_repository }),
      status: sync_status,
      ...(status_message && { message: status_message }),
      ...(discovery_date && { found: discovery_date }),
      ...(last_sync_date && { lastSync: last_sync_date }),
    }));
  },
};
