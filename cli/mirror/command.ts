import { type Command, InvalidArgumentError } from "commander";
import { messageOf } from "../../provider/quay/client/errors";
import type { Access } from "../../provider/serve/connections";
import type { Snapshot } from "../../provider/snapshot";
import { namespaceOf } from "../../provider/snapshot/containers";
import { interruptible } from "../interruption";
import { credentialsHelp } from "../login/credentials";
import { onEach, say, withFailures } from "../on-each";
import { type QuayAccessOptions, withQuayAccessOptions } from "../quay-access";
import { cancel, faultOfName, sync, verify } from "./mirror";
import { syncProgress } from "./progress";
import { outcome, untilEnded } from "./wait";

interface SyncOptions extends QuayAccessOptions {
  wait?: true;
  waitTimeout: number;
}

export function mirrorCommand(command: Command): void {
  command.description("synchronize a mirror now, cancel that, or try where an organization's comes from");
  subcommand(command.command("sync"))
    .description("have Quay synchronize mirrors as soon as one of its workers is free")
    .option("--wait", "show how far Quay is, and fail unless all end with SUCCESS")
    .option("--wait-timeout <seconds>", "how long to wait for all of them; Quay goes on after that", seconds, 3600)
    .addHelpText(
      "after",
      help("sync", "A mirror whose password is wrong only shows that now: Quay tries no password before."),
    )
    .action((names: string[], options: SyncOptions) =>
      withFailures(options, (access) => syncAll(access, names, options)),
    );
  subcommand(command.command("cancel"))
    .description("end the synchronization of mirrors")
    .addHelpText(
      "after",
      help("cancel", "Quay then begins none by itself: its schedule begins again with pulumi-quay mirror sync."),
    )
    .action((names: string[], options: QuayAccessOptions) =>
      withFailures(options, (access) => onEach(names, (name) => cancel(snapshotOf(access, name), name))),
    );
  subcommand(command.command("verify"))
    .description("try whether the registry that organizations are mirrored from answers and accepts the login")
    .addHelpText("after", help("verify", "Quay can do that for organizations only.", "acme"))
    .action((names: string[], options: QuayAccessOptions) =>
      withFailures(options, (access) => onEach(names, (name) => verify(snapshotOf(access, name), name))),
    );
}

const help = (action: string, about: string, ...names: string[]) => `
${about}

${(names.length > 0 ? names : ["acme/alpine", "acme"]).map((name) => `  pulumi-quay mirror ${action} ${name}`).join("\n")}

${credentialsHelp}`;

const subcommand = (command: Command): Command =>
  withQuayAccessOptions(command).argument(
    "<mirrors...>",
    "repositories such as acme/alpine, and organizations such as acme",
    mirrorName,
  );

function mirrorName(name: string, names: string[] = []): string[] {
  const fault = faultOfName(name);
  if (fault) throw new InvalidArgumentError(fault);
  return [...names, name];
}

function seconds(text: string): number {
  const number = Number(text);
  if (number >= 1 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("It is a number of seconds from 1.");
}

const snapshotOf = (access: Access, name: string): Snapshot => access.connectionFor(namespaceOf(name)).snapshot;

async function syncAll(access: Access, names: string[], { wait, waitTimeout }: SyncOptions): Promise<string[]> {
  const begun: string[] = [];
  const failures = await onEach(names, async (name) => {
    const told = await sync(snapshotOf(access, name), name);
    begun.push(name);
    return told;
  });
  return wait ? [...failures, ...(await waitForAll(access, begun, waitTimeout))] : failures;
}

/** They synchronize beside one another, however one waits. */
async function waitForAll(access: Access, names: string[], waitTimeout: number): Promise<string[]> {
  const deadline = Date.now() + waitTimeout * 1000;
  const failures: string[] = [];
  const unfinished: string[] = [];
  await interruptible(async (signal) => {
    for (const name of names) {
      const { show, stop } = syncProgress(name);
      try {
        const snapshot = snapshotOf(access, name);
        const ended = await untilEnded(snapshot, name, { deadline, signal, show }).finally(stop);
        if (ended) say(await outcome(snapshot, name, ended));
        else unfinished.push(name);
      } catch (error) {
        failures.push(messageOf(error));
      }
    }
    if (unfinished.length > 0)
      failures.push(goesOn(unfinished, signal.aborted ? "Interrupted" : `Not done after ${waitTimeout} s`));
  });
  return failures;
}

const goesOn = (names: string[], why: string) =>
  `${why}: Quay goes on with ${names.join(", ")}. To end that: pulumi-quay mirror cancel ${names.join(" ")}`;
