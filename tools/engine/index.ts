import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Engine, inspect, oldestUsable } from "./candidate";
import { buildWithGo, cliVersion } from "./go";
import { type InstallOptions, install } from "./installer";
import { interruptible } from "./interruptible";
import { cacheCandidates, cacheDirectory, pathCandidates, pulumiHome } from "./locations";
import { withLock } from "./lock";
import { replaceDirectory } from "./replace-directory";

export type { Engine } from "./candidate";
export { progress } from "./progress";
export { engineEnvironment, temporaryWorkspace } from "./workspace";

export interface FindOptions {
  /** Receives progress messages. A line that ends in … is an activity in progress; every other line is a result. */
  say?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  /** Runs Pulumi's installer; tests replace it. */
  install?: (options: InstallOptions) => Promise<void>;
}

type ResolvedOptions = Required<FindOptions>;

const withDefaults = (options: FindOptions): ResolvedOptions => ({
  say: () => {},
  env: process.env,
  install,
  ...options,
});

/** Finds the Pulumi CLI on PATH or in Pulumi's cache, and otherwise installs it into the cache. */
export async function findEngine(options: FindOptions = {}): Promise<Engine> {
  const search = withDefaults(options);
  const found = await findInstalled(search);
  return "bin" in found ? found : provide(search, found.why);
}

/** The Pulumi CLI of this version, from Pulumi's cache, or installed into it. */
export function engineOf(version: string, options: FindOptions = {}): Promise<Engine> {
  return provide(withDefaults(options), [], version);
}

async function findInstalled({ say, env }: ResolvedOptions): Promise<Engine | { why: string[] }> {
  const path = pathCandidates(env);
  const cache = (await cacheCandidates(env)).filter((bin) => !path.includes(bin));
  const unusable: string[] = [];
  for (const bin of [...path, ...cache]) {
    const found = await inspect(bin, path.includes(bin) ? "PATH" : "cache", env);
    if (typeof found !== "string") return found;
    say(found);
    unusable.push(found);
  }
  const empty = [
    path.length === 0 && "There is no pulumi on PATH.",
    cache.length === 0 && `There is none in Pulumi's cache, ${pulumiHome(env)}.`,
  ];
  return { why: [...unusable, ...empty.filter((line) => line !== false)] };
}

async function provide(search: ResolvedOptions, why: string[], version = cliVersion()): Promise<Engine> {
  const { say, env } = search;
  const bin = cacheDirectory(version, env);
  const versions = dirname(dirname(bin));
  await mkdir(versions, { recursive: true }).catch((error: Error) => {
    throw new Error(failureMessage([...why, `Pulumi's cache cannot be written: ${error.message}.`]), { cause: error });
  });

  return interruptible((stop) => {
    const onWait = () => say("Another process is getting the Pulumi CLI: waiting for it…");
    return withLock(join(versions, `.${version}.lock`), { stop, onWait }, async () => {
      const existing = await inspect(bin, "cache", env);
      if (typeof existing !== "string") return existing;

      const installOptions = { version, env, say, stop };
      for (const [source, fill] of [["installer", search.install] as const, ["go", buildWithGo] as const]) {
        try {
          return await installInto(bin, source, installOptions, fill);
        } catch (error) {
          stop.throwIfAborted();
          say((error as Error).message);
          why.push((error as Error).message);
        }
      }
      throw new Error(failureMessage(why));
    });
  });
}

async function installInto(
  bin: string,
  source: "installer" | "go",
  getting: Omit<InstallOptions, "root">,
  fill: ResolvedOptions["install"],
): Promise<Engine> {
  await replaceDirectory(bin, async (root) => {
    await fill({ ...getting, root });
    const installed = await inspect(join(root, "bin"), source, getting.env);
    if (typeof installed === "string") throw new Error(installed);
    return installed.bin;
  });
  const engine = await inspect(bin, source, getting.env);
  if (typeof engine === "string") throw new Error(engine);
  return engine;
}

function failureMessage(why: string[]): string {
  return [
    `No Pulumi CLI of version ${oldestUsable} or newer could be found or got.`,
    ...why,
    "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go 1.25 or newer (https://go.dev/doc/install), and try again.",
  ].join("\n");
}
