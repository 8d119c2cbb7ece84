import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The root of this project. */
export const root = join(__dirname, "..", "..");

export interface Tarball {
  file: string;
  /** What it holds, as paths from the root of the package. */
  holds: string[];
  remove: () => Promise<void>;
}

/** What `npm publish` would publish now. */
export async function pack(): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-quay-"));
  // The scripts would build anew what other tests are running.
  const { printed } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], root);
  const [{ filename, files }] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }];
  return {
    file: join(folder, filename),
    holds: files.map(({ path }) => path),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** What a program printed. */
export interface Ran {
  ok: boolean;
  /** On its first channel. */
  printed: string;
  /** On both. */
  text: string;
}

export function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
    execFile(command, args, options, (error, printed, complained) =>
      resolve({ ok: !error, printed, text: `${printed}${complained}` }),
    );
  });
}
