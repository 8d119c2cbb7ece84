import { randomBytes } from "node:crypto";
import { accessSync, constants, lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Throws one sentence where no file can be made, or something else stands than a file: a link may lead to what others read. */
export function demandWritable(file: string): void {
  const there = inWords(file, () => lstatSync(file, { throwIfNoEntry: false }));
  if (there && !there.isFile()) {
    const what = there.isDirectory() ? "a directory" : there.isSymbolicLink() ? "a symbolic link" : "not a plain file";
    throw new Error(`${file} is ${what}, and the file holds secrets. Give --out the name of a file of its own.`);
  }
  inWords(file, () => accessSync(dirname(file), constants.W_OK));
}

/** Writes a file that only its owner may read: whole, or not at all. */
export function writeSecretly(file: string, text: string): void {
  demandWritable(file);
  const beside = `${file}.${randomBytes(6).toString("hex")}`;
  inWords(file, () => writeFileSync(beside, text, { mode: 0o600, flag: "wx" }));
  try {
    inWords(file, () => renameSync(beside, file));
  } finally {
    rmSync(beside, { force: true });
  }
}

function inWords<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`${file} cannot be written (${code}). Choose another place with --out.`, { cause });
  }
}
