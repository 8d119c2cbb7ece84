import { createHash } from "node:crypto";
import { mkdir, realpath, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { executable, pathDirectories, pulumiHome } from "./locations";
import { run } from "./run";
import { isOlder } from "./version";

export interface Engine {
  /** The directory whose bin/ holds `pulumi`, as `PulumiCommand.get({ root })` wants it. */
  root: string;
  /** The directory that holds `pulumi` and, unless they are elsewhere on PATH, its two companions. */
  bin: string;
  version: string;
  source: "PATH" | "cache" | "installer" | "go";
}

/** Import files may carry outputs, without which nothing that exists can be imported, only since this version. */
export const oldestUsable = "3.254.0";

const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** Says whether the Pulumi CLI in a directory can be used, or in a sentence why not. */
export async function inspect(bin: string, source: Engine["source"], env: NodeJS.ProcessEnv): Promise<Engine | string> {
  const pulumi = executable(bin, "pulumi");
  if (!pulumi) return `There is no pulumi in ${bin}.`;

  let version: string;
  try {
    version = await askVersion(pulumi, env);
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

async function askVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const printed = await run(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    stop: AbortSignal.timeout(20_000),
  });
  return printed.trim().replace(/^v/, "") || "dev";
}

/** `pulumi` on PATH is often a link to where the companions are. */
async function withCompanions(bin: string, pulumi: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const places = [bin, dirname(await realpath(pulumi))];
  const complete = places.find((place) => companions.every((name) => executable(place, name)));
  if (complete) return complete;
  const reachable = [...places, ...pathDirectories(env)];
  return companions.every((name) => reachable.some((place) => executable(place, name))) ? bin : undefined;
}

/** Pulumi's archives unpack into a folder that is not called bin, which `PulumiCommand.get` insists on. */
async function rootOf(bin: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (basename(bin) === "bin") return dirname(bin);
  const root = join(pulumiHome(env), "links", createHash("sha256").update(bin).digest("hex").slice(0, 12));
  await mkdir(root, { recursive: true });
  await symlink(bin, join(root, "bin"), "junction").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return root;
}
