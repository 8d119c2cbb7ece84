import type { Command } from "commander";
import { type Access, Connections } from "../provider/serve/connections";
import { credentials, defaultQuay } from "./login/credentials";
import { type ServeOptions, withQuayOptions } from "./serve";

/** The options that select a Quay, and the stack whose token is used. */
export interface QuayAccessOptions extends Pick<ServeOptions, "url" | "caCertificate" | "timeout" | "concurrency"> {
  stack?: string;
}

export const withQuayAccessOptions = (command: Command): Command =>
  withQuayOptions(command, defaultQuay).option(
    "--stack <name>",
    "stack to take the Quay and the token from, if not the current one",
  );

/** The settings of the stack that the token is from, so that what is read is what the stack would read. */
export async function stackSettings(options: QuayAccessOptions): Promise<Record<string, string | undefined>> {
  const { url, token, stack } = await credentials(options);
  return {
    "quay:url": url,
    "quay:token": token,
    "quay:tokens": await stack?.get("quay:tokens"),
    "quay:registry": await stack?.get("quay:registry"),
    "quay:caCertificate": options.caCertificate ?? (await stack?.get("quay:caCertificate")),
    "quay:timeoutSeconds": options.timeout,
    "quay:concurrency": options.concurrency,
  };
}

/** Runs `work` with connections to the Quay of these settings. Notices go to stderr. */
export async function withQuay<Result>(
  settings: Readonly<Record<string, string | undefined>>,
  work: (access: Access, connections: Connections, setting: (key: string) => string | undefined) => Promise<Result>,
): Promise<Result> {
  const connections = new Connections(undefined, (line) => process.stderr.write(`${line}\n`));
  const setting = (key: string) => settings[key];
  try {
    // Invalid settings are reported once here, not for each resource.
    return await work(connections.get(setting), connections, setting);
  } finally {
    await connections.close();
  }
}
