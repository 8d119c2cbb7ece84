import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { masked } from "../../provider/quay/client/masking";
import { writeSecretFile } from "../import-file/secret-file";
import type { ImportContent } from "./import-entries";

export interface TakeInOptions {
  stack?: string;
  /** The file for `pulumi import`, which exists only while it runs. */
  file: string;
  say(line: string): void;
}

/**
 * Takes what was read into the stack: imports it, demands that a preview with a refresh shows no change, and runs an `up`, which
 * gives the imported entries their dependencies. Nothing is written to Quay. When it is interrupted, run it again.
 */
export async function takeIn(content: ImportContent, { stack, file, say }: TakeInOptions): Promise<void> {
  const onStack = stack === undefined ? [] : ["--stack", stack];
  if (content.resources.length > 0) {
    say(`Importing ${content.resources.length} entries into the stack.`);
    writeSecretFile(file, JSON.stringify(content));
    try {
      await run([
        "import",
        "--file",
        file,
        "--generate-code=false",
        "--protect=false",
        "--skip-preview",
        "--yes",
        ...onStack,
      ]);
    } finally {
      rmSync(file, { force: true });
    }
  }
  say("Comparing Quay with the program.");
  await run(["preview", "--refresh", "--run-program", "--expect-no-changes", "--diff", ...onStack]).catch((cause) => {
    throw new Error(
      "The program is not what Quay holds, or could not be compared with it: see above. Nothing was changed in Quay. Mend it, " +
        "and run the same command again.",
      { cause },
    );
  });
  say("Storing what depends on what.");
  await run(["up", "--skip-preview", "--yes", "--suppress-outputs", ...onStack]);
}

/** Runs the Pulumi CLI, which writes the state once, at the end. What it printed is shown only when it fails. */
async function run(args: string[]): Promise<void> {
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    env: { ...process.env, PULUMI_SKIP_CHECKPOINTS: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", () => reject(new Error("There is no pulumi on the PATH.")));
    child.once("close", resolve);
  });
  if (code === 0) return;
  process.stderr.write(masked(Buffer.concat(output).toString()));
  throw new Error(`pulumi ${args[0]} failed: see above. Run the same command again to go on.`);
}
