import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSecretFile } from "../import-file/secret-file";
import { interruptible } from "../interruption";
import { requireDeclared } from "./declared";
import type { ImportContent } from "./import-entries";
import { runPulumi } from "./run-pulumi";

export interface TakeInOptions {
  stack?: string;
  say(line: string): void;
}

const importOptions = ["--generate-code=false", "--protect=false", "--skip-preview", "--yes"];

/**
 * Takes what was read into the stack: imports it, demands that a preview with a refresh shows no change, and runs an `up`, which
 * gives the imported entries their dependencies. Nothing is written to Quay. When it is interrupted, run it again.
 */
export function takeIn(content: ImportContent, { stack, say }: TakeInOptions): Promise<void> {
  const onStack = stack === undefined ? [] : ["--stack", stack];
  return interruptible(async (signal) => {
    const pulumi = (...args: string[]) => runPulumi([...args, ...onStack], signal);
    if (content.resources.length > 0) {
      say("Looking whether the program declares all of it.");
      await requireDeclared(content, onStack, signal);
      const { length } = content.resources;
      say(`Importing ${length === 1 ? "1 entry" : `${length} entries`} into the stack.`);
      await withFile(content, (file) => pulumi("import", "--file", file, ...importOptions));
    }
    say("Comparing Quay with the program.");
    await pulumi("preview", "--refresh", "--run-program", "--expect-no-changes", "--diff").catch((cause) => {
      signal.throwIfAborted();
      throw new Error(
        "The program is not what Quay holds, or could not be compared with it: see above. Nothing was changed in Quay. Where it " +
          "differs by nothing but a login that Quay never shows, run pulumi up, which sends it once. Otherwise mend it, and run " +
          "the same command again.",
        { cause },
      );
    });
    say("Storing what depends on what.");
    await pulumi("up", "--skip-preview", "--yes", "--suppress-outputs");
  });
}

/** Runs `work` with a file that holds the tokens of robots in clear, and that nobody else can read. */
async function withFile(content: ImportContent, work: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-quay-"));
  try {
    const file = join(folder, "import.json");
    writeSecretFile(file, JSON.stringify(content));
    await work(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
