import { existsSync, readFileSync, statSync } from "node:fs";
import { writeSecretFile } from "../import-file/secret-file";
import type { ImportContent } from "./import-entries";

export interface LeaveOptions {
  /** The file for `pulumi import`. */
  out: string;
  stack?: string;
  /** Language of the program. */
  runtime: string;
  say(line: string): void;
}

/** Writes the file for `pulumi import`, and says what to run: what has to be done first, then the commands. */
export function leaveToUser(
  content: ImportContent,
  first: readonly string[],
  { out, stack, runtime, say }: LeaveOptions,
): void {
  const on = stack ? ` --stack ${stack}` : "";
  const imports = content.resources.length > 0;
  if (imports) writeImportFile(out, content);
  for (const line of first) say(`First: ${line}`);
  say(imports ? `Wrote ${out}. Now${runtime === "nodejs" ? ", or all at once with --import" : ""}:` : "Now:");
  const preview = `pulumi preview --refresh --run-program --expect-no-changes${on}`;
  // What Pulumi imports is protected, until the program that it writes says otherwise.
  const code = runtime === "nodejs" ? "--generate-code=false --protect=false" : "--out adopted";
  const written = runtime === "nodejs" ? [] : ["put what adopted holds into the program, and only then:"];
  const commands = [
    ...(imports
      ? [`pulumi import --file ${out} ${code}${on} &&`, `rm ${out}${written.length > 0 ? "" : " &&"}`, ...written]
      : []),
    `${preview} &&`,
    `pulumi up${on}`,
  ];
  for (const command of commands) say(`  ${command}`);
}

/** Writes the file for `pulumi import`, in the place of another of these only. */
function writeImportFile(out: string, content: ImportContent): void {
  if (existsSync(out) && statSync(out).isFile() && !isImportFile(readFileSync(out, "utf8")))
    throw new Error(`${out} holds something else than resources to import. Choose another file with --out.`);
  writeSecretFile(out, `${JSON.stringify(content, null, 2)}\n`);
}

function isImportFile(text: string): boolean {
  try {
    return Array.isArray((JSON.parse(text) as { resources?: unknown }).resources);
  } catch {
    return false;
  }
}
