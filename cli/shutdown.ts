import { fstatSync, readFileSync, statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** Milliseconds between two looks at who started this process. */
const AGAIN = 500;

/**
 * Resolves when this process is to end: it is told so, or who started it is gone. npx and shells that are ended pass no signal
 * on, and what they started would keep its port.
 */
export function stopped(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
    if (!isByNpx && isInBackground()) return;
    const first = starters();
    setInterval(() => isDeepStrictEqual(starters(), first) || stop(), AGAIN).unref();
  });
}

/** What npx starts inherits this also from others: the script tells whom it started. */
const { npm_lifecycle_event: event, npm_lifecycle_script: script = "" } = process.env;
const isByNpx = event === "npx" && /\bpulumi-quay\b/.test(script);

/** The processes without which this one is not wanted: npx runs a command in a shell, which goes on when npx is killed. */
const starters = () => [process.ppid, isByNpx ? parentOfShell(process.ppid) : undefined];

/** Where there is no /proc, a shell that runs a single command becomes that command. */
function parentOfShell(pid: number): string | undefined {
  try {
    return /^\d+ \((?:sh|dash|bash)\) \w (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** What shall outlive its starter has nothing to read: shells start it so with &, nohup does, and those who keep services. */
function isInBackground(): boolean {
  try {
    const input = fstatSync(0);
    return input.isCharacterDevice() && input.rdev === statSync("/dev/null").rdev;
  } catch {
    return true;
  }
}
