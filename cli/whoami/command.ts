import type { Command } from "commander";
import { allOnOneLine } from "../../adapters/one-line";
import { namedFeatures } from "../../provider/lifecycle/features";
import { getConfig } from "../../provider/quay/api/config";
import { getLoggedInUser, type LoggedInUserView } from "../../provider/quay/api/user";
import { Refusal } from "../../provider/quay/client/errors";
import { Quay } from "../../provider/quay/client/quay";
import { resources } from "../../provider/resources";
import { TokenCheck } from "../../provider/snapshot/token-check";
import { credentials, credentialsHelp, defaultQuay } from "../login/credentials";
import { collect, quaySettings, withQuayOptions } from "../serve";
import { scopesOf, type TokenScopes } from "./token-scopes";

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

interface Report extends TokenScopes {
  url: string;
  version?: string;
  /** Missing when the token has no scope to read it. */
  user?: string;
  organizations: { name: string; administered: boolean }[];
  /** Enabled feature flags; without --all only those that concern the kinds of this provider. */
  features: string[];
}

export function whoamiCommand(command: Command): void {
  withQuayOptions(command, defaultQuay)
    .description("tell whose token it is, what it may do, and what the Quay has switched on")
    .option("--stack <name>", "stack to take the Quay and the token from, if not the current one")
    .option("--organization <name>", "organization to look at as well; may be repeated", collect)
    .option("--all", "tell all that the Quay has switched on, not only what matters to this provider")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
${credentialsHelp}
It fails when Quay does not accept the token.

Quay does not tell a token's scopes. Those it has, and those it has not, are proven by what Quay shows to it of its user,
of organizations and of private repositories: nothing is changed. Without user:read Quay does not say where its user
belongs; then it is looked where private repositories are, and at each --organization.`,
    )
    .action(async (options: WhoamiOptions) => {
      // Names from Quay may contain line breaks, and must not look like lines of this command.
      const answer = allOnOneLine(await whoami(options));
      console.log(options.json ? JSON.stringify(answer, null, 2) : asText(answer, options));
    });
}

async function whoami(options: WhoamiOptions): Promise<Report> {
  const { url, token, stack } = await credentials(options);
  const caCertificate = options.caCertificate ?? (await stack?.get("quay:caCertificate"));
  const { quay: settings } = quaySettings({ ...options, url, caCertificate }, {});
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
      ...(await scopesOf(quay, user, features.SUPERUSERS_FULL_ACCESS === true, options.organization)),
      features: Object.keys(features).filter((flag) => features[flag] === true && (options.all || isRelevant(flag))),
    };
  } finally {
    await quay.close();
  }
}

/** Quay responds with 401 both to a revoked token and to one without user:read; a write that fails its checks tells them apart. */
async function userOf(quay: Quay): Promise<LoggedInUserView | undefined> {
  try {
    return await getLoggedInUser(quay, {});
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    await new TokenCheck(quay).check();
    return undefined;
  }
}

/** Feature flags that the kinds need, and those that decide who may create organizations or join teams. */
const relevantFeatures = new Set([
  ...Object.values(resources).flatMap(namedFeatures),
  ...["MAILING", "REQUIRE_TEAM_INVITE", "SUPERUSERS_FULL_ACCESS", "SUPERUSERS_ORG_CREATION_ONLY", "TEAM_SYNCING"],
]);
const isRelevant = (flag: string) => relevantFeatures.has(flag);

function asText({ url, version, user, organizations, ...answer }: Report, { all }: WhoamiOptions): string {
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
