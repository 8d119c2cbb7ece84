import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface RunOptions {
  env: NodeJS.ProcessEnv;
  cwd?: string;
  stop?: AbortSignal;
  /** Receives every line that the program prints. */
  onLine?: (line: string) => void;
}

/** Runs a program and returns its standard output. The abort signal stops its child processes too. */
export function run(command: string, args: string[], { env, cwd, stop, onLine }: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    stop?.throwIfAborted();
    const child = spawn(command, args, { cwd, env, detached: ownProcessGroup, stdio: ["ignore", "pipe", "pipe"] });
    const stdout: string[] = [];
    const stderr: string[] = [];
    createInterface(child.stdout).on("line", (line) => {
      stdout.push(line);
      onLine?.(line);
    });
    createInterface(child.stderr).on("line", (line) => {
      stderr.push(line);
      onLine?.(line);
    });

    const interrupt = () => signalAll(child.pid, "SIGINT");
    let killTimer: NodeJS.Timeout | undefined;
    const stopChild = () => {
      interrupt();
      killTimer = setTimeout(() => signalAll(child.pid, "SIGKILL"), 5_000);
    };
    stop?.addEventListener("abort", stopChild, { once: true });
    process.once("exit", interrupt);
    const cleanUp = () => {
      clearTimeout(killTimer);
      stop?.removeEventListener("abort", stopChild);
      process.off("exit", interrupt);
    };

    child.once("error", (error) => {
      cleanUp();
      reject(error);
    });
    child.once("close", (code, signal) => {
      cleanUp();
      if (stop?.aborted) reject(stop.reason);
      else if (code === 0) resolve(stdout.join("\n"));
      else reject(new Error(lastLines(stderr) || `it ended with ${signal ?? code} and said nothing`));
    });
  });
}

// `go` starts compilers and a linker; a process group of their own allows signalling all of them.
const ownProcessGroup = process.platform !== "win32";

function signalAll(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(ownProcessGroup ? -pid : pid, signal);
  } catch {
    // The process has ended already.
  }
}

function lastLines(lines: string[]): string {
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-3)
    .join(" ")
    .replace(/\.$/, "");
}
