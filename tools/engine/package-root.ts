import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The root folder of this project, both for its sources and for its compiled files in dist. */
export function packageRoot(from = __dirname): string {
  const file = join(from, "package.json");
  if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name === "pulumi-quay") return from;
  if (dirname(from) === from) throw new Error("The folder of pulumi-quay, with its package.json, was not found.");
  return packageRoot(dirname(from));
}
