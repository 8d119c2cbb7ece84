import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

interface Listed {
  pid: number;
  parent: number;
  command: string;
}

/** All processes of this machine. Slim systems have no ps, others no /proc. */
function all(): Listed[] {
  if (!existsSync("/proc/self/stat")) {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
    return lines.flatMap((line) => {
      const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
    });
  }
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "latin1")) ?? [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
      return [{ pid: Number(pid), parent: Number(parent), command }];
    } catch {
      return []; // It exited meanwhile.
    }
  });
}

/** All descendants of a process. */
export function below(pid: number): Listed[] {
  const everything = all();
  const found: Listed[] = [];
  for (const parents = [pid]; parents.length > 0; ) {
    const children = everything.filter(({ parent }) => parent === parents[0]);
    found.push(...children);
    parents.splice(0, 1, ...children.map((child) => child.pid));
  }
  return found;
}

/** The provider process among the descendants of the CLI. */
export const providerBelow = (pid: number): number | undefined =>
  below(pid).find(({ command }) => /node\S* .*dynamic-provider/.test(command) && !/^\S*sh /.test(command))?.pid;

export function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  } catch {
    // It exited meanwhile.
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Waits until they have exited, and returns whether they have; those that have not in time are killed. */
export async function ended(pids: number[], milliseconds: number): Promise<boolean> {
  for (const until = Date.now() + milliseconds; Date.now() < until; await sleep(50))
    if (!pids.some(isAlive)) return true;
  for (const pid of pids) kill(pid);
  return false;
}
