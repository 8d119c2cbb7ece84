import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Journal } from "../lifecycle/state-entries";

/** The journal of an operation with a single provider process. */
export class OwnJournal implements Journal {
  private lines: object[] = [];

  add(line: object): void {
    this.lines.push(line);
  }

  news(): object[] {
    return this.lines.splice(0);
  }

  close(): void {}
}

/**
 * The journal of an operation of the engine at this address. Each explicit provider is a separate process, so the lines are in a
 * file, which the last process deletes.
 */
export class SharedJournal implements Journal {
  private readonly folder: string;
  private readonly file: number;
  private position = 0;
  private incompleteLine = "";

  constructor(engine: string, under = tmpdir()) {
    const name = createHash("sha256").update(`${process.getuid?.()} ${engine}`).digest("hex").slice(0, 20);
    this.folder = join(under, `pulumi-quay-${name}`);
    this.removeStale();
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    this.requireOwnFolder();
    this.file = openSync(
      join(this.folder, "journal"),
      constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
      0o600,
    );
    this.add({ process: process.pid });
  }

  add(line: object): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }

  news(): object[] {
    const { size } = fstatSync(this.file);
    if (size === this.position) return [];
    const bytes = Buffer.alloc(size - this.position);
    this.position += readSync(this.file, bytes, 0, bytes.length, this.position);
    const lines = (this.incompleteLine + bytes.toString("utf8")).split("\n");
    this.incompleteLine = lines.pop() ?? "";
    return lines.map((line) => JSON.parse(line) as object);
  }

  /** The last process deletes the file. */
  close(): void {
    closeSync(this.file);
    if (!this.processes().some((id) => id !== process.pid && isAlive(id))) this.remove(this.folder);
  }

  /** A killed engine leaves its journal behind, and a later engine may get the same address. */
  private removeStale(): void {
    const processes = this.processes();
    if (processes.length === 0 || processes.some(isAlive)) return;
    const old = `${this.folder}-${process.pid}`;
    try {
      renameSync(this.folder, old);
      this.remove(old);
    } catch {
      // Another process of this operation was faster.
    }
  }

  private processes(): number[] {
    try {
      const lines = readFileSync(join(this.folder, "journal"), "utf8").split("\n");
      return lines.flatMap((line) => /^\{"process":(\d+)\}$/.exec(line)?.[1] ?? []).map(Number);
    } catch {
      return [];
    }
  }

  /** Other users can create folders in the temporary directory, so the folder has to belong to this user. */
  private requireOwnFolder(): void {
    const user = process.getuid?.();
    const found = lstatSync(this.folder);
    if (found.isDirectory() && (user === undefined || (found.uid === user && (found.mode & 0o077) === 0))) return;
    throw new Error(`${this.folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.`);
  }

  private remove(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
