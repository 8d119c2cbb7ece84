import { open, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const HEARTBEAT_INTERVAL = 3_000;
const STALE_AFTER = 15_000;

export interface LockOptions {
  stop: AbortSignal;
  onWait: () => void;
}

/** Runs work while holding a lock file. The lock of a process that died expires, because its time is no longer updated. */
export async function withLock<T>(lock: string, { stop, onWait }: LockOptions, work: () => Promise<T>): Promise<T> {
  for (let reported = false; !(await take(lock)); reported = true) {
    if (!reported) onWait();
    await wait(300, undefined, { signal: stop });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => {});
  }, HEARTBEAT_INTERVAL);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, "wx")).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const held = await stat(lock).catch(() => undefined);
  if (held && Date.now() - held.mtimeMs > STALE_AFTER) await rm(lock, { force: true });
  return false;
}
