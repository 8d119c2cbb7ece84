import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { command } from "../command";

describe("pulumi-quay whoami, for a token that may not read its user,", () => {
  const cli = command();
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    quay.features.SUPERUSERS_FULL_ACCESS = false;
    quay.store.addTeam(quay.store.addOrganization("acme"), "ops", "member");
  });
  afterAll(() => quay.close());

  async function asking(scope: string, ...args: string[]) {
    const env = { QUAY_URL: quay.url, QUAY_TOKEN: quay.mint({ scope }) };
    const { code, stdout, stderr } = await cli.run(["whoami", ...args], env);
    expect([code, stderr]).toEqual([0, ""]);
    // A write that is never carried out proves that the token is valid.
    expect(quay.requests.splice(0).filter(({ method }) => method !== "GET")).toHaveLength(1);
    return stdout;
  }
  const scopesOf = async (scope: string, ...args: string[]) => {
    const { held: scopes, missing, unknown } = JSON.parse(await asking(scope, "--json", ...args));
    return { held: scopes, missing, unknown };
  };

  it("proves org:admin where a private repository reveals an organization", async () => {
    quay.push("acme/web", "v1");
    expect(await scopesOf("org:admin")).toEqual({
      held: ["org:admin"],
      missing: ["repo:read", "repo:write", "repo:admin", "user:read", "user:admin"],
      unknown: ["repo:create", "super:user"],
    });
  });

  it("proves org:admin with the organization that is named", async () => {
    expect((await scopesOf("org:admin", "--organization", "acme")).held).toEqual(["org:admin"]);
    expect((await scopesOf("org:admin", "--organization", "missing")).held).toEqual([]);
  });

  it("proves the repository scopes", async () => {
    quay.push("acme/web", "v1");
    expect((await scopesOf("repo:write")).held).toEqual(["repo:read", "repo:write"]);
    expect((await scopesOf("repo:admin")).held).toEqual(["repo:read", "repo:write", "repo:admin"]);
  });

  it("proves super:user, and no other scope where that scope alone would suffice", async () => {
    quay.push("acme/web", "v1");
    expect((await scopesOf("super:user org:admin")).held).toEqual(["org:admin", "super:user"]);
    quay.features.SUPERUSERS_FULL_ACCESS = true;
    const { held: scopes, unknown } = await scopesOf("super:user org:admin");
    expect([scopes, unknown]).toEqual([
      ["super:user"],
      ["repo:read", "repo:write", "repo:admin", "repo:create", "org:admin"],
    ]);
  });

  it("does not claim that there are no scopes when none is proven, and says how more can be proven", async () => {
    const text = await asking("org:admin");
    expect(text).toContain("organizations: not told without user:read\n");
    expect(text).toContain("scopes it has: none is proven, which does not mean that it has none\n");
    expect(text).toContain(
      "scopes that cannot be told: repo:read, repo:write, repo:admin, repo:create, org:admin, super:user\n",
    );
    expect(text).toContain("name an organization with --organization, or use a token with user:read.\n");
  });

  it("uses the stack's Quay with the environment's token where nothing else is set", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-whoami-"));
    const fake = `#!/bin/sh\n[ "$3" = quay:url ] && echo ${quay.url} || exit 255\n`;
    await writeFile(path.join(folder, "pulumi"), fake, { mode: 0o755 });
    const env = { QUAY_TOKEN: quay.token, PATH: `${folder}${path.delimiter}${process.env.PATH}` };
    const { code, stdout } = await cli.run(["whoami"], env);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`admin at ${quay.url} `)]);
    const other = await cli.run(["whoami", "--stack", "dev"], { PATH: env.PATH });
    expect([other.code, other.stderr]).toEqual([
      1,
      "Pulumi failed without a word. See whether pulumi stack works here.\n",
    ]);
    await rm(folder, { recursive: true });
  });

  it("shows the features of Quay that matter to the kinds, and all with --all", async () => {
    const ofProperties = ["CHANGE_TAG_EXPIRATION", "IMMUTABLE_TAGS", "REPO_MIRROR"];
    const ofPolicies = ["AUTO_PRUNE", "EDIT_QUOTA", "QUOTA_MANAGEMENT", "QUOTA_NOTIFICATIONS", "SUPER_USERS"];
    const ofKinds = [...ofPolicies, "ORG_MIRROR", "PROXY_CACHE"];
    const ofEvents = ["IMAGE_EXPIRY_TRIGGER", "SECURITY_SCANNER"];
    quay.features.SECURITY_SCANNER = true;
    const some = [...ofProperties, ...ofKinds, ...ofEvents, "REQUIRE_TEAM_INVITE"].sort();
    expect(await asking("org:admin")).toContain(
      `switched on, of what matters to this provider (--all shows the rest): ${some.join(", ")}\n`,
    );
    quay.features.SECURITY_SCANNER = false;
    const all = await asking("org:admin", "--all");
    expect(all).toMatch(/^switched on: .*AGGREGATED_LOG_COUNT_RETRIEVAL, .*USER_METADATA$/m);
  });
});

describe("--help", () => {
  const cli = command();

  it.each(["whoami", "import-file"])(
    "of %s names the sources of token and URL in the order in which they are read",
    async (name) => {
      const { stdout } = await cli.run([name, "--help"], { QUAY_URL: undefined });
      const words = stdout.replace(/\s+/g, " ");
      expect(words).toContain("(default: quay:url of the stack, else https://quay.io) (env: QUAY_URL)");
      expect(words).toContain("The token is QUAY_TOKEN, else quay:token of the stack");
      expect(words).toContain(
        "The Quay of QUAY_TOKEN is --url, else QUAY_URL, else quay:url of the stack, else https://quay.io.",
      );
    },
  );

  it.each(["rest", "mcp"])("of %s names no stack, which the command does not read", async (name) => {
    const { stdout } = await cli.run([name, "--help"]);
    expect(stdout.replace(/\s+/g, " ")).toContain("address of the Quay (default: https://quay.io) (env: QUAY_URL)");
    expect(stdout).not.toContain("stack");
  });
});
