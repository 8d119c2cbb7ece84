import { z } from "zod";
import { type Adoptable, type Owned, setOf, singleton } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { createOrganizationQuotaLimit, deleteOrganizationQuotaLimit } from "../quay/api/namespacequota";
import {
  changeOrganizationQuotaSuperUser,
  createOrganizationQuotaSuperUser,
  deleteOrganizationQuotaSuperUser,
} from "../quay/api/superuser";
import type { Quay } from "../quay/client/quay";
import { namespaceName } from "../quay/names";
import { bytesOf, size, sizeText } from "../quay/sizes";
import type { Snapshot } from "../snapshot";
import { absence } from "../snapshot/absence";
import { quotas } from "../snapshot/quotas";
import { toOrganization } from "./references";

export interface QuotaArgs extends Adoptable {
  /** Organization or user whose repositories the quota is for. */
  namespace: string;
  /**
   * How much all its repositories may hold together: `"500 GiB"`, `"1.5 TiB"`, `"2 GB"`, or bytes as digits; up to 8 PiB. Other
   * spellings of the same size are no change.
   */
  size: string;
  /** Percentages of the size, 1 to 100, at which Quay warns. */
  warnings?: number[];
  /** Percentage of the size, 1 to 100, from which Quay refuses pushes. Without it none is refused. */
  reject?: number;
}

/**
 * How much a namespace may hold, and when Quay warns or refuses pushes. Only superusers set quotas, and the percentages only where
 * they have full access. Deleting a quota deletes the notifications of its namespace too.
 */
export interface QuotaState extends Owned<QuotaArgs, "reject"> {
  /** The size in bytes. */
  sizeBytes: number;
}

const WHOLE_PERCENT = "A percentage here is a whole number from 1 to 100.";
const percent = z.int(WHOLE_PERCENT).min(1, WHOLE_PERCENT).max(100, WHOLE_PERCENT);

/** The feature that only percentages need. */
const FULL_ACCESS = "SUPERUSERS_FULL_ACCESS";

const named = ({ namespace }: Details) => ({ namespace });

const sized = ({ limit_bytes }: Details) => ({ size: sizeText(Number(limit_bytes)) });

/** One of the percentages was added, or taken out. */
const limited =
  (isThere: boolean) =>
  ({ type, threshold_percent: percent }: Details) =>
    type === "Reject"
      ? { reject: isThere ? percent : undefined }
      : { warnings: (found: unknown) => Array.isArray(found) && found.includes(percent) === isThere };

export const quota = resource<QuotaArgs, QuotaState>({
  kind: "Quota",
  identity: singleton("{namespace}"),
  flags: ["adopt"],
  features: ["QUOTA_MANAGEMENT", "EDIT_QUOTA", "SUPER_USERS"],
  superuserOnly: true,

  accepts: {
    namespace: namespaceName,
    size,
    warnings: setOf(percent).default([]),
    reject: percent.optional(),
  },
  noneByDefault: ["reject"],
  needs: {
    warnings: { feature: (percents: number[]) => (percents.length > 0 ? FULL_ACCESS : undefined), inPreview: true },
    reject: { feature: FULL_ACCESS, inPreview: true },
  },
  computes: { sizeBytes: ({ size }) => bytesOf(size) },

  observe: quotas,

  async create(quay, { namespace, size }) {
    await createOrganizationQuotaSuperUser(quay, { namespace, limit_bytes: bytesOf(size) });
    return { namespace, size };
  },
  initialValues: { warnings: [] },
  setAfterCreate: ["warnings", "reject"],

  changes: [
    {
      of: ["size"],
      async send(quay, { namespace, size }, _, snapshot) {
        const { quota_id } = await held(snapshot, namespace);
        return changeOrganizationQuotaSuperUser(quay, { namespace, quota_id, limit_bytes: bytesOf(size) });
      },
    },
    {
      of: ["reject"],
      // The new one comes before the old ones go, so that at no moment everything is accepted.
      async send(quay, { namespace, reject }, _, snapshot) {
        if (reject !== undefined) await addLimit(quay, snapshot, namespace, { type: "Reject", percent: reject });
        await removeLimits(quay, snapshot, namespace, ({ type, percent }) => type === "Reject" && percent !== reject);
      },
    },
    {
      of: ["warnings"],
      step: (wanted, actual) => ({ warnings: nextWarnings(wanted.warnings, actual.warnings) }),
      async send(quay, { namespace, warnings }, actual, snapshot) {
        const added = warnings.find((percent) => !actual.warnings.includes(percent));
        if (added !== undefined) return addLimit(quay, snapshot, namespace, { type: "Warning", percent: added });
        const isRemoved = (percent: number) => actual.warnings.includes(percent) && !warnings.includes(percent);
        const isTooMany = ({ type, percent }: Limit) => type === "Warning" && isRemoved(percent);
        return removeLimits(quay, snapshot, namespace, isTooMany);
      },
    },
  ],

  async delete(quay, { namespace }, snapshot) {
    const view = await snapshot.of(quotas).withIds(namespace);
    if (view?.id) await deleteOrganizationQuotaSuperUser(quay, { namespace, quota_id: view.id });
  },

  onConflict: /^Quota for '.*' already exists/,
  replacementCost: "the notifications of its namespace, and warnings that were added by hand",
  refers: { namespace: toOrganization },

  logged: {
    entries: {
      org_create_quota: { of: named, to: sized, effect: "made" },
      org_change_quota: { of: named, to: sized },
      org_delete_quota: { of: named, effect: "deleted" },
      org_create_quota_limit: { of: named, to: limited(true) },
      org_change_quota_limit: { of: named, to: limited(true) },
      org_delete_quota_limit: { of: named, to: limited(false) },
    },
    never: "what superusers change as such",
  },

  // Quay answers with an error page when it does not find the namespace.
  async explain({ status }, { namespace }, snapshot) {
    if (status !== 500 || !(await snapshot.of(absence).isFree(namespace))) return undefined;
    return `There is no organization or user ${namespace}.`;
  },
});

/** What Quay does at a percentage of the size. */
interface Limit {
  type: "Warning" | "Reject";
  percent: number;
}

/** The warnings after one request: with the first one that is missing, or else without the first one that is too many. */
function nextWarnings(wanted: number[], actual: number[]): number[] {
  const missing = wanted.find((percent) => !actual.includes(percent));
  if (missing !== undefined) return [...actual, missing].sort((a, b) => a - b);
  const tooMany = actual.find((percent) => !wanted.includes(percent));
  return actual.filter((percent) => percent !== tooMany);
}

async function held(snapshot: Snapshot, namespace: string) {
  const view = await snapshot.of(quotas).withIds(namespace);
  if (!view?.id) throw new Error(`Quay has no quota of ${namespace} any more. Run pulumi up --refresh.`);
  const limits = view.limits.map(({ id, type, limit_percent }) => ({ id, type, percent: limit_percent }));
  return { quota_id: view.id, limits };
}

async function addLimit(quay: Quay, snapshot: Snapshot, namespace: string, { type, percent }: Limit): Promise<void> {
  const { quota_id, limits } = await held(snapshot, namespace);
  if (limits.some((limit) => limit.type === type && limit.percent === percent)) return;
  await createOrganizationQuotaLimit(quay, { orgname: namespace, quota_id, type, threshold_percent: percent });
}

/** Removes all that match: Quay may hold the same one twice. */
async function removeLimits(
  quay: Quay,
  snapshot: Snapshot,
  namespace: string,
  matches: (limit: Limit) => boolean,
): Promise<void> {
  const { quota_id, limits } = await held(snapshot, namespace);
  for (const { id: limit_id } of limits.filter((limit) => matches(limit as Limit)))
    await deleteOrganizationQuotaLimit(quay, { orgname: namespace, quota_id, limit_id });
}
