import { text as readAll } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { allOnOneLine } from "../../adapters/one-line";
import { HOW, refreshedPreview } from "./preview";
import { asMarkdown, asText } from "./print";
import { driftReport } from "./report";

interface DriftCommandOptions {
  json?: boolean;
  markdown?: boolean;
  fail?: boolean;
}

export function driftCommand(command: Command): void {
  command
    .description("tell what Quay has otherwise than a stack, and who changed it, from a preview on stdin")
    .addOption(new Option("--json", "as JSON").conflicts("markdown"))
    .option("--markdown", "as a table for the comment of a pull request or the summary of a job")
    .option("--fail", "exit with 2 when there is anything")
    .addHelpText(
      "after",
      `
  ${HOW}

The refresh of the preview asks Quay's log who changed what, so the token needs the right to read it: org:admin, and a user who
administers the organization. "probably" is who last changed that property in a way whose entry does not tell the value that was
found. Some changes Quay logs nowhere.

Exit codes: 0 done; 1 the preview failed, for the reasons that are told; 2 with --fail: something differs.`,
    )
    .action(async ({ json, markdown, fail }: DriftCommandOptions) => {
      if (process.stdin.isTTY) command.error(`error: the preview comes on stdin: ${HOW}`);
      const preview = refreshedPreview(await readAll(process.stdin));
      if (preview.errors.length > 0) throw new Error(["The preview failed:", ...preview.errors].join("\n"));
      const report = driftReport(preview);
      if (json)
        console.log(JSON.stringify({ format: "pulumi-quay drift", version: 1, ...allOnOneLine(report) }, null, 2));
      else console.log(markdown ? asMarkdown(report) : asText(report));
      if (fail && report.rows.length > 0) process.exitCode = 2;
    });
}
