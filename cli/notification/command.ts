import type { Command } from "commander";
import type { Connection } from "../../provider/lifecycle/definition";
import { credentialsHelp } from "../login/credentials";
import { onEach, withFailures } from "../on-each";
import { type QuayAccessOptions, withQuayAccessOptions } from "../quay-access";
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
    .action((ids: string[], options: QuayAccessOptions) =>
      withFailures(options, (access) => onEach(ids, (id) => act((of) => access.connectionFor(of), id))),
    );
}
