import { setTimeout as sleep } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { inFlags } from "../../adapters/flags";
import { onOneLine } from "../../adapters/one-line";
import { getLoggedInUser } from "../../provider/quay/api/user";
import { Quay } from "../../provider/quay/client/quay";
import { defaultRetryPolicy } from "../../provider/quay/client/retry";
import { type Scope, scopes } from "../../provider/quay/operation";
import { portNumber, quaySettings } from "../serve";
import { beginLogin, neededByKinds, parseScopes } from "./authorize";
import { openBrowser } from "./browser";
import { startRedirectServer } from "./redirect-server";
import { tokenStorage } from "./token-storage";

interface LoginOptions {
  clientId: string;
  scope: Scope[];
  port: number;
  stack?: string;
  print?: boolean;
  browser: boolean;
  caCertificate?: string;
  timeout: string;
  wait: number;
}

const say = (line: string) => process.stderr.write(`${line}\n`);

export function loginCommand(command: Command): void {
  command
    .description("get a token in the browser, and keep it as quay:token of the current stack")
    .argument("<host>", "the Quay, for example quay.example.com")
    .requiredOption("--client-id <id>", "client ID of an OAuth application of an organization")
    .addOption(
      new Option("--scope <scopes>", "scopes to ask for, separated by commas")
        .argParser(scopesOption)
        .default(neededByKinds, neededByKinds.join(",")),
    )
    .option("--print", "print the token instead of keeping it")
    .option("--stack <name>", "stack to keep it in, if not the current one")
    .option("--port <number>", "port to come back to", portNumber, 7829)
    .option("--no-browser", "only print the address to open")
    .option("--ca-certificate <file>", "certificate authority of the Quay, as PEM")
    .option("--timeout <seconds>", "time for one request to Quay", "30")
    .option("--wait <seconds>", "how long to wait for the browser", secondsOption, 300)
    .addHelpText(
      "after",
      `
The application is made once, in Quay: organization, Applications, Create New Application. Its redirect URI has to be
http://127.0.0.1:7829/ (or that of your --port), and its client ID is under OAuth Information.

Asked for, unless --scope says otherwise, is what all kinds of the provider need together:
${neededByKinds.map((scope) => `  ${scope.padEnd(12)} ${scopes[scope]}`).join("\n")}
Ask for less where less is enough: org:admin for teams and robots, repo:admin for repositories and their permissions,
repo:create to create them, user:admin to create organizations. user:read is added, to see whose token it is.

  pulumi-quay login quay.example.com --client-id ABC123
  QUAY_TOKEN=$(pulumi-quay login quay.example.com --client-id ABC123 --scope repo:read --print)`,
    )
    .action(login);
}

async function login(host: string, options: LoginOptions): Promise<void> {
  const { quay: settings } = quaySettings({ url: addressOf(host), ...options }, {});
  // A stack that cannot store the token is reported before the user authorizes anything.
  const store = options.print ? undefined : await tokenStorage(settings.url, options.stack);
  const server = await startRedirectServer(options.port);
  try {
    const { authorize, state } = beginLogin(settings.url, options.clientId, options.scope, server.address);
    say(`Open this address, if your browser does not:\n\n  ${authorize}\n`);
    // Any user of this machine can read the arguments of the browser process, so they must not contain the state.
    if (options.browser) openBrowser(server.startAddress(authorize));
    const timer = new AbortController();
    const timeout = sleep(options.wait * 1000, undefined, { signal: timer.signal }).then(() => {
      throw new Error(
        `Nobody came back from the browser in ${options.wait} seconds. Begin again, with more time as --wait.`,
      );
    });
    const received = Promise.race([server.receiveToken(state), timeout]);
    const { token, respond } = await received.finally(() => timer.abort());
    try {
      await respond(200, `${await verifyAndStore(token)} at ${settings.url}. You may close this window.`);
    } catch (error) {
      await respond(502, (error as Error).message);
      throw error;
    }
    if (options.print) console.log(token);
  } finally {
    server.close();
  }

  async function verifyAndStore(token: string): Promise<string> {
    const quay = new Quay({ ...settings, token }, { notice: say, retryPolicy: { ...defaultRetryPolicy, tries: 1 } });
    const { username } = await getLoggedInUser(quay, {})
      .catch((error: Error) => Promise.reject(new Error(inLoginTerms(error.message), { cause: error })))
      .finally(() => quay.close());
    await store?.(token);
    const stored = store ? " The token is quay:token of the stack now." : "";
    const name = onOneLine(username);
    say(`Logged in to ${settings.url} as ${name}.${stored}`);
    return name;
  }
}

/** The address of Quay is an argument of this command, not --url. */
const inLoginTerms = (sentence: string) => inFlags(sentence).replaceAll("--url", "<host>");

function scopesOption(text: string): Scope[] {
  try {
    return parseScopes(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function secondsOption(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give whole seconds, for example 300.");
}

/** The address of a host; one with http:// is kept for a Quay without HTTPS. */
export const addressOf = (host: string) => (/^https?:\/\//.test(host) ? host : `https://${host}`);
