import { harness, type State } from "../../harness";

const always = { times: Number.POSITIVE_INFINITY };
const known = (id: string, outputs: Record<string, unknown> = {}): State => ({ id, inputs: {}, outputs });

describe("An object that a list omits exists while Quay shows it elsewhere:", () => {
  const at = harness();
  beforeEach(() => {
    const { store } = at.quay;
    at.quay.addUser("alice");
    const acme = store.addOrganization("acme", store.user("admin"));
    const ops = store.addTeam(acme, "ops", "creator");
    const ci = store.addRobot(acme, "ci", "Builds.");
    store.join(ops, store.user("alice") as never);
    store.join(ops, ci);
    at.quay.push("acme/web", "v1");
    const web = store.repository("acme", "web") as never;
    store.grant(web, store.user("alice") as never, "read");
    store.grant(web, ci, "write");
    store.grant(web, ops, "admin");
    acme.prototypes.set("u-1", { id: "u-1", role: "read", activatingUser: undefined, delegate: ops });
    at.requested();
  });

  const seen = (kind: string, id: string, outputs?: Record<string, unknown>) =>
    at.run(kind).refresh(known(id, outputs));

  /** The response to a GET, modified. */
  async function changed(path: string, change: (body: never) => void): Promise<{ status: number; body: unknown }> {
    const body = await at.callQuay(`GET ${path}`);
    change(body as never);
    return { status: 200, body };
  }

  it("a team, in the list of its organization", async () => {
    const without = await changed("/v1/organization/acme", (body: { teams: Record<string, unknown> }) => {
      delete body.teams.ops;
    });
    at.quay.fail("GET /v1/organization/{orgname}", without);
    expect(await seen("Team", "acme/ops")).toMatchObject({ outputs: { role: "creator" } });
    at.quay.fail("GET /v1/organization/{orgname}", without, always);
    await expect(seen("Team", "acme/ops")).rejects.toThrow(
      "Quay shows the members of team acme/ops, but no such team of its organization.",
    );
  });

  it("the owners of an organization: a token that does not see them sees no teams", async () => {
    const without = await changed("/v1/organization/acme", (body: { teams: object }) => {
      body.teams = {};
    });
    at.quay.fail("GET /v1/organization/{orgname}", without, always);
    for (const [kind, id] of [
      ["Team", "acme/ops"],
      ["Organization", "acme"],
    ] as const)
      await expect(seen(kind, id)).rejects.toThrow(
        "Quay shows organization acme without its team owners, which it has.",
      );
  });

  it("an organization whose owners were deleted is still read", async () => {
    const { store } = at.quay;
    store.join(store.addTeam(store.organization("acme") as never, "admins", "admin"), store.user("admin") as never);
    await at.callQuay("DELETE /v1/organization/acme/team/owners");
    expect(await seen("Organization", "acme")).toBeDefined();
    expect(await seen("Team", "acme/ops")).toBeDefined();
    expect(await seen("Team", "acme/owners")).toBeUndefined();
  });

  it("a user, in the organization's and the team's members", async () => {
    at.quay.fail("GET /v1/organization/{orgname}/members", { status: 200, body: { members: [] } }, always);
    const team = { status: 200, body: { name: "ops", members: [], can_edit: true } };
    at.quay.fail("GET /v1/organization/{orgname}/team/{teamname}/members", team, always);
    expect(await seen("TeamMember", "acme/ops/alice", { invited: false })).toBeDefined();
    expect(await seen("TeamMember", "acme/owners/alice", { invited: false })).toBeUndefined();
  });

  it("a robot, in the team's members", async () => {
    at.quay.fail("GET /v1/organization/{orgname}/robots", { status: 200, body: { robots: [] } }, always);
    const team = { status: 200, body: { name: "ops", members: [], can_edit: true } };
    at.quay.fail("GET /v1/organization/{orgname}/team/{teamname}/members", team, always);
    expect(await seen("TeamMember", "acme/ops/acme+ci", { invited: false })).toBeDefined();
  });

  it("an invited user, in the team's members", async () => {
    at.quay.features.MAILING = true;
    at.quay.addUser("bob");
    await at.callQuay("PUT /v1/organization/acme/team/ops/members/bob");
    const team = { status: 200, body: { name: "ops", members: [], can_edit: true } };
    at.quay.fail("GET /v1/organization/{orgname}/team/{teamname}/members", team);
    expect(await seen("TeamMember", "acme/ops/bob", { invited: true })).toMatchObject({ outputs: { invited: true } });
  });

  it("a grant to a user, in its repository's", async () => {
    const none = { status: 200, body: { permissions: {} } };
    at.quay.fail("GET /v1/repository/{repository}/permissions/user/", none, always);
    expect(await seen("RepositoryUserPermission", "acme/web/user/alice")).toMatchObject({ outputs: { role: "read" } });
    expect(await seen("RepositoryUserPermission", "acme/web/user/nobody")).toBeUndefined();
  });

  it("a grant to a robot or team, in its own and its repository's", async () => {
    const none = { status: 200, body: { permissions: {} } };
    const nowhere = { status: 200, body: { permissions: [] } };
    at.quay.fail("GET /v1/repository/{repository}/permissions/user/", none, always);
    at.quay.fail("GET /v1/repository/{repository}/permissions/team/", none, always);
    at.quay.fail("GET /v1/organization/{orgname}/team/{teamname}/permissions", nowhere, always);
    at.quay.fail("GET /v1/organization/{orgname}/robots/{robot_shortname}/permissions", nowhere, always);
    expect(await seen("RepositoryTeamPermission", "acme/web/team/ops")).toMatchObject({ outputs: { role: "admin" } });
    expect(await seen("RepositoryUserPermission", "acme/web/user/acme+ci")).toMatchObject({
      outputs: { role: "write" },
    });
  });

  it("a robot, in its organization's", async () => {
    at.quay.fail("GET /v1/organization/{orgname}/robots", { status: 200, body: { robots: [] } }, always);
    expect(await seen("Robot", "acme+ci")).toMatchObject({ outputs: { description: "Builds." } });
  });

  it("a default permission, in the list read once more", async () => {
    at.quay.fail("GET /v1/organization/{orgname}/prototypes", { status: 200, body: { prototypes: [] } });
    expect(await seen("DefaultPermission", "acme/team/ops")).toMatchObject({ outputs: { role: "read" } });
  });

  it("a tag, in the filtered list read once more", async () => {
    const none = { status: 200, body: { tags: [], page: 1, has_additional: false } };
    at.quay.fail("GET /v1/repository/{repository}/tag/", none);
    expect(await seen("Tag", "acme/web:v1")).toBeDefined();
  });

  it("and a kind that looks up before creating is not created a second time", async () => {
    at.quay.fail("GET /v1/organization/{orgname}/prototypes", { status: 200, body: { prototypes: [] } });
    const least = { organization: "acme", team: "ops", role: "read" };
    await at.run("DefaultPermission").create(least);
    expect(at.quay.store.organization("acme")?.prototypes.size).toBe(1);
  });

  it("a list that cannot be read once more confirms nothing", async () => {
    at.quay.fail("GET /v1/organization/{orgname}/prototypes", { status: 200, body: { prototypes: [] } });
    at.quay.fail("GET /v1/organization/{orgname}/prototypes", 503, always);
    await expect(seen("DefaultPermission", "acme/team/ops")).rejects.toThrow("Could not read");
  });
});
