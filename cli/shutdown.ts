import { fstatSync, readFileSync, statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** Milliseconds between two checks of the parent processes. */
const CHECK_INTERVAL = 500;

/**
 * Resolves on SIGINT or SIGTERM, or when a parent process has ended: npx and shells that are killed pass no signal on, and this
 * process would keep its port.
 */
export function untilShutdown(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
    if (!startedByNpx && isInBackground()) return;
    const initial = parents();
    setInterval(() => isDeepStrictEqual(parents(), initial) || stop(), CHECK_INTERVAL).unref();
  });
}

/** Other commands that npx runs leave these variables to their children too, so the script has to name this command. */
const { npm_lifecycle_event: event, npm_lifecycle_script: script = "" } = process.env;
const startedByNpx = event === "npx" && /\bpulumi-quay\b/.test(script);

/** The process ids to watch. npx runs a command in a shell, which stays when npx is killed, so its parent is watched too. */
const parents = () => [process.ppid, startedByNpx ? parentOfShell(process.ppid) : undefined];

/** Undefined without /proc; there, a shell replaces itself with the single command that it runs. */
function parentOfShell(pid: number): string | undefined {
  try {
    return /^\d+ \((?:sh|dash|bash)\) \w (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** Shells (with &), nohup and service managers set stdin to /dev/null for processes that shall outlive their parent. */
function isInBackground(): boolean {
  try {
    const input = fstatSync(0);
    return input.isCharacterDevice() && input.rdev === statSync("/dev/null").rdev;
  } catch {
    return true;
  }
}
