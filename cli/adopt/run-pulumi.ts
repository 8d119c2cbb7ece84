import { spawn } from "node:child_process";
import { masked } from "../../provider/quay/client/masking";

const STILL_RUNNING = 20_000;

export class Interrupted extends Error {}

/** Runs the Pulumi CLI, which writes the state once, at the end. What it printed is shown only when it fails. */
export async function runPulumi(args: readonly string[]): Promise<void> {
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    env: { ...process.env, PULUMI_SKIP_CHECKPOINTS: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C reaches it once, by us: the second time Pulumi would give up without storing what it has done.
    detached: true,
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    child.kill("SIGINT");
  };
  for (const signal of signals) process.on(signal, interrupt);
  const began = performance.now();
  const alive = setInterval(() => {
    process.stderr.write(`pulumi ${args[0]} is at it for ${Math.round((performance.now() - began) / 1000)} seconds.\n`);
  }, STILL_RUNNING);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", () => reject(new Error("There is no pulumi on the PATH.")));
      child.once("close", resolve);
    });
    if (interrupted) throw new Interrupted("Interrupted. Run the same command again to go on.");
    if (code === 0) return;
  } finally {
    clearInterval(alive);
    for (const signal of signals) process.off(signal, interrupt);
  }
  process.stderr.write(masked(Buffer.concat(output).toString()));
  throw new Error(`pulumi ${args[0]} failed: see above. Run the same command again to go on.`);
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
