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

/** The journal of an operation that has one provider process only. */
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
 * The journal of an operation of the engine at this address. An explicit provider is a process of its own, so the lines stand
 * in a file, which goes with the last process.
 */
export class SharedJournal implements Journal {
  private readonly folder: string;
  private readonly file: number;
  private read = 0;
  private rest = "";

  constructor(engine: string, under = tmpdir()) {
    const name = createHash("sha256").update(`${process.getuid?.()} ${engine}`).digest("hex").slice(0, 20);
    this.folder = join(under, `pulumi-quay-${name}`);
    this.leaveBehind();
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    this.demandOwn();
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
    if (size === this.read) return [];
    const bytes = Buffer.alloc(size - this.read);
    this.read += readSync(this.file, bytes, 0, bytes.length, this.read);
    const lines = (this.rest + bytes.toString("utf8")).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.map((line) => JSON.parse(line) as object);
  }

  /** Who is the last takes the file away. */
  close(): void {
    closeSync(this.file);
    if (!this.processes().some((id) => id !== process.pid && isAlive(id))) this.remove(this.folder);
  }

  /** An engine that was killed leaves its journal, and the next may get the same address. */
  private leaveBehind(): void {
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

  /** Others may write where temporary files are: a folder that somebody else laid there is none of ours. */
  private demandOwn(): void {
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
