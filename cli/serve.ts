import { type Command, InvalidArgumentError, Option } from "commander";
import { type Admission, rejectInsecureSetup } from "../adapters/admission";
import { ClientPool } from "../adapters/client-pool";
import { inFlags } from "../adapters/flags";
import type { AdapterContext, HttpApp } from "../adapters/http-app";
import { listen } from "../adapters/listen";
import { type LogStyle, logStyles, RequestLog } from "../adapters/request-log";
import { selectTools } from "../adapters/selection";
import { keepSecret } from "../provider/quay/client/masking";
import { type QuaySettings, settings } from "../provider/quay/settings";
import { untilShutdown } from "./shutdown";

/** The options that start an adapter. */
export interface ServeOptions {
  url?: string;
  caCertificate?: string;
  timeout?: string;
  concurrency?: string;
  host: string;
  port: number;
  apiKey?: string;
  allowHost?: string[];
  log: LogStyle;
  tools?: string[];
}

export function withServeOptions(command: Command, port: number): Command {
  return withQuayOptions(command)
    .option("--tools <names>", "offer only these, separated by commas; all for more than the sixteen", toolNames)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 takes a free one", portNumber, port)
    .addOption(
      new Option(
        "--api-key <key>",
        "what callers have to send as X-Api-Key; others on this machine can read it here, so prefer the variable",
      ).env("PULUMI_QUAY_API_KEY"),
    )
    .option("--allow-host <name>", "name under which it may be called; may be repeated", collect)
    .addOption(new Option("--log <style>", "one line per call on stderr").choices(logStyles).default("json"));
}

/** Adds the options that select a Quay. Commands that read a stack name another default for the help. */
export function withQuayOptions(command: Command, defaultUrl = "https://quay.io"): Command {
  return command
    .addOption(new Option("--url <address>", `address of the Quay (default: ${defaultUrl})`).env("QUAY_URL"))
    .option("--ca-certificate <file>", "certificate authority of the Quay, as PEM")
    .option("--timeout <seconds>", "time for one request to Quay", "30")
    .option("--concurrency <number>", "requests to Quay at once", "64");
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65536) return port;
  throw new InvalidArgumentError("A port is a number up to 65535.");
}

function toolNames(text: string): string[] {
  const tools = text.split(",").map((name) => name.trim());
  try {
    selectTools({ tools });
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return tools;
}

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, values: string[] = []) => [...values, value.toLowerCase()];

/** The settings of a Quay from options, and QUAY_TOKEN if it is set. Throws one sentence that names the invalid option. */
export function quaySettings(
  options: Pick<ServeOptions, "url" | "caCertificate" | "timeout" | "concurrency">,
  { QUAY_TOKEN }: NodeJS.ProcessEnv = process.env,
): { quay: Omit<QuaySettings, "token">; token?: string } {
  const values: Record<string, string | undefined> = {
    "quay:url": options.url,
    "quay:token": QUAY_TOKEN || "none",
    "quay:caCertificate": options.caCertificate,
    "quay:timeoutSeconds": options.timeout,
    "quay:concurrency": options.concurrency,
  };
  try {
    const { token, ...quay } = settings((key) => values[key], {});
    return { quay, ...(QUAY_TOKEN && { token }) };
  } catch (error) {
    throw new Error(inFlags((error as Error).message));
  }
}

/** Creates the context of an adapter from its options and the environment. */
export function adapterContext(options: ServeOptions): AdapterContext {
  const { quay, token } = quaySettings(options);
  const { host, apiKey, allowHost = [] } = options;
  for (const secret of [token, apiKey]) keepSecret(secret);
  const log = new RequestLog(options.log, [token, apiKey]);
  const admission: Admission = { token, apiKey, allowedHosts: [host.toLowerCase(), ...allowHost] };
  return { clients: new ClientPool(quay, (line) => log.message(line)), admission, log };
}

/** Serves until shutdown, then lets the requests in progress finish. Prints the address. */
export async function serveUntilStopped(
  options: ServeOptions,
  adapter: AdapterContext,
  app: HttpApp,
  address: (url: string) => string,
): Promise<void> {
  rejectInsecureSetup(adapter.admission, options.host);
  const shutdownRequested = untilShutdown();
  const { url, close } = await listen(app, options.host, options.port);
  console.log(address(url));
  await shutdownRequested;
  await close();
  await adapter.clients.close();
}
