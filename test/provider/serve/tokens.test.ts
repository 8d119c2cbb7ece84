import { harness } from "../../harness";

const scopes = "repo:admin repo:create org:admin user:admin";

describe("A token for each namespace", () => {
  const at = harness();
  const config = () => ({
    "quay:token": at.quay.mint({ user: "platform", scope: scopes }),
    "quay:tokens": JSON.stringify({ acme: at.quay.mint({ user: "alice", scope: scopes }) }),
  });

  beforeEach(async () => {
    at.quay.addUser("alice");
    at.quay.addUser("platform");
    const { store } = at.quay;
    store.addOrganization("acme", store.user("alice") as never);
    store.addOrganization("umbrella", store.user("platform") as never);
  });

  it("is used for the resources of the namespace, and the stack's token for the rest", async () => {
    const settings = config();
    for (const namespace of ["acme", "umbrella"]) {
      const repository = await at.run("Repository", settings).create({ namespace, name: "web" });
      const team = await at.run("Team", settings).create({ organization: namespace, name: "ops" });
      const grant = { repository: `${namespace}/web`, team: "ops", role: "read" };
      const granted = await at.run("RepositoryTeamPermission", settings).create(grant);
      expect(await at.run("Repository", settings).refresh(repository)).toEqual(repository);
      await at.run("RepositoryTeamPermission", settings).delete(granted);
      await at.run("Team", settings).delete(team);
      await at.run("Repository", settings).delete(repository);
    }
  });

  it("is not used to create an organization, which exists only after that", async () => {
    const settings = { ...config(), "quay:tokens": JSON.stringify({ fresh: "none" }) };
    const state = await at.run("Organization", settings).create({ name: "fresh" });
    expect(at.quay.store.organization("fresh")).toBeDefined();
    await expect(at.run("Organization", settings).refresh(state)).rejects.toThrow("does not accept the token");
  });

  it("sees that the organization was recreated in the same run with the stack's token", async () => {
    const mint = () => at.quay.mint({ user: "platform", scope: scopes });
    const settings = { "quay:token": mint(), "quay:tokens": JSON.stringify({ umbrella: mint() }) };
    const team = { organization: "umbrella", name: "ops", adopt: true };
    const created = await at.run("Team", settings).create(team);
    const organization = await at.run("Organization", settings).get("umbrella");
    const { run } = at.operation();
    await run("Team", settings).refresh(created);
    await run("Organization", settings).delete(organization);
    expect(await run("Team", settings).refresh(created)).toBeUndefined();
    at.quay.collectGarbage();
    await run("Organization", settings).create({ name: "umbrella" });
    at.requested();
    await run("Team", settings).create({ organization: "umbrella", name: "owners", role: "admin" });
    expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
  });

  it("is refused in one sentence when it is not a map of tokens", async () => {
    for (const tokens of ["acme", '["a"]', '{"acme": ""}']) {
      await expect(
        at.run("Team", { "quay:tokens": tokens }).check({ organization: "acme", name: "ops" }),
      ).rejects.toThrow(
        "quay:tokens maps namespaces to tokens: pulumi config set --secret --path 'quay:tokens.acme' <token>; for a name with " +
          "a dot --path 'quay:tokens[\"acme.eu\"]'.",
      );
    }
  });

  it("that is refused while QUAY_TOKEN is another gets a hint that a setting takes precedence", async () => {
    const refused = () => at.run("Team", { "quay:token": "dead" }).create({ organization: "acme", name: "ops" });
    const said = "QUAY_TOKEN holds another one, but a setting goes before it.";
    await expect(refused()).rejects.not.toThrow(said);
    process.env.QUAY_TOKEN = at.quay.token;
    try {
      await expect(refused()).rejects.toThrow(said);
    } finally {
      delete process.env.QUAY_TOKEN;
    }
  });
});
