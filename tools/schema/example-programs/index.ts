import { readFileSync } from "node:fs";
import path from "node:path";
import { packageRoot } from "../../engine/package-root";
import { goProgram } from "./go";
import { programOf } from "./program";
import { pythonProgram } from "./python";
import type { SchemaTypes } from "./typed";
import { yamlProgram } from "./yaml";

/** An example of this repository in every language whose SDK can be generated here. */
export function exampleIn(folder: string, schema: SchemaTypes): Record<string, string> {
  const program = programOf(folder);
  return {
    typescript: readFileSync(path.join(packageRoot(), "examples", folder, "index.ts"), "utf8"),
    yaml: yamlProgram(program),
    python: pythonProgram(program, schema),
    go: goProgram(program, schema),
  };
}

/** The section of a description that shows an example, with a block for each language to choose from. */
export function exampleSection(folder: string, schema: SchemaTypes): string {
  const blocks = Object.entries(exampleIn(folder, schema)).map(
    ([language, text]) => `\`\`\`${language}\n${text}\`\`\``,
  );
  return `\n\n## Example Usage\n\n<!--Start PulumiCodeChooser -->\n${blocks.join("\n")}\n<!--End PulumiCodeChooser -->`;
}
