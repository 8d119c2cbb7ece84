import { spawn } from "node:child_process";
import { once } from "node:events";
import { masked } from "../../provider/quay/client/masking";

const STILL_RUNNING = 20_000;

/**
 * Runs the Pulumi CLI, which writes the state once, at the end. What it printed is shown only when it fails. When `signal` aborts,
 * Pulumi is interrupted and waited for, as it stores what it has done; then the reason is thrown.
 */
export async function runPulumi(args: readonly string[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    env: { ...process.env, PULUMI_SKIP_CHECKPOINTS: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C reaches it once, by us: the second time Pulumi would give up without storing what it has done.
    detached: true,
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const interrupt = () => void child.kill("SIGINT");
  signal.addEventListener("abort", interrupt);
  const began = performance.now();
  const alive = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stderr.write(`pulumi ${args[0]} is at it for ${seconds} seconds.\n`);
  }, STILL_RUNNING);
  try {
    const [code] = await once(child, "close").catch(() => {
      throw new Error("There is no pulumi on the PATH.");
    });
    signal.throwIfAborted();
    if (code === 0) return;
  } finally {
    clearInterval(alive);
    signal.removeEventListener("abort", interrupt);
  }
  process.stderr.write(masked(Buffer.concat(output).toString()));
  throw new Error(`pulumi ${args[0]} failed: see above. Run the same command again to go on.`);
}
