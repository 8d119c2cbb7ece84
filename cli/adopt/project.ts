import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parse } from "yaml";
import { findAbove } from "../above";

/** Where the program of a Pulumi project is. */
export interface Project {
  /** Language, such as `nodejs` or `python`. */
  runtime: string;
  /** Folder of the program, relative to the current one. */
  folder: string;
  /** The file in it that Pulumi runs. */
  index: string;
}

/** The project whose folder this is, or is in. Without a project, that of a program in TypeScript yet to come. */
export function projectAt(folder: string): Project {
  const file = findAbove(resolve(folder), "Pulumi.yaml", "Pulumi.yml");
  if (!file) return { runtime: "nodejs", folder, index: "index.ts" };
  const root = dirname(file);
  const { runtime, main } = (parse(readFileSync(file, "utf8")) ?? {}) as {
    runtime?: string | { name?: string };
    main?: string;
  };
  const language = (typeof runtime === "object" ? runtime.name : runtime) ?? "nodejs";
  const place = sourceOf(root, main ?? packageMain(root));
  return { runtime: language, folder: relative(".", place.folder) || ".", index: place.index };
}

/** The source that `main` names. A compiled program has its source in the root. */
function sourceOf(root: string, main = "."): { folder: string; index: string } {
  const path = resolve(root, main);
  if (existsSync(path) && statSync(path).isDirectory()) {
    const isCompiled = existsSync(join(path, "index.js")) && !existsSync(join(path, "index.ts"));
    return { folder: isCompiled ? root : path, index: "index.ts" };
  }
  return path.endsWith(".ts") ? { folder: dirname(path), index: basename(path) } : { folder: root, index: "index.ts" };
}

function packageMain(root: string): string | undefined {
  const file = join(root, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { main?: string }).main : undefined;
}

/** Whether the program imports the plugin's classes. */
export function usesPlugin({ folder, index }: Project): boolean {
  const file = join(folder, index);
  return existsSync(file) && /["']pulumi-quay\/native["']/.test(readFileSync(file, "utf8"));
}

/** Which of these packages a program in the folder could not load. */
export function missingPackages(folder: string, names: readonly string[]): string[] {
  const { resolve: resolvePackage } = createRequire(join(resolve(folder), "index.js"));
  return names.filter((name) => {
    try {
      resolvePackage(name);
      return false;
    } catch {
      return true;
    }
  });
}
