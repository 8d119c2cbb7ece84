import { verifyOrgMirrorConnection } from "../../provider/quay/api/org-mirror";
import { Refusal } from "../../provider/quay/client/errors";
import { faultOf } from "../../provider/quay/fault";
import { organizationName, repositoryPath } from "../../provider/quay/names";
import type { Snapshot } from "../../provider/snapshot";
import { type MirrorSync, syncedMirror } from "../../provider/snapshot/mirror-syncs";

/** Why a name is neither a repository such as `acme/alpine` nor an organization such as `acme`. */
export const faultOfName = (name: string): string | undefined =>
  faultOf(name.includes("/") ? repositoryPath : organizationName, name);

/** Whether something of it waits for one of Quay's workers, or is with one. */
export const isRunning = ({ status, repositories = {} }: MirrorSync): boolean =>
  [status, ...Object.keys(repositories).filter((one) => repositories[one])].some(
    (one) => one === "SYNC_NOW" || one === "SYNCING",
  );

/** Asks Quay to synchronize now. Throws when there is no mirror, or none that Quay would run. */
export async function sync(snapshot: Snapshot, of: string): Promise<string> {
  const mirror = await syncedMirror(snapshot, of);
  const running = `Quay synchronizes ${of} already.`;
  if ((await mirror.read()).status === "SYNCING") return running;
  const idle = await mirror.whyIdle();
  if (idle) throw new Error(idle);
  try {
    await mirror.start();
  } catch (error) {
    // A worker may have begun in the meantime.
    if (!(error instanceof Refusal) || (await mirror.read()).status !== "SYNCING") throw error;
    return running;
  }
  return `Quay synchronizes ${of} as soon as one of its workers is free.`;
}

/** Ends what runs or waits. Where nothing does Quay is asked for nothing, because that would end the schedule, too. */
export async function cancel(snapshot: Snapshot, of: string): Promise<string> {
  const mirror = await syncedMirror(snapshot, of);
  const before = await mirror.read();
  if (!isRunning(before)) return `${of} does not synchronize: ${before.status}.`;
  try {
    await mirror.cancel();
  } catch (error) {
    // It may have ended in the meantime.
    const after = error instanceof Refusal ? await mirror.read() : before;
    if (isRunning(after)) throw error;
    return `${of} does not synchronize any longer: ${after.status}.`;
  }
  return `Quay ends the synchronization of ${of}. None begins by itself until pulumi-quay mirror sync ${of}.`;
}

/** Makes Quay try the source of an organization's mirror. Throws with Quay's words when that fails. */
export async function verify(snapshot: Snapshot, of: string): Promise<string> {
  if (of.includes("/")) {
    const instead = `Try it with pulumi-quay mirror sync ${of} --wait`;
    throw new Error(`Quay verifies the mirrors of organizations only, and ${of} is a repository. ${instead}.`);
  }
  const mirror = await syncedMirror(snapshot, of);
  const { source } = await mirror.read();
  const { success, message } = await verifyOrgMirrorConnection(snapshot.quay, { orgname: of });
  const told = `${of} from ${source}: ${message}`;
  if (!success) throw new Error(told);
  return told;
}
