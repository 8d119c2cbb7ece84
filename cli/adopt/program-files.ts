import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface ProgramFile {
  path: string;
  text: string;
}

export interface WrittenFiles {
  written: string[];
  unchanged: string[];
  /** Lines that the existing index.ts lacks. */
  toAdd: string[];
}

const INDEX = "index.ts";

/**
 * Writes the files of a program into a folder. An index.ts that exists stays as it is. Throws before anything is written when
 * another file exists with other text, unless `force` is set.
 */
export function writeFiles(folder: string, files: readonly ProgramFile[], { force = false } = {}): WrittenFiles {
  const existing = ({ path }: ProgramFile) => {
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const isIndex = ({ path }: ProgramFile) => path === INDEX;
  const differing = files.filter((file) => !isIndex(file) && ![undefined, file.text].includes(existing(file)));
  if (differing.length > 0 && !force) {
    const names = differing.map(({ path }) => path).join(", ");
    throw new Error(`${names}: there is a file with other text. --force overwrites it, --folder writes elsewhere.`);
  }
  const kept = files.filter((file) => existing(file) === file.text || (isIndex(file) && existing(file) !== undefined));
  const written = files.filter((file) => !kept.includes(file));
  for (const { path, text } of written) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const index = kept.find(isIndex);
  return {
    written: written.map(({ path }) => path),
    unchanged: kept.filter((file) => existing(file) === file.text).map(({ path }) => path),
    toAdd: index ? missingLines(index.text, existing(index) ?? "") : [],
  };
}

function missingLines(wanted: string, there: string): string[] {
  const present = new Set(there.split("\n").map((line) => line.trim()));
  return wanted.split("\n").filter((line) => line.trim() !== "" && !present.has(line.trim()));
}
