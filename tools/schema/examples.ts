import { readFileSync } from "node:fs";
import path from "node:path";
import { packageRoot } from "../engine/package-root";

/** The section of a description that shows an example folder. */
export function exampleSection(folder: string): string {
  const text = readFileSync(path.join(packageRoot(), "examples", folder, "index.ts"), "utf8");
  return `\n\n## Example\n\n\`\`\`typescript\n${text}\`\`\``;
}
