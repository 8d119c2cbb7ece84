import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

const unfinished = ".making-";
const anHour = 60 * 60 * 1000;

/**
 * Fills a directory out of sight and moves it to `target` in one step, so that nobody ever finds half of it there. What
 * stood there before makes way.
 */
export async function appear(target: string, fill: (root: string) => Promise<string>): Promise<void> {
  const versions = dirname(dirname(target));
  await mkdir(versions, { recursive: true });
  await sweep(versions);
  const root = await mkdtemp(join(versions, unfinished));
  try {
    const filled = await fill(root);
    await mkdir(dirname(target), { recursive: true });
    await rename(filled, target).catch(async () => {
      await rename(target, join(root, "before"));
      await rename(filled, target);
    });
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes what a killed process has left behind. */
async function sweep(versions: string): Promise<void> {
  for (const name of await readdir(versions)) {
    if (!name.startsWith(unfinished)) continue;
    const left = join(versions, name);
    const { mtimeMs } = await stat(left);
    if (Date.now() - mtimeMs > anHour) await rm(left, { recursive: true, force: true });
  }
}
