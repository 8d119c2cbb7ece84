import type { Command } from "commander";
import { getConfig } from "../../api/config";
import { getLoggedInUser } from "../../api/user";
import { Refusal } from "../../client/errors";
import { masked } from "../../client/masking";
import { Quay } from "../../client/quay";
import { Token } from "../../snapshot/token";
import { quayOf, withQuayOptions } from "../surface/serving";
import { credentials } from "./credentials";
import { type Held, heldBy, type User } from "./held";

interface WhoamiOptions {
  url?: string;
  caCertificate?: string;
  timeout?: string;
  concurrency?: string;
  stack?: string;
  json?: boolean;
}

interface Answer extends Held {
  url: string;
  version?: string;
  /** Missing when the token may not say it. */
  user?: string;
  organizations: { name: string; administered: boolean }[];
  /** What the Quay has switched on. */
  features: string[];
}

export function whoamiCommand(command: Command): void {
  withQuayOptions(command)
    .description("tell whose token it is, what it may do, and what the Quay has switched on")
    .option("--stack <name>", "stack to take the token from, if not the current one")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
The token is QUAY_TOKEN, else quay:token of the current Pulumi stack. It fails when Quay does not accept the token.
Quay does not tell a token's scopes: what can be told is told from what the token sees.`,
    )
    .action(async (options: WhoamiOptions) => {
      const answer = await whoami(options);
      console.log(options.json ? JSON.stringify(answer, null, 2) : masked(asText(answer)));
    });
}

async function whoami(options: WhoamiOptions): Promise<Answer> {
  const { url, token } = await credentials(options);
  const { quay: settings } = quayOf({ ...options, url }, {});
  const quay = new Quay({ ...settings, token }, { notice: (line) => process.stderr.write(`${line}\n`) });
  try {
    const user = await userOf(quay);
    const { features, version_number } = await getConfig(quay, {});
    const organizations = user?.organizations ?? [];
    return {
      url: settings.url,
      ...(typeof version_number === "string" && version_number && { version: version_number }),
      ...(user && { user: user.username }),
      organizations: organizations.map(({ name, is_org_admin = false }) => ({ name, administered: is_org_admin })),
      ...(await heldBy(quay, user, features.SUPERUSERS_FULL_ACCESS === true)),
      features: Object.keys(features).filter((flag) => features[flag] === true),
    };
  } finally {
    await quay.close();
  }
}

/** Quay answers a dead token and one that may not say whose it is alike; a write tells them apart, without being done. */
async function userOf(quay: Quay): Promise<User | undefined> {
  try {
    return await getLoggedInUser(quay, {});
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    await new Token(quay).check();
    return undefined;
  }
}

function asText({ url, version, user, organizations, held, missing, unknown, features }: Answer): string {
  const list = (names: string[]) => names.join(", ") || "none";
  return [
    `${user ?? "somebody (the token has no user:read)"} at ${url}${version ? ` (${version})` : ""}`,
    `organizations: ${list(organizations.map(({ name, administered }) => (administered ? `${name} (admin)` : name)))}`,
    `scopes it has: ${list(held)}`,
    `scopes it has not: ${list(missing)}`,
    `scopes that cannot be told: ${list(unknown)}`,
    `switched on: ${list(features)}`,
  ].join("\n");
}
