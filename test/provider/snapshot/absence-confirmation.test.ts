import { ids, refreshCounter } from "./refresh-counter";

describe("What seems absent is confirmed first:", () => {
  const { at, acme, refresh } = refreshCounter();
  const namespace = { namespace: "acme" };

  it("a repository that only the second read of the list shows exists", async () => {
    for (let n = 0; n < 20; n++) at.quay.store.addRepository(acme(), `r${n}`);
    const names = ids(20, (n) => `acme/r${n}`);
    at.quay.fail("GET /v1/repository", { status: 200, body: { repositories: [] } });
    at.quay.fail("GET /v1/repository/{repository}", 404, { times: 5 });
    expect((await refresh("Repository", names, namespace)).gone).toBeLessThanOrEqual(5);
  });

  it("repositories that the token may not see any more are never dropped because of a short list", async () => {
    for (let n = 0; n < 50; n++) at.quay.store.addRepository(acme(), `r${n}`);
    const token = at.quay.mint({ user: "bob", scope: "repo:admin" });
    const run = at.run("Repository", { "quay:token": token });
    const answers = await Promise.allSettled(
      ids(50, (n) => `acme/r${n}`).map((id) => run.refresh({ id, inputs: {}, outputs: namespace })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toEqual([]);
  });

  it("a list that omits existing objects is not believed after the first few that are really gone", async () => {
    const { store } = at.quay;
    for (let n = 0; n < 40; n++) store.addRobot(acme(), `r${n}`);
    for (let n = 0; n < 5; n++) await at.callQuay(`DELETE /v1/organization/acme/robots/r${n}`);
    const old = { status: 200, body: { robots: [] } };
    at.quay.fail("GET /v1/organization/{orgname}/robots", old, { times: Number.POSITIVE_INFINITY });
    expect(
      (
        await refresh(
          "Robot",
          ids(40, (n) => `acme+r${n}`),
        )
      ).gone,
    ).toBe(5);
  });

  it("one false empty list does not drop everything on it", async () => {
    const { store } = at.quay;
    for (let n = 0; n < 4; n++) store.addRobot(acme(), `r${n}`);
    at.quay.fail("GET /v1/organization/{orgname}/robots", 404);
    const run = at.run("Robot");
    const names = ids(4, (n) => `acme+r${n}`);
    const all = await Promise.allSettled(names.map((id) => run.refresh({ id, inputs: {}, outputs: namespace })));
    expect(all.every(({ status }) => status === "rejected")).toBe(true);
    at.quay.fail("GET /v1/organization/{orgname}", 404);
    expect(await at.run("Organization").refresh({ id: "acme", inputs: {}, outputs: { name: "acme" } })).toBeDefined();
  });

  it("when nothing is absent, nothing is confirmed", async () => {
    const { store } = at.quay;
    const process = at.process({ "quay:drift": "false" });
    const team = store.addTeam(acme(), "ops", "member");
    const robot = store.addRobot(acme(), "ci");
    store.join(team, robot);
    at.quay.push("acme/web", "v1");
    const web = store.repository("acme", "web") as never;
    store.grant(web, team, "read");
    store.grant(web, robot, "write");
    const ids = {
      Organization: "acme",
      Team: "acme/ops",
      TeamMember: "acme/ops/acme+ci",
      Robot: "acme+ci",
      Repository: "acme/web",
      RepositoryTeamPermission: "acme/web/team/ops",
      RepositoryUserPermission: "acme/web/user/acme+ci",
      Tag: "acme/web:v1",
    };
    at.requested();
    for (const [kind, id] of Object.entries(ids)) {
      expect(await process(kind).refresh({ id, inputs: {}, outputs: namespace })).toBeDefined();
    }
    expect(at.requested()).toEqual([
      "GET /v1/organization/{orgname}",
      "GET /v1/organization/{orgname}/robots",
      "GET /v1/repository/{repository}",
      "GET /v1/organization/{orgname}/team/{teamname}/permissions",
      "GET /v1/organization/{orgname}/robots/{robot_shortname}/permissions",
      "GET /v1/repository/{repository}/tag/",
    ]);
  });
});
