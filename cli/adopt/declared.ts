import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportContent } from "./import-entries";
import { runPulumi } from "./run-pulumi";

/**
 * Throws when the program that Pulumi runs does not declare all that is to be imported: what is in the state and in no program is
 * deleted by the next `up`. The preview that tells asks Quay nothing.
 */
export async function requireDeclared(
  { resources }: ImportContent,
  onStack: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-quay-"));
  const file = join(folder, "declared.json");
  try {
    await runPulumi(["preview", "--import-file", file, "--suppress-outputs", ...onStack], signal);
    const declared = JSON.parse(readFileSync(file, "utf8")) as Partial<ImportContent>;
    const known = new Set((declared.resources ?? []).map(keyOf));
    // A component may be in the stack already.
    const missing = resources.filter((one) => !one.component && !known.has(keyOf(one)));
    if (missing.length === 0) return;
    const some = missing.slice(0, 3).map(({ type, logicalName }) => `${type.split(/[:/]/).at(-1)} ${logicalName}`);
    throw new Error(
      `Nothing is imported: the program that Pulumi runs does not declare ${some.join(", ")}` +
        `${missing.length > 3 ? ` and ${missing.length - 3} more` : ""}, and the next pulumi up would delete what it does not ` +
        "declare. Does it import the files that were written? --folder says where the program is.",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const keyOf = ({
  type,
  name,
  logicalName = name,
}: Pick<ImportContent["resources"][number], "type" | "name"> & { logicalName?: string }) => `${type} ${logicalName}`;
