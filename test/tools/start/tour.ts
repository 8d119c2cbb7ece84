import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = join(__dirname, "..", "..", "..", "dist", "tools", "start", "main.js");

/** `npm start` as a process of its own, with a folder of its own for temporary files. */
export class Tour {
  readonly folder = mkdtempSync(join(tmpdir(), "tour-"));
  text = "";
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(env: { QUAY_URL?: string; QUAY_TOKEN?: string } = {}, options: string[] = []) {
    const all = { ...process.env, QUAY_URL: "", QUAY_TOKEN: "", TMPDIR: this.folder, ...env };
    this.child = spawn(process.execPath, [program, ...options], { env: all, stdio: ["ignore", "pipe", "pipe"] });
    this.closed = once(this.child, "close");
    for (const channel of [this.child.stdout, this.child.stderr]) {
      channel?.on("data", (words) => {
        this.text += words;
      });
    }
  }

  /** Waits until it has printed something. */
  async printed(words: string): Promise<void> {
    while (!this.text.includes(words)) {
      if (this.child.exitCode !== null) throw new Error(`It ended without having printed "${words}":\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  interrupt(signal: NodeJS.Signals = "SIGINT"): void {
    this.child.kill(signal);
  }

  /** Waits for the exit. Returns the exit code. */
  async end(): Promise<number | null> {
    await this.closed;
    return this.child.exitCode;
  }

  /** The processes that it has left, by their command lines. Those that were killed may take a moment to end. */
  async leftProcesses(): Promise<string[]> {
    for (const end = Date.now() + 3_000; this.processes().length > 0 && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    return this.processes();
  }

  /** Its folder is in the environment of each. */
  private processes(): string[] {
    if (!existsSync("/proc/self/environ")) return [];
    return readdirSync("/proc").flatMap((name) => {
      if (!Number(name) || Number(name) === this.child.pid) return [];
      try {
        const read = (file: string) => readFileSync(join("/proc", name, file), "utf8").replaceAll("\0", " ");
        return read("environ").includes(this.folder) ? [read("cmdline")] : [];
      } catch {
        return [];
      }
    });
  }

  files(): string[] {
    return readdirSync(this.folder);
  }

  remove(): void {
    this.child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
