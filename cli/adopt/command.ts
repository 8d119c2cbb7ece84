import { existsSync, statSync } from "node:fs";
import { type Command, Option } from "commander";
import { inFlags } from "../../adapters/flags";
import { allOnOneLine } from "../../adapters/one-line";
import { nearest } from "../../provider/quay/nearest";
import { resources as kinds } from "../../provider/resources";
import { credentialsHelp } from "../login/credentials";
import { withQuayAccessOptions } from "../quay-access";
import { type AdoptOptions, adopt } from "./adopt";

const list = (value: string, values: string[] = []) => [...values, ...value.split(",").filter(Boolean)];

export function adoptCommand(command: Command): void {
  withQuayAccessOptions(command)
    .description("write the program for organizations that exist, and take them into the stack")
    .argument("[organizations...]", "organizations, or the name of the token's own user")
    .option("--all", "all organizations that the token's user administers, and its own namespace")
    .addOption(
      new Option("--as <form>", "a blueprint for each organization, single resources, or a YAML file")
        .choices(["blueprint", "resources", "yaml"])
        .default("blueprint"),
    )
    .option("--only <kinds>", "only these kinds, separated by commas", list)
    .option("--exclude <patterns>", "not what has such a name or id; * is any text, as in 'tmp-*'", list)
    .option("--deep", "also what takes a request for each repository or robot")
    .option("--creator-grants", "also the grants that Quay gave to who created a repository")
    .option("--into <component>", "put everything under a component of this name")
    .option("--native", "write for pulumi-quay/native (default: as the program and the stack are)")
    .option("--folder <path>", "folder of the program (default: as Pulumi.yaml or package.json say)")
    .option("--force", "overwrite files of the program, but never index.ts")
    .option("--import", "take it into the stack at once, and show that nothing differs")
    .option("--out <file>", "file for pulumi import --file", "import.json")
    .addHelpText(
      "after",
      `
Quay is only read. ${credentialsHelp}

Without --import the file for pulumi import is left to you, and with it what to run. For programs without the plugin it holds
secrets, such as tokens of robots, in clear: only you may read it, and it should go when the import is done. With --import it
goes at once. What the stack holds already is left alone, so the command can be repeated, also when it was interrupted.

  pulumi-quay adopt acme umbrella --import
  pulumi-quay adopt --all --as resources --exclude 'tmp-*' --only Robot,Team`,
    )
    .action(async (names: string[], options: AdoptOptions) => {
      requireScope(names, options);
      const say = (line: string) => process.stderr.write(`${allOnOneLine(line)}\n`);
      await adopt(names, options, say).catch((error: Error) => {
        throw new Error(inFlags(error.message), { cause: error });
      });
    });
}

function requireScope(names: readonly string[], { all, only = [], into, folder }: AdoptOptions): void {
  if (into !== undefined && !/^[\w.-]+$/.test(into))
    throw new Error("--into: The name of a component has letters, digits, . _ and - here.");
  if (folder !== undefined && existsSync(folder) && !statSync(folder).isDirectory())
    throw new Error(`--folder: ${folder} is not a folder.`);
  if (all ? names.length > 0 : names.length === 0)
    throw new Error("Adopt what? Name organizations, or say --all; not both.");
  for (const kind of only.filter((kind) => !Object.hasOwn(kinds, kind))) {
    const near = nearest(kind, Object.keys(kinds));
    throw new Error(
      `--only: There is no kind ${kind}.${near ? ` Did you mean ${near}?` : ` The kinds are ${Object.keys(kinds).join(", ")}.`}`,
    );
  }
}
