import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { killProcessTree, processTreeOf, send } from "./process-tree";

export interface CommandOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  stop?: AbortSignal;
  /** Receives every line that is printed. */
  onLine: (line: string) => void;
}

export interface Outcome {
  succeeded: boolean;
  /** Everything that was printed, without colors. */
  output: string;
}

// Pulumi needs time to finish running operations and to save the state.
const GRACE_PERIOD = 10_000;

/** Runs a command of the Pulumi CLI, and kills all child processes that are left when it ends. */
export function pulumi(args: string[], { cwd, env, stop, onLine }: CommandOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    stop?.throwIfAborted();
    // The processes of its own session can be found later. On Windows, Ctrl-C reaches all child processes.
    const detached = process.platform !== "win32";
    const child = spawn("pulumi", args, { cwd, env, detached, stdio: ["ignore", "pipe", "pipe"] });
    const leader = child.pid;
    if (leader === undefined) return child.once("error", reject);

    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        lines.push(stripVTControlCharacters(line));
        if (!stop?.aborted) onLine(line);
      });
    }

    let known: number[] = [];
    let killTimer: NodeJS.Timeout | undefined;
    const killAll = () => killProcessTree(leader, known);
    const interrupt = () => {
      known = processTreeOf(leader);
      send(leader, "SIGINT");
      killTimer = setTimeout(killAll, GRACE_PERIOD);
    };
    stop?.addEventListener("abort", interrupt, { once: true });
    process.once("exit", killAll);

    child.once("close", (code) => {
      clearTimeout(killTimer);
      stop?.removeEventListener("abort", interrupt);
      process.off("exit", killAll);
      killAll();
      if (stop?.aborted) reject(stop.reason);
      else resolve({ succeeded: code === 0, output: lines.join("\n") });
    });
  });
}
