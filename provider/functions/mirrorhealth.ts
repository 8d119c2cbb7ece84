import { z } from "zod";
import { getRepositoryMirrorHealth, type MirrorHealthView } from "../quay/api/mirrorhealth";
import { hidesNamespace, isNotFound, Refusal } from "../quay/client/errors";
import { pages } from "../quay/client/pages";
import type { Quay } from "../quay/client/quay";
import { namespaceName } from "../quay/names";
import type { Snapshot } from "../snapshot";
import { absence } from "../snapshot/absence";
import { requireMirrors } from "../snapshot/mirror-syncs";
import type { ProviderFunction } from "./function";

export interface GetMirrorHealthArgs {
  /** Only the mirrors of this organization or user. Without it those of all, which Quay tells superusers with full access only. */
  namespace?: string;
  /** Also list the mirrors, in one request for a thousand. Defaults to false. */
  detailed?: boolean;
}

/** Something that Quay finds wrong with mirrors. */
export interface MirrorIssueResult {
  /** `warning`, `error` or `critical`. */
  severity: string;
  /** What is wrong, in Quay's words. */
  message: string;
}

/** The mirror of one repository. */
export interface MirrorResult {
  /** Full name of the repository. */
  repository: string;
  /** Quay's own word for its last synchronization, for example `SUCCESS`. */
  status: string;
  /** How many more times Quay tries after failures. */
  retries: number;
  /** When it was synchronized last (RFC 3339); missing on most Quays, where only the worker's process knows it. */
  lastSync?: string;
}

/** How the enabled mirrors of repositories are doing; an organization's mirror is not among them. */
export interface MirrorHealthResult {
  /** Whether at most a fifth of those that ever ran has failed. */
  healthy: boolean;
  /** How many there are. */
  total: number;
  /** How many synchronize now. */
  syncing: number;
  /** How many succeeded last. */
  completed: number;
  /** How many failed last. */
  failed: number;
  /** How many never ran. */
  neverRun: number;
  /** What Quay finds wrong, at most five of each kind. */
  issues: MirrorIssueResult[];
  /** When Quay looked (RFC 3339). */
  checked: string;
  /** Each of them, with `detailed`. */
  mirrors?: MirrorResult[];
}

/**
 * Reads how the mirrors of repositories are doing. Needs `org:admin` in the namespace, of which the token's user has to be a member;
 * unhealthy mirrors are an answer, not a failure. Fails when this Quay has mirrors of repositories switched off.
 */
export const getMirrorHealth: ProviderFunction<GetMirrorHealthArgs, MirrorHealthResult> = {
  name: "getMirrorHealth",
  accepts: { namespace: namespaceName.optional(), detailed: z.boolean().optional() },
  namespace: ({ namespace }) => namespace,
  result: "MirrorHealthResult",
  async read(snapshot, { namespace, detailed = false }) {
    await requireMirrors(snapshot, "REPO_MIRROR");
    try {
      return detailed
        ? await withMirrors(snapshot.quay, namespace)
        : health(await getRepositoryMirrorHealth(snapshot.quay, { namespace }));
    } catch (error) {
      throw await whyRefused(error, snapshot, namespace);
    }
  },
};

const health = ({ healthy, repositories, last_check, issues }: MirrorHealthView): MirrorHealthResult => ({
  healthy,
  total: repositories.total,
  syncing: repositories.syncing,
  completed: repositories.completed,
  failed: repositories.failed,
  neverRun: repositories.never_run,
  issues: issues.map(({ severity, message }) => ({ severity, message })),
  checked: last_check,
});

const PAGE = 1000;

async function withMirrors(quay: Quay, namespace: string | undefined): Promise<MirrorHealthResult> {
  let newest: MirrorHealthView | undefined;
  const all = pages(
    async (next = "0") => {
      const offset = Number(next);
      newest = await getRepositoryMirrorHealth(quay, { namespace, detailed: true, limit: PAGE, offset });
      const { details = [], pagination } = newest.repositories;
      return { details, next_page: pagination?.has_more ? String(offset + details.length) : undefined };
    },
    ({ details }) => details,
    (one) => `${one.namespace}/${one.repository}`,
  );
  const mirrors: MirrorResult[] = [];
  for await (const one of all) {
    const { sync_status: status, retries_remaining: retries, last_sync } = one;
    const repository = `${one.namespace}/${one.repository}`;
    mirrors.push({ repository, status, retries, ...(last_sync && { lastSync: last_sync }) });
  }
  return { ...health(newest as MirrorHealthView), mirrors };
}

async function whyRefused(error: unknown, snapshot: Snapshot, namespace: string | undefined): Promise<unknown> {
  if (!(error instanceof Refusal)) return error;
  if (namespace === undefined)
    return hidesNamespace(error)
      ? error.withAdvice("Of all namespaces Quay tells it only to superusers with full access: give a namespace.")
      : error;
  if (isNotFound(error)) return error.withAdvice(`There is no organization or user ${namespace}.`);
  return snapshot.of(absence).explained(error, namespace);
}
