import { open, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const beatEvery = 3_000;
const deadAfter = 15_000;

export interface LockOptions {
  stop: AbortSignal;
  waiting: () => void;
}

/** Does work that only one process should do at a time. A process that died holding the lock does not block for long. */
export async function alone<T>(lock: string, { stop, waiting }: LockOptions, work: () => Promise<T>): Promise<T> {
  for (let told = false; !(await take(lock)); told = true) {
    if (!told) waiting();
    await wait(300, undefined, { signal: stop });
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => {});
  }, beatEvery);
  try {
    return await work();
  } finally {
    clearInterval(beat);
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
  if (held && Date.now() - held.mtimeMs > deadAfter) await rm(lock, { force: true });
  return false;
}
