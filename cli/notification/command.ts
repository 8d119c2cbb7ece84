import type { Command } from "commander";
import { inFlags } from "../../adapters/flags";
import { onOneLine } from "../../adapters/one-line";
import type { Connection } from "../../provider/lifecycle/definition";
import { messageOf } from "../../provider/quay/client/errors";
import { credentialsHelp } from "../login/credentials";
import { type QuayAccessOptions, stackSettings, withQuay, withQuayAccessOptions } from "../quay-access";
import { reset, test } from "./notification";

export function notificationCommand(command: Command): void {
  command.description("send a notification once, or start one again that Quay stopped");
  subcommand(command.command("test"), test)
    .description("make Quay send notifications once, with made-up contents")
    .addHelpText(
      "after",
      `
Quay does not say whether it arrived: look there or, later, at its failures, which getNotifications and Quay's web page show.
It fails for a notification that Quay has stopped, because Quay would accept that and send nothing.

${examples("test")}`,
    );
  subcommand(command.command("reset"), reset)
    .description("start notifications again that Quay stopped after three failures in a row")
    .addHelpText(
      "after",
      `
One that a stack manages is started again by pulumi up --refresh too.

${examples("reset")}`,
    );
}

const examples = (action: string) => `\
A notification is named by what it belongs to and its title or, without one, its uuid:

  pulumi-quay notification ${action} "acme/web:Pushes to Slack"
  pulumi-quay notification ${action} "acme:Nearly full"

${credentialsHelp}`;

type Act = (connectionFor: (namespace: string) => Connection, id: string) => Promise<string>;

function subcommand(command: Command, act: Act): Command {
  return withQuayAccessOptions(command)
    .argument("<notifications...>", 'for example "acme/web:Pushes to Slack"')
    .action(async (ids: string[], options: QuayAccessOptions) => {
      const settings = await stackSettings(options);
      const failures = await withQuay(settings, (access) =>
        actOnEach(act, (of) => access.connectionFor(of), ids),
      ).catch((error: Error) => {
        throw new Error(inFlags(error.message), { cause: error });
      });
      if (failures.length > 0) throw new Error(failures.join("\n"));
    });
}

/** Acts on one after the other, and returns what failed. */
async function actOnEach(act: Act, connectionFor: (namespace: string) => Connection, ids: string[]): Promise<string[]> {
  const failures: string[] = [];
  for (const id of ids) {
    try {
      process.stderr.write(`${onOneLine(await act(connectionFor, id))}\n`);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  return failures;
}
