import type { Call } from "./call";
import type { Manifest, Namespace, Quota, Repository } from "./model";

/** The quota in the views of users and organizations. */
export function quotaReport(call: Call, { quota, repositories }: Namespace) {
  if (!call.features.QUOTA_MANAGEMENT || !call.features.EDIT_QUOTA) return {};
  return {
    quotas: quota ? [{ id: quota.id, limit_bytes: quota.bytes, limits: quota.limits.map(limitView) }] : [],
    quota_report: {
      quota_bytes: bytesIn([...repositories.values()]),
      configured_quota: quota?.bytes ?? null,
      running_backfill: "complete",
      backfill_status: "complete",
    },
  };
}

interface Part {
  digest: string;
  size: number;
}

/** The parts of each image, which never change. */
const known = new WeakMap<Manifest, Part[]>();

function partsOf(manifest: Manifest): Part[] {
  const found = known.get(manifest);
  if (found) return found;
  const { config, layers = [] } = JSON.parse(manifest.content) as { config?: Part; layers?: Part[] };
  const parts = config ? [config, ...layers] : layers;
  known.set(manifest, parts);
  return parts;
}

/** What repositories hold; what several images share counts once. */
export function bytesIn(repositories: Repository[]): number {
  const parts = repositories.flatMap(({ manifests }) => [...manifests.values()].flatMap(partsOf));
  const sizes = new Map(parts.map(({ digest, size }) => [digest, size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

export const limitView = ({ id, type, percent }: Quota["limits"][number]) => ({ id, type, limit_percent: percent });
