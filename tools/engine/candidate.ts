import { createHash } from "node:crypto";
import { mkdir, realpath, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { executable, pathDirectories, pulumiHome } from "./locations";
import { run } from "./run";
import { isOlder } from "./version";

export interface Engine {
  /** The directory with bin/pulumi, for `PulumiCommand.get({ root })`. */
  root: string;
  /** The directory with `pulumi` and, unless they are elsewhere on PATH, its two companions. */
  bin: string;
  version: string;
  source: "PATH" | "cache" | "installer" | "go";
}

/** The first version whose import files may contain outputs, which the import of existing resources needs. */
export const oldestUsable = "3.254.0";

const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** Checks the Pulumi CLI in a directory. Returns one sentence when it cannot be used. */
export async function inspect(bin: string, source: Engine["source"], env: NodeJS.ProcessEnv): Promise<Engine | string> {
  const pulumi = executable(bin, "pulumi");
  if (!pulumi) return `There is no pulumi in ${bin}.`;

  let version: string;
  try {
    version = await versionOf(pulumi, env);
  } catch (error) {
    return `pulumi in ${bin} does not run: ${(error as Error).message}.`;
  }
  if (isOlder(version, oldestUsable)) {
    return `pulumi ${version} in ${bin} is too old: at least ${oldestUsable} is needed, because import files carry outputs only since then.`;
  }

  const home = await withCompanions(bin, pulumi, env);
  if (!home) return `pulumi ${version} in ${bin} comes without ${companions.join(" and ")}.`;
  return { root: await rootOf(home, env), bin: home, version, source };
}

async function versionOf(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const output = await run(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    stop: AbortSignal.timeout(20_000),
  });
  return output.trim().replace(/^v/, "") || "dev";
}

/** The directory with the companions: `pulumi` on PATH is often a link into it. Undefined when they are missing. */
async function withCompanions(bin: string, pulumi: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const directories = [bin, dirname(await realpath(pulumi))];
  const complete = directories.find((directory) => companions.every((name) => executable(directory, name)));
  if (complete) return complete;
  const reachable = [...directories, ...pathDirectories(env)];
  return companions.every((name) => reachable.some((directory) => executable(directory, name))) ? bin : undefined;
}

/** `PulumiCommand.get` requires a directory called bin, which that of Pulumi's archives is not: a link provides one. */
async function rootOf(bin: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (basename(bin) === "bin") return dirname(bin);
  const root = join(pulumiHome(env), "links", createHash("sha256").update(bin).digest("hex").slice(0, 12));
  await mkdir(root, { recursive: true });
  await symlink(bin, join(root, "bin"), "junction").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return root;
}
