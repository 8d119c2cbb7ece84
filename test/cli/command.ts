import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundle } from "../../tools/bundle";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A running process. */
export interface Running {
  child: ChildProcess;
  /** Waits for a text on stdout or stderr, and returns the match. */
  says(pattern: RegExp): Promise<string>;
  ended: Promise<Ended>;
}

/** The command as users get it, bundled for the tests of a file; its processes are stopped after each test. */
export function command() {
  let folder: string;
  let file: string;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-command-"));
    file = await bundle(folder);
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });
  afterAll(() => rm(folder, { recursive: true }));

  function start(args: string[], env: NodeJS.ProcessEnv = {}, cwd = folder): Running {
    const { QUAY_URL, QUAY_TOKEN, PULUMI_QUAY_API_KEY, ...inherited } = process.env;
    const child = spawn(process.execPath, [file, ...args], { env: { ...inherited, ...env }, cwd });
    running.push(child);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const ended = once(child, "close").then(([code]) => ({ code, stdout, stderr }));
    const says = async (pattern: RegExp) => {
      for (;;) {
        const found = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (found) return found[0];
        if (child.exitCode !== null) throw new Error(`It ended without saying ${pattern}: ${stdout}${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    return { child, says, ended };
  }

  return {
    start,
    run: (args: string[], env?: NodeJS.ProcessEnv, cwd?: string) => start(args, env, cwd).ended,
    get file() {
      return file;
    },
    get folder() {
      return folder;
    },
  };
}
