import { accessSync, constants, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { compare } from "./version";

export function pulumiHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME || join(homedir(), ".pulumi");
}

/** The directory in which the Automation API caches a version of the CLI. */
export function cacheDirectory(version: string, env: NodeJS.ProcessEnv): string {
  return join(pulumiHome(env), "versions", version, "bin");
}

export function pathCandidates(env: NodeJS.ProcessEnv): string[] {
  return pathDirectories(env).filter((directory) => !isWrapper(directory) && executable(directory, "pulumi"));
}

/** Cached versions from new to old, and last the directory of Pulumi's own installer. */
export async function cacheCandidates(env: NodeJS.ProcessEnv): Promise<string[]> {
  const home = pulumiHome(env);
  const versions = await readdir(join(home, "versions")).catch(() => []);
  return versions
    .filter((name) => !name.startsWith("."))
    .sort((one, other) => compare(other, one))
    .map((version) => cacheDirectory(version, env))
    .concat(join(home, "bin"))
    .filter((directory) => executable(directory, "pulumi"));
}

export function pathDirectories(env: NodeJS.ProcessEnv): string[] {
  const listed = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...new Set(listed.map((directory) => resolve(directory)))];
}

/** The executable file `name` in a directory, if there is one. */
export function executable(directory: string, name: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return endings.map((ending) => join(directory, name + ending)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    const found = statSync(file);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

// The npm package `pulumi` installs a script there, which is not the CLI but downloads it, even for `pulumi version`.
function isWrapper(directory: string): boolean {
  return directory.endsWith(join("node_modules", ".bin"));
}
