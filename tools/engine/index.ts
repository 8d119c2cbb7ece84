import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Engine, inspect, oldestUsable } from "./candidate";
import { buildWithGo, cliVersion } from "./go";
import { type GetOptions, install } from "./installer";
import { interruptible } from "./interruptible";
import { cachedAt, inCache, onPath, pulumiHome } from "./locations";
import { alone } from "./lock";
import { appear } from "./replace-directory";

export type { Engine } from "./candidate";
export { oldestUsable } from "./candidate";
export { progress } from "./progress";
export { engineEnvironment, temporaryWorkspace } from "./workspace";

export interface FindOptions {
  /** Told what is being done. A line that ends in … is going on; every other line is a result. */
  say?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  /** How to ask Pulumi's installer. */
  install?: (options: GetOptions) => Promise<void>;
}

type Search = Required<FindOptions>;

const searchOf = (options: FindOptions): Search => ({ say: () => {}, env: process.env, install, ...options });

/** Finds the Pulumi CLI on PATH or in Pulumi's cache, and otherwise gets it into the cache. */
export async function findEngine(options: FindOptions = {}): Promise<Engine> {
  const search = searchOf(options);
  const found = await look(search);
  return "bin" in found ? found : get(search, found.why);
}

/** The Pulumi CLI of this version, from Pulumi's cache, or got into it. */
export function engineOf(version: string, options: FindOptions = {}): Promise<Engine> {
  return get(searchOf(options), [], version);
}

async function look({ say, env }: Search): Promise<Engine | { why: string[] }> {
  const path = onPath(env);
  const cache = (await inCache(env)).filter((bin) => !path.includes(bin));
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

async function get(search: Search, why: string[], version = cliVersion()): Promise<Engine> {
  const { say, env } = search;
  const bin = cachedAt(version, env);
  const versions = dirname(dirname(bin));
  await mkdir(versions, { recursive: true }).catch((error: Error) => {
    throw new Error(nothingWorks([...why, `Pulumi's cache cannot be written: ${error.message}.`]), { cause: error });
  });

  return interruptible((stop) => {
    const waiting = () => say("Another process is getting the Pulumi CLI: waiting for it…");
    return alone(join(versions, `.${version}.lock`), { stop, waiting }, async () => {
      const finished = await inspect(bin, "cache", env);
      if (typeof finished !== "string") return finished;

      const getting = { version, env, say, stop };
      for (const [source, fill] of [["installer", search.install] as const, ["go", buildWithGo] as const]) {
        try {
          return await put(bin, source, getting, fill);
        } catch (error) {
          stop.throwIfAborted();
          say((error as Error).message);
          why.push((error as Error).message);
        }
      }
      throw new Error(nothingWorks(why));
    });
  });
}

async function put(
  bin: string,
  source: "installer" | "go",
  getting: Omit<GetOptions, "root">,
  fill: Search["install"],
): Promise<Engine> {
  await appear(bin, async (root) => {
    await fill({ ...getting, root });
    const made = await inspect(join(root, "bin"), source, getting.env);
    if (typeof made === "string") throw new Error(made);
    return made.bin;
  });
  const engine = await inspect(bin, source, getting.env);
  if (typeof engine === "string") throw new Error(engine);
  return engine;
}

function nothingWorks(why: string[]): string {
  return [
    `No Pulumi CLI of version ${oldestUsable} or newer could be found or got.`,
    ...why,
    "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go 1.25 or newer (https://go.dev/doc/install), and try again.",
  ].join("\n");
}
