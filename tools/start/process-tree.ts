import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface Running {
  pid: number;
  parent: number;
  session?: number;
}

/**
 * Ends a program that leads a session, and all it has started, at once. Signals to its process group would not do:
 * Pulumi starts each of its plugins in a group of its own. Stopping them first lets none of them start another.
 */
export function endFamily(leader: number, known: number[] = []): void {
  const members = new Set<number>();
  for (let before = -1; members.size > before; ) {
    before = members.size;
    for (const pid of familyOf(leader, known).filter((one) => !members.has(one))) {
      members.add(pid);
      send(pid, "SIGSTOP");
    }
  }
  for (const pid of members) send(pid, "SIGKILL");
}

/** The leader, if it still runs, and the processes it has started; of those known before, also the orphans. */
export function familyOf(leader: number, known: number[] = []): number[] {
  const running = existsSync("/proc/self/stat") ? fromProc() : fromPs();
  const family = new Set([leader]);
  for (let before = 0; family.size > before; ) {
    before = family.size;
    for (const { pid, parent, session } of running) {
      const orphan = parent === 1 && known.includes(pid);
      if (session === leader || family.has(parent) || orphan) family.add(pid);
    }
  }
  return running.map(({ pid }) => pid).filter((pid) => family.has(pid));
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function fromProc(): Running[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    if (!pid) return [];
    try {
      // The name of the program, in parentheses, may hold spaces and parentheses.
      const [state, parent, , session] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "").split(
        " ",
      );
      return state === "Z" ? [] : [{ pid, parent: Number(parent), session: Number(session) }];
    } catch {
      return [];
    }
  });
}

// The sessions that ps knows elsewhere are not numbers of processes.
function fromPs(): Running[] {
  if (process.platform === "win32") return [];
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return rows.map((row) => {
    const [pid, parent] = row.trim().split(/\s+/).map(Number);
    return { pid: pid ?? 0, parent: parent ?? 0 };
  });
}
