import type { Command } from "commander";
import { allOnOneLine } from "../../adapters/one-line";
import { getConfig } from "../../provider/quay/api/config";
import { getLoggedInUser, type LoggedInUserView } from "../../provider/quay/api/user";
import { Refusal } from "../../provider/quay/client/errors";
import { Quay } from "../../provider/quay/client/quay";
import { resources } from "../../provider/resources";
import { TokenCheck } from "../../provider/snapshot/token-check";
import { credentials, sources, stacksQuay } from "../login/credentials";
import { more, quayOf, withQuayOptions } from "../serve";
import { type Held, heldBy } from "./token-scopes";

interface WhoamiOptions {
  url?: string;
  caCertificate?: string;
  timeout?: string;
  concurrency?: string;
  stack?: string;
  organization?: string[];
  all?: boolean;
  json?: boolean;
}

interface Answer extends Held {
  url: string;
  version?: string;
  /** Missing when the token may not say it. */
  user?: string;
  organizations: { name: string; administered: boolean }[];
  /** What the Quay has switched on; only what matters to the kinds of this provider, unless all is asked for. */
  features: string[];
}

export function whoamiCommand(command: Command): void {
  withQuayOptions(command, stacksQuay)
    .description("tell whose token it is, what it may do, and what the Quay has switched on")
    .option("--stack <name>", "stack to take the Quay and the token from, if not the current one")
    .option("--organization <name>", "organization to look at as well; may be repeated", more)
    .option("--all", "tell all that the Quay has switched on, not only what matters to this provider")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
${sources}
It fails when Quay does not accept the token.

Quay does not tell a token's scopes. Those it has, and those it has not, are proven by what Quay shows to it of its user,
of organizations and of private repositories: nothing is changed. Without user:read Quay does not say where its user
belongs; then it is looked where private repositories are, and at each --organization.`,
    )
    .action(async (options: WhoamiOptions) => {
      // Quay's names are no more to be trusted than Quay: none may look like a line of ours.
      const answer = allOnOneLine(await whoami(options));
      console.log(options.json ? JSON.stringify(answer, null, 2) : asText(answer, options));
    });
}

async function whoami(options: WhoamiOptions): Promise<Answer> {
  const { url, token, stack } = await credentials(options);
  const caCertificate = options.caCertificate ?? (await stack?.get("quay:caCertificate"));
  const { quay: settings } = quayOf({ ...options, url, caCertificate }, {});
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
      ...(await heldBy(quay, user, features.SUPERUSERS_FULL_ACCESS === true, options.organization)),
      features: Object.keys(features).filter((flag) => features[flag] === true && (options.all || matters(flag))),
    };
  } finally {
    await quay.close();
  }
}

/** Quay answers a dead token and one that may not say whose it is alike; a write tells them apart, without being done. */
async function userOf(quay: Quay): Promise<LoggedInUserView | undefined> {
  try {
    return await getLoggedInUser(quay, {});
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    await new TokenCheck(quay).check();
    return undefined;
  }
}

/** What properties of the kinds depend on, and what decides who may make an organization or join a team. */
const mattering = new Set([
  ...Object.values(resources).flatMap(({ needs }) => Object.values(needs).map(({ feature }) => feature)),
  ...["MAILING", "REQUIRE_TEAM_INVITE", "SUPERUSERS_FULL_ACCESS", "SUPERUSERS_ORG_CREATION_ONLY", "TEAM_SYNCING"],
]);
const matters = (flag: string) => mattering.has(flag);

function asText({ url, version, user, organizations, ...answer }: Answer, { all }: WhoamiOptions): string {
  const list = (names: string[], none = "none") => names.join(", ") || none;
  const { held, missing, unknown, features } = answer;
  const advice =
    "To have more of them proven, name an organization with --organization, or use a token with user:read.";
  return [
    `${user ?? "somebody (the token has no user:read)"} at ${url}${version ? ` (${version})` : ""}`,
    user
      ? `organizations: ${list(organizations.map(({ name, administered }) => (administered ? `${name} (admin)` : name)))}`
      : "organizations: not told without user:read",
    `scopes it has: ${list(held, "none is proven, which does not mean that it has none")}`,
    `scopes it has not: ${list(missing, "none is proven")}`,
    `scopes that cannot be told: ${list(unknown)}`,
    ...(user || unknown.length === 0 ? [] : [advice]),
    `switched on${all ? "" : ", of what matters to this provider (--all shows the rest)"}: ${list(features)}`,
  ].join("\n");
}
