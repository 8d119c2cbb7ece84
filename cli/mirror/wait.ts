import { setTimeout as sleep } from "node:timers/promises";
import type { Snapshot } from "../../provider/snapshot";
import { type MirrorSync, mirroredRepositories, syncedMirror } from "../../provider/snapshot/mirror-syncs";
import { isRunning } from "./mirror";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** As many failed repositories are told of with Quay's reason. */
const MOST_REASONS = 20;

interface Waiting {
  /** Milliseconds since 1970 at which to give up. */
  deadline: number;
  /** Aborted to give up at once. */
  signal: AbortSignal;
  /** Called with each reading before the last. */
  show(sync: MirrorSync): void;
}

/** Waits until nothing of a mirror synchronizes any longer. Undefined when it gave up before. */
export async function untilEnded(
  snapshot: Snapshot,
  of: string,
  { deadline, signal, show }: Waiting,
): Promise<MirrorSync | undefined> {
  const interrupted = new Promise<undefined>((resolve) =>
    signal.addEventListener("abort", () => resolve(undefined), { once: true }),
  );
  const mirror = await syncedMirror(snapshot, of);
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(pause * 1.3, LONGEST_PAUSE)) {
    const now = await Promise.race([mirror.read(), interrupted]);
    if (!now) return undefined;
    if (!isRunning(now)) return now;
    show(now);
    const left = deadline - Date.now();
    if (left <= 0) return undefined;
    await sleep(Math.min(pause, left), undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** What came of a synchronization, in Quay's words. Throws unless it succeeded. */
export async function outcome(snapshot: Snapshot, of: string, ended: MirrorSync): Promise<string> {
  const { status, repositories } = ended;
  if (status === "CANCEL") throw new Error(`${of}: CANCEL. None begins by itself until pulumi-quay mirror sync ${of}.`);
  if (status !== "SUCCESS") throw new Error(`${of}: ${status}. ${nextTry(ended)} ${whereWhy(of)}`);
  if (!repositories) return `${of}: SUCCESS.`;
  const { SKIP = 0, ...synchronized } = repositories;
  const total = Object.values(synchronized).reduce((sum, count) => sum + count, 0);
  const failed = total - (synchronized.SUCCESS ?? 0);
  if (failed === 0) return `${of}: SUCCESS, ${total} ${total === 1 ? "repository" : "repositories"}.`;
  throw new Error([`${of}: ${failed} of ${total} repositories failed.`, ...(await reasons(snapshot, of))].join("\n"));
}

const whereWhy = (of: string) =>
  of.includes("/") ? "Why is in the repository's log in Quay." : `Why is told by pulumi-quay mirror verify ${of}.`;

function nextTry({ retries, next }: MirrorSync): string {
  if (next === undefined) return "Quay does not try again by itself.";
  if (Date.parse(next) > Date.now()) return `Quay tries again at ${next}.`;
  return retries === 1 ? "Quay tries again once more." : `Quay tries again ${retries} times.`;
}

async function reasons(snapshot: Snapshot, of: string): Promise<string[]> {
  const all = await mirroredRepositories(snapshot, of);
  const failed = all.filter(({ sync_status }) => sync_status !== "SUCCESS" && sync_status !== "SKIP");
  const lines = failed.slice(0, MOST_REASONS).map(({ name, sync_status, status_message }) => {
    const why = status_message ? `: ${status_message}` : "";
    return `${of}/${name}: ${sync_status}${why}`;
  });
  const more = failed.length - lines.length;
  return more > 0 ? [...lines, `… and ${more} more.`] : lines;
}
