import { Command } from "commander";
import { onOneLine } from "../adapters/one-line";
import { messageOf } from "../provider/quay/client/errors";
import { accessCommand } from "./access/command";
import { adoptCommand } from "./adopt/command";
import { driftCommand } from "./drift/command";
import { importFileCommand } from "./import-file/command";
import { logCommand } from "./log/command";
import { loginCommand } from "./login/command";
import { mcpCommand } from "./mcp";
import { mirrorCommand } from "./mirror/command";
import { notificationCommand } from "./notification/command";
import { pluginCommand } from "./plugin/command";
import { quayCommand } from "./quay";
import { restCommand } from "./rest";
import { unmanagedCommand } from "./unmanaged/command";
import { whoamiCommand } from "./whoami/command";

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
A token is never an argument. rest and mcp look at no stack: --url or QUAY_URL says which Quay, QUAY_TOKEN as whom. All
others that ask a Quay use QUAY_TOKEN, else quay:token and quay:url of the current Pulumi stack; login keeps them there.
Data goes to stdout, messages to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage; unmanaged --fail and drift --fail: 2 when
something was found. To try it without a Quay of your own:

  pulumi-quay quay > quay.env &
  . ./quay.env
  pulumi-quay rest               then open http://127.0.0.1:8080`,
  );

restCommand(program.command("rest"));
mcpCommand(program.command("mcp"));
loginCommand(program.command("login"));
whoamiCommand(program.command("whoami"));
adoptCommand(program.command("adopt"));
importFileCommand(program.command("import-file"));
unmanagedCommand(program.command("unmanaged"));
driftCommand(program.command("drift"));
logCommand(program.command("log"));
accessCommand(program.command("access"));
mirrorCommand(program.command("mirror"));
notificationCommand(program.command("notification"));
pluginCommand(program.command("plugin"));
quayCommand(program.command("quay"));

function reportFailure(sentence: string): void {
  process.stderr.write(`${sentence.split("\n").map(onOneLine).join("\n")}\n`);
  process.exitCode = 1;
}

/** Node exits with code 0 when the event loop is empty, even while a promise is still awaited. */
const reportUnsettled = () => reportFailure("It broke off: what it waited for never came, nor failed. Try again.");
process.once("beforeExit", reportUnsettled);
program
  .parseAsync()
  .catch((error: unknown) => reportFailure(messageOf(error)))
  .finally(() => process.off("beforeExit", reportUnsettled));
