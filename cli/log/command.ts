import { type Command, InvalidArgumentError, Option } from "commander";
import { allOnOneLine } from "../../adapters/one-line";
import { momentText } from "../../provider/lifecycle/drift/sentence";
import { Refusal } from "../../provider/quay/client/errors";
import type { Snapshot } from "../../provider/snapshot";
import { absence } from "../../provider/snapshot/absence";
import { table } from "../access/table";
import { credentialsHelp } from "../login/credentials";
import { say, withFailures } from "../on-each";
import { type QuayAccessOptions, withQuayAccessOptions } from "../quay-access";
import { detailsOf } from "./entries";
import { type LogLine, readLog } from "./log";

interface LogCommandOptions extends QuayAccessOptions {
  since: number;
  who?: string;
  object?: string;
  pages: number;
  json?: boolean;
}

export function logCommand(command: Command): void {
  withQuayAccessOptions(command)
    .description("tell what happened in an organization, from Quay's log, in the ids of this package")
    .argument("<organization>", "or your own user")
    .addOption(
      new Option("--since <when>", "how far back: 24h, 7d, or a moment such as 2026-11-28")
        .argParser(moment)
        .default(moment("24h"), "24h"),
    )
    .option("--who <name>", "only what this user or robot did")
    .option("--object <id>", 'only what is about this, or in it: acme/web, acme/web:v1, "Team acme/ops"')
    .option("--pages <number>", "pages of 20 entries to read at most", positive, 50)
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
  pulumi-quay log acme --since 7d --object acme/web

Newest first. Quay logs pulls and logins here too; it logs neither tags that expire or that mirrors delete, nor people who are
removed from an organization or by a directory, nor what happens while logging is switched off.

${credentialsHelp}`,
    )
    .action((namespace: string, options: LogCommandOptions) =>
      withFailures(options, async (access) => {
        const { snapshot } = access.connectionFor(namespace);
        const lines: LogLine[] = [];
        let isCut = false;
        try {
          for await (const line of readLog(snapshot, namespace, options)) {
            if (line === "cut") isCut = true;
            else lines.push(line);
          }
        } catch (error) {
          throw await explained(error, snapshot, namespace, options.who);
        }
        console.log(options.json ? asJson(lines, namespace) : asText(lines, namespace));
        const pages = options.pages === 1 ? "1 page" : `${options.pages} pages`;
        if (isCut) say(`The log goes on after ${pages}. Read more with --pages, or less with --who.`);
        return [];
      }),
    );
}

function asText(lines: LogLine[], namespace: string): string {
  const rows = lines.map((line) => [
    momentText(line.time),
    line.performer ?? "",
    line.objects.join(", ") || "-",
    line.kind,
    detailsOf(line, namespace),
    line.application === undefined ? "" : `token ${JSON.stringify(line.application)}`,
    line.address ?? "",
  ]);
  if (rows.length === 0) return "Nothing of it in the log.";
  return table(
    ["when", "who", "object", "what", "details", "how", "address"],
    rows,
    process.stdout.isTTY === true,
  ).join("\n");
}

function asJson(lines: LogLine[], namespace: string): string {
  const entries = lines.map(({ time, performer: who, application: token, details, ...rest }) => ({
    ...{ when: new Date(time).toISOString(), who, token, ...rest },
    details: Object.fromEntries(Object.entries(details).filter(([name]) => !name.startsWith("oauth_token"))),
  }));
  return JSON.stringify(allOnOneLine({ format: "pulumi-quay log", version: 1, namespace, entries }), null, 2);
}

async function explained(
  error: unknown,
  snapshot: Snapshot,
  namespace: string,
  who: string | undefined,
): Promise<unknown> {
  if (!(error instanceof Refusal)) return error;
  // Of a performer that it does not know Quay has an error page.
  if (who !== undefined && error.status >= 500)
    return new Error(`Quay has no log of ${who}: there is no such user or robot, or it failed. ${error.message}`);
  return snapshot.of(absence).explained(error, namespace);
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function moment(text: string): number {
  const [, amount, unit = ""] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  if (amount) return Date.now() - Number(amount) * (UNITS[unit] ?? 0);
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  // Quay refuses days to come as a request that it could not understand.
  if (!(time <= Date.now()))
    throw new InvalidArgumentError("Write 24h, 7d, or a past moment such as 2026-11-28 or 2026-11-28T03:00:00Z.");
  return time;
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It is a whole number from 1.");
}
