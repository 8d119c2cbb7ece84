import type { Call } from "./call";
import type { Namespace, Quota } from "./model";

/** The quota in the views of users and organizations. */
export function quotaReport(call: Call, { quota }: Namespace) {
  if (!call.features.QUOTA_MANAGEMENT || !call.features.EDIT_QUOTA) return {};
  return {
    quotas: quota ? [{ id: quota.id, limit_bytes: quota.bytes, limits: quota.limits.map(limitView) }] : [],
    quota_report: {
      quota_bytes: 0,
      configured_quota: quota?.bytes ?? null,
      running_backfill: "complete",
      backfill_status: "complete",
    },
  };
}

export const limitView = ({ id, type, percent }: Quota["limits"][number]) => ({ id, type, limit_percent: percent });
