import { accessSync, constants, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { compare } from "./version";

export function pulumiHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME || join(homedir(), ".pulumi");
}

/** Where Pulumi keeps a version for `npx pulumi` and the Automation API. */
export function cachedAt(version: string, env: NodeJS.ProcessEnv): string {
  return join(pulumiHome(env), "versions", version, "bin");
}

export function onPath(env: NodeJS.ProcessEnv): string[] {
  return pathDirectories(env).filter((directory) => !isWrapper(directory) && executable(directory, "pulumi"));
}

/** From new to old, and last the place of Pulumi's own installer. */
export async function inCache(env: NodeJS.ProcessEnv): Promise<string[]> {
  const home = pulumiHome(env);
  const versions = await readdir(join(home, "versions")).catch(() => []);
  return versions
    .filter((name) => !name.startsWith("."))
    .sort((one, other) => compare(other, one))
    .map((version) => cachedAt(version, env))
    .concat(join(home, "bin"))
    .filter((directory) => executable(directory, "pulumi"));
}

export function pathDirectories(env: NodeJS.ProcessEnv): string[] {
  const listed = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...new Set(listed.map((directory) => resolve(directory)))];
}

/** The file that runs as `name` in a directory. */
export function executable(directory: string, name: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return endings.map((ending) => join(directory, name + ending)).find(runs);
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    const found = statSync(file);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

// The npm package `pulumi` puts a script there that is not the CLI and downloads it when asked for its version.
function isWrapper(directory: string): boolean {
  return directory.endsWith(join("node_modules", ".bin"));
}
