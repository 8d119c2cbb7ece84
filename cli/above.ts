import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file or folder of one of these names, in this folder or the next one above that has it. */
export function findAbove(folder: string, ...names: string[]): string | undefined {
  const path = names.map((name) => join(folder, name)).find(existsSync);
  if (path) return path;
  return dirname(folder) === folder ? undefined : findAbove(dirname(folder), ...names);
}
