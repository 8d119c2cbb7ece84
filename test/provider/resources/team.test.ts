import { harness } from "../../harness";
import { laws } from "../../laws";

laws("Team");

describe("Team", () => {
  const at = harness();
  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
  });

  it("costs one write to create, after two reads of its organization for all teams created at once", async () => {
    const run = at.run("Team");
    const names = ["ops", "sre", "dev"];
    const states = await Promise.all(names.map((name) => run.create({ organization: "acme", name })));
    const put = "PUT /v1/organization/{orgname}/team/{teamname}";
    const look = "GET /v1/organization/{orgname}";
    expect(at.requested()).toEqual([look, look, put, put, put]);
    const refresh = at.run("Team");
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}"]);
  });

  it("owners needs no adopt, and deleting it keeps it in the organization, with one line of notice", async () => {
    const state = await at.run("Team").create({ organization: "acme", name: "owners", role: "admin" });
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}"]);
    const run = at.run("Team");
    await run.delete(state);
    expect(at.requested()).toEqual([]);
    expect(run.notices).toEqual([
      "Team acme/owners stays in Quay: its members administer the organization, and it goes with it.",
    ]);
    expect(at.quay.store.team("acme", "owners")).toBeDefined();
  });

  it("owners may be removed from the program while its members stay: it stays in Quay, and they are not recreated", async () => {
    const owners = await at.run("Team").create({ organization: "acme", name: "owners", role: "admin" });
    const program = { organization: "acme", team: "owners", member: "admin" };
    const member = await at.run("TeamMember").create(program);
    const { run } = at.operation();
    await run("TeamMember").diff(member, program);
    await run("Team").delete(owners);
    expect(await run("TeamMember").diff(member, program)).toEqual({ changes: false });
  });

  it("owners keeps its role", async () => {
    const { failures } = await at.run("Team").check({ organization: "acme", name: "owners" });
    expect(failures).toEqual([
      { property: "role", reason: 'Team owners administers the organization. Write role: "admin".' },
    ]);
  });

  it("that makes the caller an administrator is kept, with a notice", async () => {
    const token = at.quay.mint({ scope: "org:admin repo:admin user:admin" });
    const state = await at.run("Team").create({ organization: "acme", name: "platform", role: "admin" });
    await at.callQuay("PUT /v1/organization/acme/team/platform/members/admin");
    await at.callQuay("DELETE /v1/organization/acme/team/owners");
    const run = at.run("Team", { "quay:token": token });
    await run.delete(state);
    expect(run.notices).toEqual([expect.stringContaining("Team acme/platform stays in Quay: without it")]);
    expect(at.quay.store.team("acme", "platform")).toBeDefined();
  });

  it("created by somebody else while this run creates it is not adopted", async () => {
    await at.callQuay("PUT /v1/organization/acme/team/ops", { role: "admin", description: "Theirs." });
    await expect(at.run("Team").create({ organization: "acme", name: "ops" })).rejects.toThrow(
      "Team acme/ops already exists and is not managed by this stack. Set adopt: true to take it over, or choose another name.",
    );
    expect(at.quay.store.team("acme", "ops")).toMatchObject({ role: "admin", description: "Theirs." });
  });

  it("that the token may not delete is reported in Quay's words", async () => {
    const state = await at.run("Team").create({ organization: "acme", name: "ops" });
    const token = at.quay.mint({ scope: "repo:read" });
    await expect(at.run("Team", { "quay:token": token }).delete(state)).rejects.toThrow(
      'Unauthorized (403). It needs a token with the scope org:admin ("Administer Organization"), and a user who may do this.',
    );
  });

  it("whose logical name is not a valid name in Quay is refused with how to set another", async () => {
    const { failures } = await at.run("Team").check({ organization: "acme", __logicalName: "Ops Team" });
    expect(failures[0]?.reason).toMatch(
      /^"Ops Team" is not a team name\. .* It is the resource's own name; give it another as name\.$/,
    );
  });

  it("deleted and recreated in one run is created", async () => {
    const run = at.run("Team");
    const state = await run.create({ organization: "acme", name: "ops" });
    await run.delete(state);
    expect((await run.create({ organization: "acme", name: "ops" })).id).toBe("acme/ops");
  });
});
