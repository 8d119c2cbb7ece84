import { rmSync } from "node:fs";
import { writeSecretFile } from "../import-file/secret-file";
import { requireDeclared } from "./declared";
import type { ImportContent } from "./import-entries";
import { runPulumi } from "./run-pulumi";

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
    say("Looking whether the program declares all of it.");
    await requireDeclared(content, onStack);
    say(`Importing ${content.resources.length} entries into the stack.`);
    writeSecretFile(file, JSON.stringify(content));
    try {
      await runPulumi([
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
  await runPulumi(["preview", "--refresh", "--run-program", "--expect-no-changes", "--diff", ...onStack]).catch(
    (cause) => {
      throw new Error(
        "The program is not what Quay holds, or could not be compared with it: see above. Nothing was changed in Quay. Mend it, " +
          "and run the same command again.",
        { cause },
      );
    },
  );
  say("Storing what depends on what.");
  await runPulumi(["up", "--skip-preview", "--yes", "--suppress-outputs", ...onStack]);
}
