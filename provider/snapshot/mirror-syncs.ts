import { getRepoMirrorConfig, syncCancel, syncNow } from "../quay/api/mirror";
import {
  cancelOrgMirrorSync,
  getOrgMirrorConfig,
  listOrgMirrorRepositories,
  type MirroredRepositoryView,
  type SyncStatus,
  syncOrgMirrorNow,
} from "../quay/api/org-mirror";
import { getRepo } from "../quay/api/repository";
import { isNotFound, Refusal } from "../quay/client/errors";
import { pages } from "../quay/client/pages";
import type { Snapshot } from ".";
import { absence } from "./absence";
import { namespaceOf } from "./containers";

/** How far the synchronization of a mirror is. */
export interface MirrorSync {
  /** Quay's own word: NEVER_RUN, SYNC_NOW, SYNCING, SUCCESS, FAIL or CANCEL. */
  status: string;
  isEnabled: boolean;
  /** Where the images come from. */
  source: string;
  /** The robot that pushes them. */
  robot?: string;
  retries: number;
  /** When the next one is due by the schedule. */
  next?: string;
  /** How many of an organization's repositories have each status. */
  repositories?: Record<string, number>;
}

/** The mirror of one repository or organization, as Quay's operations know it. */
export interface SyncedMirror {
  /** Throws when there is none. */
  read(): Promise<MirrorSync>;
  /** Why Quay runs it not even when asked to; undefined when it does. */
  whyIdle(): Promise<string | undefined>;
  /** Asks for a synchronization. Quay refuses while there is one. */
  start(): Promise<unknown>;
  /** Ends the synchronization; then none begins by itself. */
  cancel(): Promise<unknown>;
}

/** The mirror of a repository such as `acme/web`, or of an organization such as `acme`. Throws when Quay has the feature off. */
export async function syncedMirror(snapshot: Snapshot, of: string): Promise<SyncedMirror> {
  const isRepository = of.includes("/");
  await requireMirrors(snapshot, isRepository ? "REPO_MIRROR" : "ORG_MIRROR");
  return isRepository ? ofRepository(snapshot, of) : ofOrganization(snapshot, of);
}

export async function requireMirrors(snapshot: Snapshot, feature: "REPO_MIRROR" | "ORG_MIRROR"): Promise<void> {
  const { features } = await snapshot.features();
  if (features[feature]) return;
  const what = feature === "REPO_MIRROR" ? "repository" : "organization";
  throw new Error(`This Quay has FEATURE_${feature} switched off: no ${what} is a mirror.`);
}

function ofRepository(snapshot: Snapshot, repository: string): SyncedMirror {
  const { quay } = snapshot;
  return {
    async read() {
      const view = await explained(snapshot, repository, () => getRepoMirrorConfig(quay, { repository }));
      return syncOf(view, view.external_reference);
    },
    async whyIdle() {
      const { state = "NORMAL" } = await getRepo(quay, { repository, includeTags: false });
      if (state === "MIRROR") return undefined;
      return `${repository} is in the state ${state}, and Quay mirrors only into repositories in the state MIRROR.`;
    },
    start: () => syncNow(quay, { repository }),
    cancel: () => syncCancel(quay, { repository }),
  };
}

function ofOrganization(snapshot: Snapshot, orgname: string): SyncedMirror {
  const { quay } = snapshot;
  const read = async () => {
    const view = await explained(snapshot, orgname, () => getOrgMirrorConfig(quay, { orgname }));
    const source = `${view.external_registry_url.replace(/\/$/, "")}/${view.external_namespace}`;
    // Older Quays do not count.
    const repositories = view.repo_sync_status_counts ?? counted(await mirroredRepositories(snapshot, orgname));
    return { ...syncOf(view, source), repositories };
  };
  return {
    read,
    async whyIdle() {
      const { isEnabled } = await read();
      return isEnabled ? undefined : `The mirror of ${orgname} is disabled, and Quay runs none that is.`;
    },
    start: () => syncOrgMirrorNow(quay, { orgname }),
    cancel: () => cancelOrgMirrorSync(quay, { orgname }),
  };
}

interface View {
  is_enabled: boolean;
  robot_username: string | null;
  sync_status: string;
  sync_retries_remaining: number;
  sync_start_date?: string | null;
}

const syncOf = (view: View, source: string): MirrorSync => ({
  status: view.sync_status,
  isEnabled: view.is_enabled,
  source,
  ...(view.robot_username !== null && { robot: view.robot_username }),
  retries: view.sync_retries_remaining,
  ...(view.sync_start_date && { next: view.sync_start_date }),
});

function counted(all: MirroredRepositoryView[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { sync_status } of all) counts[sync_status] = (counts[sync_status] ?? 0) + 1;
  return counts;
}

const PAGE = 500;

/** What the mirror of an organization has found elsewhere. Throws when there is none. */
export async function mirroredRepositories(
  snapshot: Snapshot,
  orgname: string,
  status?: SyncStatus,
): Promise<MirroredRepositoryView[]> {
  await requireMirrors(snapshot, "ORG_MIRROR");
  const all = pages(
    async (next = "1") => {
      const page = Number(next);
      const shown = await listOrgMirrorRepositories(snapshot.quay, { orgname, status, page, limit: PAGE });
      return { found: shown.repositories, next_page: shown.has_next ? String(page + 1) : undefined };
    },
    ({ found }) => found,
    ({ name }) => name,
  );
  return explained(snapshot, orgname, async () => {
    const found: MirroredRepositoryView[] = [];
    for await (const one of all) found.push(one);
    return found;
  });
}

/** Reads from a mirror. A refusal says what is missing: the mirror, or what would have it. */
async function explained<T>(snapshot: Snapshot, of: string, read: () => Promise<T>): Promise<T> {
  const absences = snapshot.of(absence);
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!isNotFound(error)) throw await absences.explained(error, namespaceOf(of));
    await snapshot.token.check();
    throw new Error((await missing()) ?? `${of} is no mirror.`, { cause: error });
  }

  async function missing(): Promise<string | undefined> {
    if (of.includes("/")) return absences.missingRepository(of);
    return (await absences.isFree(of)) ? `There is no organization ${of}.` : undefined;
  }
}
