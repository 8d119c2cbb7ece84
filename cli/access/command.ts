import type { Command } from "commander";
import { onOneLine } from "../../adapters/one-line";
import { credentialsHelp } from "../login/credentials";
import { withQuayAccessOptions } from "../quay-access";
import { type AccessOptions, access } from "./access";

export function accessCommand(command: Command): void {
  withQuayAccessOptions(command)
    .description("tell who may do what, and through what; what somebody holds, and what a plan would change")
    .argument("[namespaces...]", "organizations, or the token's own user")
    .option("--all", "all organizations that the token's user administers, and its own namespace")
    .option(
      "--who <name>",
      "only this user or robot: what it may do and holds, and how each goes away; or what it gains and loses",
    )
    .option("--repository <path>", "only this repository, for example acme/web")
    .option("--compare <file>", "who gained and who lost what since this file of --json")
    .option("--plan", "who gains and who loses what by the plan on stdin, of pulumi preview --json")
    .option("--html <file>", "write a page for the browser: a matrix with search and filters, in one file")
    .option("--json", "as JSON, for --compare and for programs")
    .addHelpText(
      "after",
      `
${credentialsHelp}

It reads only. On a terminal it prints a table, elsewhere lines of four columns separated by tabs: who, where, what, and
through what. Who administers a namespace is told once, for all of it. What could not be seen is told on stderr.

  pulumi-quay access acme
  pulumi-quay access --all --who bob
  pulumi-quay access acme --json > before.json
  pulumi-quay access acme --compare before.json
  pulumi-quay access --all --html access.html
  pulumi preview --json | pulumi-quay access --plan`,
    )
    .action(async (namespaces: string[], options: AccessOptions) => {
      requireUsable(command, namespaces, options);
      const { lines, notes } = await access(namespaces, options, process.stdout.isTTY ? "terminal" : "pipe");
      for (const note of notes) process.stderr.write(`${onOneLine(note)}\n`);
      process.stdout.write(lines.map((line) => `${line}\n`).join(""));
    });
}

function requireUsable(command: Command, namespaces: string[], options: AccessOptions): void {
  const { all, repository, plan, compare, who, html, json } = options;
  const wrong = (sentence: string) => command.error(sentence);
  if (plan && (namespaces.length > 0 || all || compare || repository)) {
    wrong("--plan tells of what the plan touches: it goes with neither names, --all, --compare nor --repository.");
  }
  if (plan && process.stdin.isTTY)
    wrong("--plan reads the plan from stdin: pulumi preview --json | pulumi-quay access --plan");
  if (all && namespaces.length > 0) wrong("Name namespaces or say --all, not both.");
  if (html !== undefined && (plan || who || compare || json))
    wrong("--html is about all that is read: it goes with neither --who, --compare, --plan nor --json.");
  if (!plan && !all && !repository && namespaces.length === 0)
    wrong("Whose access? Name an organization, or say --all.");
  if (repository && !/^[^/]+\/./.test(repository))
    wrong("--repository takes the repository with its namespace, for example acme/web.");
  if (repository && (all || namespaces.length > 0))
    wrong("--repository names its namespace itself: leave the others out.");
}
