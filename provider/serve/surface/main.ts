import { Command } from "commander";
import { importFileCommand } from "../import-file/command";
import { loginCommand } from "../login/command";
import { whoamiCommand } from "../login/whoami";
import { mcpCommand } from "../mcp/command";
import { restCommand } from "../rest/command";
import { quayCommand } from "./local-quay";

const { version } = require("pulumi-quay/package.json") as { version: string };

const program = new Command("pulumi-quay")
  .description("The Quay container registry for programs, agents and people, beside its Pulumi provider.")
  .version(version)
  .showHelpAfterError("Try it with --help.")
  // Scripts can tell wrong usage from a failure.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .addHelpText(
    "after",
    `
Data goes to stdout, messages to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage.
The Quay is told with QUAY_URL or --url, the token with QUAY_TOKEN; tokens are never arguments.`,
  );

restCommand(program.command("rest"));
mcpCommand(program.command("mcp"));
loginCommand(program.command("login"));
whoamiCommand(program.command("whoami"));
importFileCommand(program.command("import-file"));
quayCommand(program.command("quay"));

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
