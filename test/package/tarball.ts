import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The root of this project. */
export const root = join(__dirname, "..", "..");

export interface Tarball {
  file: string;
  /** Its files, as paths from the root of the package. */
  holds: string[];
  /** Its package.json. */
  manifest: { scripts: Record<string, string> };
  remove: () => Promise<void>;
}

/** What `npm publish` would publish now. */
export async function pack(): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-quay-"));
  const copy = await copied(join(folder, "package"));
  const { ok, printed, text } = await run("npm", ["pack", "--json", "--pack-destination", folder], copy.dir);
  if (!ok) throw new Error(text);
  if ((await readFile(join(copy.dir, "package.json"), "utf8")) !== copy.manifest)
    throw new Error("npm pack leaves another package.json behind.");
  const [{ filename, files }] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }];
  const file = join(folder, filename);
  const { printed: manifest } = await run("tar", ["-xOf", file, "package/package.json"], folder);
  return {
    file,
    holds: files.map(({ path }) => path),
    manifest: JSON.parse(manifest),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** A copy, because packing changes package.json temporarily. It does not build what other tests are running. */
async function copied(dir: string): Promise<{ dir: string; manifest: string }> {
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const shown = (manifest.files as string[]).filter((file) => !file.startsWith("!"));
  for (const file of [...shown, "README.md", "LICENSE"])
    await cp(join(root, file), join(dir, file), { recursive: true });
  manifest.scripts.build = "exit 0";
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(dir, "package.json"), text);
  return { dir, manifest: text };
}

/** The output of a program. */
export interface CommandResult {
  ok: boolean;
  /** On stdout. */
  printed: string;
  /** On stdout and stderr. */
  text: string;
}

export function run(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
    execFile(command, args, options, (error, printed, complained) =>
      resolve({ ok: !error, printed, text: `${printed}${complained}` }),
    );
  });
}
