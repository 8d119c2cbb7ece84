import type { Quay } from "./call";
import { iso } from "./dates";
import { Refusal } from "./errors";
import { storeImage } from "./images";
import type { Mirror, Repository, SyncStatus } from "./model";
import { activeTag, pointTag } from "./tags";

/** What Quay's two mirror workers do alike. */

export type Server = Pick<Quay, "store" | "features" | "remoteRegistries" | "registryState">;

/** What a worker is to do next. */
export type Step = () => void;

/** After so many failures in a row the next sync is that of the schedule. */
export const RETRIES = 3;
const LONGEST_SYNC = 12 * 60 * 60 * 1000;

interface Schedule {
  retries: number;
  /** When the next sync is due. */
  start: string | null;
}

/** Whether a scheduled sync is to begin. */
export const isDue = (status: SyncStatus | "SKIP", { retries, start }: Schedule, now: number): boolean =>
  status !== "SYNCING" && retries > 0 && start !== null && Date.parse(start) <= now;

export function begin(mirror: Mirror<unknown>, now: number) {
  mirror.status = "SYNCING";
  mirror.expires = new Date(now + LONGEST_SYNC);
}

/** What a result leads to: the next sync keeps to the beat of the interval, but a failure is tried again at once. */
export function after(
  status: "SUCCESS" | "FAIL",
  { retries, start }: Schedule,
  interval: number,
  now: number,
): Schedule & { status: SyncStatus } {
  if (status === "FAIL" && retries > 1) return { status, retries: retries - 1, start };
  const elapsed = start === null ? 0 : Math.floor((now - Date.parse(start)) / 1000);
  const sinceBeat = ((elapsed % interval) + interval) % interval;
  return { status, retries: RETRIES, start: iso(new Date(now + (interval - sinceBeat) * 1000)) };
}

/** Pulls tags; a tag elsewhere always points at the same image. Returns those that could not be written. */
export function pull({ store }: Server, repository: Repository, reference: string, tags: readonly string[]): string[] {
  return tags.filter((tag) => {
    const { digest } = storeImage(store, repository, `${reference}:${tag}`);
    if (activeTag(repository, tag)?.digest === digest) return false;
    try {
      pointTag(store, repository, tag, digest);
      return false;
    } catch (error) {
      // The tag is immutable.
      if (error instanceof Refusal) return true;
      throw error;
    }
  });
}
