import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface RunOptions {
  env: NodeJS.ProcessEnv;
  cwd?: string;
  stop?: AbortSignal;
  /** Every line the program prints, as it comes. */
  heard?: (line: string) => void;
}

/** Runs a program and answers what it printed. Stopping it stops everything it has started. */
export function run(command: string, args: string[], { env, cwd, stop, heard }: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    stop?.throwIfAborted();
    const child = spawn(command, args, { cwd, env, detached: ownGroup, stdio: ["ignore", "pipe", "pipe"] });
    const printed: string[] = [];
    const complained: string[] = [];
    createInterface(child.stdout).on("line", (line) => {
      printed.push(line);
      heard?.(line);
    });
    createInterface(child.stderr).on("line", (line) => {
      complained.push(line);
      heard?.(line);
    });

    const interrupt = () => signalAll(child.pid, "SIGINT");
    let patience: NodeJS.Timeout | undefined;
    const end = () => {
      interrupt();
      patience = setTimeout(() => signalAll(child.pid, "SIGKILL"), 5_000);
    };
    stop?.addEventListener("abort", end, { once: true });
    process.once("exit", interrupt);
    const over = () => {
      clearTimeout(patience);
      stop?.removeEventListener("abort", end);
      process.off("exit", interrupt);
    };

    child.once("error", (error) => {
      over();
      reject(error);
    });
    child.once("close", (code, signal) => {
      over();
      if (stop?.aborted) reject(stop.reason);
      else if (code === 0) resolve(printed.join("\n"));
      else reject(new Error(lastWords(complained) || `it ended with ${signal ?? code} and said nothing`));
    });
  });
}

// `go` starts compilers and a linker of its own. A group of their own lets all of them be told at once.
const ownGroup = process.platform !== "win32";

function signalAll(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(ownGroup ? -pid : pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function lastWords(lines: string[]): string {
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-3)
    .join(" ")
    .replace(/\.$/, "");
}
