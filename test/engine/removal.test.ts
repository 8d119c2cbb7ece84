import { onBothFaces, onOneFace } from "./faces";
import { Story } from "./stack";

onOneFace("A user who is removed from the program", (quay) => {
  const story = new Story();
  const program = (people: string[]) => () => {
    new quay.OrganizationBlueprint("acme", {
      teams: { ops: { role: "admin", members: people } },
      repositories: { web: { users: Object.fromEntries(people.map((name) => [name, "write"])) } },
      defaultPermissions: { users: Object.fromEntries(people.map((name) => [name, "read"])) },
    });
  };
  const holds = () => {
    const { store } = story.quay;
    const members = [...(store.team("acme", "ops")?.members ?? [])].map(({ name }) => name);
    const grants = [...(store.repository("acme", "web")?.grants.keys() ?? [])].map(({ name }) => name);
    return { members, grants };
  };

  it("loses memberships, grants and default permissions, and nobody else does", async () => {
    for (const name of ["alice", "bob"]) story.quay.addUser(name);
    await story.up(program(["alice", "bob"]));
    const { steps } = await story.up(program(["bob"]));
    expect(steps.sort()).toEqual([
      "delete DefaultPermission acme/user/alice",
      "delete RepositoryUserPermission acme/web/alice",
      "delete TeamMember acme/ops/alice",
    ]);
    expect(holds()).toMatchObject({ members: ["bob"] });
    expect(holds().grants).toContain("bob");
    expect(holds().grants).not.toContain("alice");
  });
});

onBothFaces("An organization that is removed from the stack and kept in Quay", (quay) => {
  const story = new Story();
  const program = (retainOnDelete?: boolean) => () => {
    new quay.OrganizationBlueprint(
      "acme",
      { teams: { ops: { role: "admin" } }, robots: { ci: {} }, repositories: { web: { robots: { ci: "write" } } } },
      { retainOnDelete },
    );
  };

  it("is kept by retainOnDelete, which is stored in the state first; then the blueprint is removed without a request to Quay", async () => {
    await story.up(program());
    story.requested();
    expect((await story.up(program(true))).steps).toEqual([]);
    await story.up(() => {});
    expect(story.state()).toEqual({});
    expect(story.writes()).toEqual([]);
    expect(story.quay.store.repository("acme", "web")).toBeDefined();
  });

  it("is adopted again as it is", async () => {
    await story.up(() => {
      new quay.OrganizationBlueprint("acme", {
        adopt: true,
        teams: { ops: { role: "admin" } },
        robots: { ci: {} },
        repositories: { web: { robots: { ci: "write" } } },
      });
    });
    expect(Object.keys(story.state())).toContain("Robot acme/ci");
  });

  it("is removed from the state with the whole stack by pulumi stack rm --force, without a request to Quay", async () => {
    story.requested();
    const { ok } = await story.pulumi("stack", "rm", "--force", "--yes");
    expect(ok).toBe(true);
    expect(story.requested()).toEqual([]);
    expect(story.quay.store.repository("acme", "web")).toBeDefined();
  });
});
