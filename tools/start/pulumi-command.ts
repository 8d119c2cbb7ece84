import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { endFamily, familyOf, send } from "./process-tree";

export interface CommandOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  stop?: AbortSignal;
  /** Every line that is printed, as it comes. */
  heard: (line: string) => void;
}

export interface Outcome {
  succeeded: boolean;
  /** All that was printed, without colors. */
  said: string;
}

// Time to finish what has begun and to save the state.
const patience = 10_000;

/** Runs a command of the Pulumi CLI. When it is over, nothing that it has started is left. */
export function pulumi(args: string[], { cwd, env, stop, heard }: CommandOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    stop?.throwIfAborted();
    // As the leader of a session, all that belongs to it can be found. On Windows, Ctrl-C reaches all by itself.
    const detached = process.platform !== "win32";
    const child = spawn("pulumi", args, { cwd, env, detached, stdio: ["ignore", "pipe", "pipe"] });
    const leader = child.pid;
    if (leader === undefined) return child.once("error", reject);

    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        said.push(stripVTControlCharacters(line));
        if (!stop?.aborted) heard(line);
      });
    }

    let known: number[] = [];
    let impatience: NodeJS.Timeout | undefined;
    const endAtOnce = () => endFamily(leader, known);
    const end = () => {
      known = familyOf(leader);
      send(leader, "SIGINT");
      impatience = setTimeout(endAtOnce, patience);
    };
    stop?.addEventListener("abort", end, { once: true });
    process.once("exit", endAtOnce);

    child.once("close", (code) => {
      clearTimeout(impatience);
      stop?.removeEventListener("abort", end);
      process.off("exit", endAtOnce);
      endAtOnce();
      if (stop?.aborted) reject(stop.reason);
      else resolve({ succeeded: code === 0, said: said.join("\n") });
    });
  });
}
