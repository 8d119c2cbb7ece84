import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface ProgramFile {
  path: string;
  text: string;
}

export interface WrittenFiles {
  written: string[];
  unchanged: string[];
  /** Lines that the existing file which Pulumi runs lacks. */
  toAdd: string[];
}

const INDEX = "index.ts";

export interface FilesOptions {
  force?: boolean;
  /** The file that Pulumi runs, which takes the place of the program's index.ts. */
  index?: string;
}

/**
 * Writes the files of a program into a folder. The file that Pulumi runs stays as it is when it exists. Throws before anything is written when
 * another file exists with other text, unless `force` is set.
 */
export function writeFiles(
  folder: string,
  program: readonly ProgramFile[],
  { force = false, index: indexFile = INDEX }: FilesOptions = {},
): WrittenFiles {
  const files = program.map((file) => (file.path === INDEX ? { ...file, path: indexFile } : file));
  const existing = ({ path }: ProgramFile) => {
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const isIndex = ({ path }: ProgramFile) => path === indexFile;
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

/** The lines that a file lacks. An import counts in any spelling of the same path. */
function missingLines(wanted: string, there: string): string[] {
  const lines = there.split("\n").map((line) => line.trim());
  const hasImport = (path: string) =>
    lines.some(
      (line) =>
        /^(import|export|require)\b|\brequire\(/.test(line) && line.replace(/\.[jt]s\b/, "").match(spelled(path)),
    );
  return wanted.split("\n").filter((line) => {
    const [, path] = /^import "(.+)";$/.exec(line.trim()) ?? [];
    return line.trim() !== "" && !(path ? hasImport(path) : lines.includes(line.trim()));
  });
}

const spelled = (path: string) => new RegExp(`["'\`]${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["'\`]`);
