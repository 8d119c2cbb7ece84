import type { QuotaReport, QuotaView } from "../quay/api/namespacequota";
import { getInstallUser } from "../quay/api/superuser";
import { getLoggedInUser } from "../quay/api/user";
import { isNotFound, Refusal } from "../quay/client/errors";
import { namespaceName } from "../quay/names";
import type { Snapshot } from "../snapshot";
import { namespaces } from "../snapshot/namespaces";
import { configured, quotaOf } from "../snapshot/quotas";
import type { ProviderFunction } from "./function";

export interface GetQuotaUsageArgs {
  /** Organization or user. A user's own token shows that user's, and a superuser's token those of all. */
  namespace: string;
}

/** How much of its quota a namespace uses. */
export interface QuotaUsageResult {
  /** Organization or user. */
  namespace: string;
  /** What its repositories hold together, in bytes; what they share counts once. */
  usedBytes: number;
  /** What they may hold, in bytes, by a quota of the namespace or by Quay's default; missing when nothing limits it. */
  sizeBytes?: number;
  /** What is used in percent of what may be, with two decimals; above 100 when the quota was lowered below what was there. */
  usedPercent?: number;
  /** Percentages at which Quay warns, lowest first. */
  warnings: number[];
  /** Percentage from which Quay refuses pushes; missing when the namespace has none. */
  reject?: number;
  /** Whether Quay has counted everything that was pushed before it began to count; until then more is used than is told. */
  isComplete: boolean;
}

/**
 * Reads how much of its quota a namespace uses. Fails when there is no such namespace, when this Quay does not count, and when the
 * token's user is neither a member nor a superuser with full access.
 */
export const getQuotaUsage: ProviderFunction<GetQuotaUsageArgs, QuotaUsageResult> = {
  name: "getQuotaUsage",
  accepts: { namespace: namespaceName },
  namespace: ({ namespace }) => namespace,
  result: "QuotaUsageResult",
  async read(snapshot, { namespace }) {
    const { quotas = [], quota_report } = await viewOf(snapshot, namespace);
    if (!quota_report) throw new Error(await whyHidden(snapshot, namespace));
    const { quota_bytes: usedBytes, configured_quota: sizeBytes, backfill_status } = quota_report;
    const own = configured(quotas);
    const { warnings = [], reject } = own ? quotaOf(namespace, own) : {};
    return {
      namespace,
      usedBytes,
      ...(sizeBytes !== null && { sizeBytes, usedPercent: Math.round((usedBytes / sizeBytes) * 10_000) / 100 }),
      warnings: warnings.sort((a, b) => a - b),
      ...(reject !== undefined && { reject }),
      isComplete: backfill_status === "complete",
    };
  },
};

/** What the view of an organization or user shows. */
interface Shown {
  quotas?: QuotaView[];
  quota_report?: QuotaReport;
}

async function viewOf(snapshot: Snapshot, namespace: string): Promise<Shown> {
  const { quay, user } = snapshot;
  try {
    return await snapshot.of(namespaces).view(namespace);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return user.either<Shown>(
      namespace,
      () =>
        getInstallUser(quay, { username: namespace }).catch((error) => {
          const isNone = error instanceof Refusal && isNotFound(error);
          throw isNone ? error.withAdvice(`There is no organization or user ${namespace}.`) : error;
        }),
      () => getLoggedInUser(quay, {}),
    );
  }
}

async function whyHidden(snapshot: Snapshot, namespace: string): Promise<string> {
  const { features } = await snapshot.features();
  const off = ["QUOTA_MANAGEMENT", "EDIT_QUOTA"].find((flag) => !features[flag]);
  if (off) return `This Quay does not tell what a namespace holds: it has FEATURE_${off} switched off.`;
  return `Quay tells what ${namespace} holds only to its members and to superusers with full access.`;
}
