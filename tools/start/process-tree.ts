import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface RunningProcess {
  pid: number;
  parent: number;
  session?: number;
}

/**
 * Kills a session leader and all its descendants. A signal to its process group is not enough, because Pulumi starts each
 * plugin in a group of its own. The processes are stopped first, so that none can start another.
 */
export function killProcessTree(leader: number, known: number[] = []): void {
  const members = new Set<number>();
  for (let before = -1; members.size > before; ) {
    before = members.size;
    for (const pid of processTreeOf(leader, known).filter((one) => !members.has(one))) {
      members.add(pid);
      send(pid, "SIGSTOP");
    }
  }
  for (const pid of members) send(pid, "SIGKILL");
}

/** The leader, if it still runs, and its descendants, including orphans among the processes known before. */
export function processTreeOf(leader: number, known: number[] = []): number[] {
  const running = existsSync("/proc/self/stat") ? fromProc() : fromPs();
  const tree = new Set([leader]);
  for (let before = 0; tree.size > before; ) {
    before = tree.size;
    for (const { pid, parent, session } of running) {
      const orphan = parent === 1 && known.includes(pid);
      if (session === leader || tree.has(parent) || orphan) tree.add(pid);
    }
  }
  return running.map(({ pid }) => pid).filter((pid) => tree.has(pid));
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended already.
  }
}

function fromProc(): RunningProcess[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    if (!pid) return [];
    try {
      // The second field, the program name in parentheses, may contain spaces and parentheses.
      const [state, parent, , session] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "").split(
        " ",
      );
      return state === "Z" ? [] : [{ pid, parent: Number(parent), session: Number(session) }];
    } catch {
      return [];
    }
  });
}

// On systems without /proc, ps does not print sessions as process ids.
function fromPs(): RunningProcess[] {
  if (process.platform === "win32") return [];
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return rows.map((row) => {
    const [pid, parent] = row.trim().split(/\s+/).map(Number);
    return { pid: pid ?? 0, parent: parent ?? 0 };
  });
}
