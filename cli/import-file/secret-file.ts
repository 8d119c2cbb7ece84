import { randomBytes } from "node:crypto";
import { accessSync, constants, lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Throws one sentence when the file cannot be written or is not a plain file: a link may point to a file that others read. */
export function requireWritable(file: string): void {
  const existing = withReadableError(file, () => lstatSync(file, { throwIfNoEntry: false }));
  if (existing && !existing.isFile()) {
    const what = existing.isDirectory()
      ? "a directory"
      : existing.isSymbolicLink()
        ? "a symbolic link"
        : "not a plain file";
    throw new Error(`${file} is ${what}, and the file holds secrets. Give --out the name of a file of its own.`);
  }
  withReadableError(file, () => accessSync(dirname(file), constants.W_OK));
}

/** Writes a file atomically that only its owner may read. */
export function writeSecretFile(file: string, text: string): void {
  requireWritable(file);
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  withReadableError(file, () => writeFileSync(temporary, text, { mode: 0o600, flag: "wx" }));
  try {
    withReadableError(file, () => renameSync(temporary, file));
  } finally {
    rmSync(temporary, { force: true });
  }
}

function withReadableError<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`${file} cannot be written (${code}). Choose another place with --out.`, { cause });
  }
}
