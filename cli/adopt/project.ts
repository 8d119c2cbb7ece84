import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** The language of the Pulumi project in a folder, such as `nodejs` or `python`; undefined when there is no project. */
export function runtimeOf(folder: string): string | undefined {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (!file) return undefined;
  const { runtime } = (parse(readFileSync(file, "utf8")) ?? {}) as { runtime?: string | { name?: string } };
  return typeof runtime === "object" ? runtime.name : runtime;
}

/** Whether the index.ts of a folder uses the plugin. */
export function usesPlugin(folder: string): boolean {
  const index = join(folder, "index.ts");
  return existsSync(index) && /["']pulumi-quay\/native["']/.test(readFileSync(index, "utf8"));
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
