import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files of the example multi-org that read organizations from YAML and declare them. */
export const readers = ["organizations.ts", "index.ts"] as const;

/** The text of one of them. The bundled command has copies beside it. */
export function readerText(file: (typeof readers)[number]): string {
  const bundled = join(__dirname, "multi-org");
  const folder = existsSync(bundled) ? bundled : join(__dirname, "..", "..", "..", "examples", "multi-org");
  return readFileSync(join(folder, file), "utf8");
}
