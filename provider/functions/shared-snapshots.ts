import type { Quay } from "../quay/client/quay";
import { Snapshot } from "../snapshot";

const shared = new Map<Quay, Snapshot>();

/** The snapshot of functions that are called in the same tick. Later calls read again, so they see new writes. */
export function sharedSnapshot(quay: Quay): Snapshot {
  const snapshot = shared.get(quay) ?? new Snapshot(quay);
  if (!shared.has(quay)) setImmediate(() => shared.delete(quay));
  shared.set(quay, snapshot);
  return snapshot;
}
