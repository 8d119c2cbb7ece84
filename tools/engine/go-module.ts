import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InstallOptions } from "./installer";
import { executable, pathDirectories } from "./locations";
import { packageRoot } from "./package-root";
import { run } from "./run";

/** A Go module of ours that requires a program of Pulumi's in one version. */
export interface Module {
  /** Its folder in tools/engine/go. */
  folder: string;
  /** What is built, for progress messages. */
  name: string;
  /** The module whose version it pins. */
  path: string;
  /** The packages to build, as paths in Go; `tool` is those that its go.mod names. */
  packages: string[];
}

export type BuildOptions = Omit<InstallOptions, "version" | "root">;

/** The go command. Throws one sentence when there is none. */
export function goCommand(env: NodeJS.ProcessEnv): string {
  const go = pathDirectories(env)
    .map((directory) => executable(directory, "go"))
    .find(Boolean);
  if (!go) throw new Error("Building it needs Go, and there is no go on PATH.");
  return go;
}

/** Builds into a file, or into a directory if `out` ends in a slash. Throws one sentence when that fails. */
export async function buildModule(
  module: Module,
  out: string,
  { env, say, stop, version = versionOf(module), folder = folderOf(module) }: BuildOptions & BuildOverrides,
): Promise<void> {
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const activity = `Building ${module.name} ${version} with Go`;
  say(`${activity}, which takes some minutes the first time…`);

  const count = { "modules downloaded": 0, "packages compiled": 0 };
  let reported = Date.now();
  const onLine = (line: string) => {
    const what = line.startsWith("go: downloading") ? "modules downloaded" : "packages compiled";
    count[what]++;
    if (Date.now() - reported < 1_000) return;
    reported = Date.now();
    say(`${activity}: ${count[what]} ${what}…`);
  };
  const settings = ["-v", "-tags", "osusergo grpcnotrace", "-trimpath", "-ldflags", flags];
  const args = ["build", ...settings, "-o", out, ...module.packages];
  await run(goCommand(env), args, { cwd: folder, env, stop, onLine }).catch((error: Error) => {
    stop.throwIfAborted();
    throw new Error(`${activity} did not succeed: ${error.message}.`, { cause: error });
  });
}

interface BuildOverrides {
  /** Another version than the pinned one, with the folder of its go.mod. */
  version?: string;
  folder?: string;
}

export function folderOf(module: Module): string {
  return join(packageRoot(), "tools", "engine", "go", module.folder);
}

/** The pinned version. */
export function versionOf(module: Module): string {
  const file = join(folderOf(module), "go.mod");
  const found = new RegExp(`${module.path} v(\\S+)`).exec(readFileSync(file, "utf8"));
  if (!found?.[1]) throw new Error(`${file} does not say which version of ${module.path} to build.`);
  return found[1];
}
