import { type Command, InvalidArgumentError, Option } from "commander";
import { allOnOneLine } from "../../adapters/one-line";
import { credentialsHelp, defaultQuay } from "../login/credentials";
import { withProgress } from "../progress";
import { type QuayAccessOptions, stackSettings, withQuay } from "../quay-access";
import { withQuayOptions } from "../serve";
import { stackEntries } from "./managed";
import { asMarkdown } from "./markdown";
import { isSomebodys, type UnmanagedReport } from "./report";
import { comparableKinds } from "./standing";
import { asText } from "./text";
import { unmanaged } from "./unmanaged";

interface UnmanagedCommandOptions extends Omit<QuayAccessOptions, "stack"> {
  stack?: string[];
  all?: boolean;
  only?: string[];
  exclude?: string[];
  quick?: boolean;
  madeByQuay?: boolean;
  json?: boolean;
  markdown?: boolean;
  fail?: boolean;
}

export function unmanagedCommand(command: Command): void {
  withQuayOptions(command, defaultQuay)
    .description("tell what stands in organizations and in no stack: teams, members, robots, grants, repositories …")
    .argument("[names...]", "organizations, or your own user; by default all in which the stacks have anything")
    .option("--stack <name>", "stack that manages them, if not the current one; may be repeated", several)
    .option("--all", "every organization that the token's user administers, and its own namespace")
    .addOption(
      new Option("--only <kinds>", `kinds to tell of, with commas: ${comparableKinds.join(", ")}`).argParser(kindList),
    )
    .option("--exclude <pattern>", "name or id to leave out, in which * is any text; may be repeated", several)
    .option("--quick", "ask Quay for lists of whole organizations only; see below what that cannot see")
    .option("--made-by-quay", "list one by one, and adopt, also what Quay made by itself")
    .addOption(new Option("--json", "as JSON").conflicts("markdown"))
    .option("--markdown", "as a table for the comment of a pull request")
    .option("--fail", "exit with 2 when there is anything that Quay did not make by itself")
    .addHelpText(
      "after",
      `
${credentialsHelp}
Of several stacks the first one tells these, and a thing is managed when one of them has it. What a stack only reads is not
managed by it.

Each finding comes with the lines that would adopt it, for the program, and the command that would remove it. Nothing is
written to Quay. Grants that Quay gave to creators of repositories, to robots of mirrors or for a default permission are
told by look. The team owners, which every organization has, is no finding; its members are.

With --quick team grants are only counted: one that was swapped for another does not show. It reads no roles, nobody who
is invited, and no proxy cache or mirror of an organization.

Exit codes: 0 done; 1 failed, or the token may not see a part, which is told; 2 with --fail: something was found. Wrong usage,
which prints nothing on stdout, is 2 as well.`,
    )
    .action(async (names: string[], options: UnmanagedCommandOptions) => {
      if (options.all && names.length > 0)
        command.error("error: --all names every organization: leave out the others.");
      const report = await compared(names, options);
      console.log(printed(report, options));
      process.exitCode = exitCode(report, options);
    });
}

async function compared(names: string[], options: UnmanagedCommandOptions): Promise<UnmanagedReport> {
  const { stack: stacks = [], all, only, exclude, quick = false, madeByQuay: adoptQuaysOwn = false } = options;
  const [entries, settings] = await Promise.all([
    stackEntries(stacks),
    stackSettings({ ...options, stack: stacks[0] }),
  ]);
  return withQuay(settings, (access, connections) =>
    withProgress(
      "Comparing",
      () => connections.traffic,
      () => unmanaged(entries, access, { names, all, only, exclude, quick, adoptQuaysOwn }),
    ),
  );
}

function printed(report: UnmanagedReport, { json, markdown, madeByQuay: quaysOwn = false }: UnmanagedCommandOptions) {
  // Names from Quay may contain line breaks, and must not look like lines of this command.
  if (json) return JSON.stringify({ format: "pulumi-quay unmanaged", version: 1, ...allOnOneLine(report) }, null, 2);
  return markdown ? asMarkdown(report, { quaysOwn }) : asText(report, { quaysOwn });
}

function exitCode({ namespaces, unseen }: UnmanagedReport, { fail }: UnmanagedCommandOptions): number {
  if (fail && namespaces.some(({ findings }) => findings.some(isSomebodys))) return 2;
  return unseen.length > 0 ? 1 : 0;
}

const several = (value: string, values: string[] = []) => [...values, value];

function kindList(text: string): string[] {
  const wanted = text.split(",").map((kind) => kind.trim());
  const wrong = wanted.filter((kind) => !comparableKinds.includes(kind));
  if (wrong.length === 0) return wanted;
  throw new InvalidArgumentError(`There is no kind ${wrong.join(", ")}. The kinds are ${comparableKinds.join(", ")}.`);
}
