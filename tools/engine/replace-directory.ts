import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

const TEMPORARY_PREFIX = ".making-";
const HOUR = 60 * 60 * 1000;

/** Fills a temporary directory and renames it to `target`, which it replaces, so that `target` is never incomplete. */
export async function replaceDirectory(target: string, fill: (root: string) => Promise<string>): Promise<void> {
  const versions = dirname(dirname(target));
  await mkdir(versions, { recursive: true });
  await removeLeftovers(versions);
  const root = await mkdtemp(join(versions, TEMPORARY_PREFIX));
  try {
    const source = await fill(root);
    await mkdir(dirname(target), { recursive: true });
    await rename(source, target).catch(async () => {
      await rename(target, join(root, "before"));
      await rename(source, target);
    });
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes temporary directories that killed processes have left behind. */
async function removeLeftovers(versions: string): Promise<void> {
  for (const name of await readdir(versions)) {
    if (!name.startsWith(TEMPORARY_PREFIX)) continue;
    const leftover = join(versions, name);
    const { mtimeMs } = await stat(leftover);
    if (Date.now() - mtimeMs > HOUR) await rm(leftover, { recursive: true, force: true });
  }
}
