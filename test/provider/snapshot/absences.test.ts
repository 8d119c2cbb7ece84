import { resources } from "../../../provider/resources";
import { specimens } from "../../kinds";
import { lab, type State } from "../../run";

const many = (count: number, id: (n: number) => string) => Array.from({ length: count }, (_, n) => id(n));

describe("Absences cost little:", () => {
  beforeAll(() => {
    process.env.QUAY_ACCEPT_LOSS = "true";
  });
  afterAll(() => {
    delete process.env.QUAY_ACCEPT_LOSS;
  });

  const at = lab();
  beforeEach(() => {
    at.quay.store.addOrganization("acme", at.quay.store.user("admin"));
  });
  const acme = () => at.quay.store.organization("acme") as never;

  /** Refreshes these, sixteen at a time, and counts those that are gone and the requests by route. */
  async function refresh(kind: string, ids: string[], outputs: Record<string, unknown> = {}, run = at.run(kind)) {
    at.asked();
    const waiting = [...ids];
    let gone = 0;
    const work = async () => {
      for (let id = waiting.shift(); id; id = waiting.shift())
        if (!(await run.refresh({ id, inputs: {}, outputs } as State))) gone++;
    };
    await Promise.all(Array.from({ length: 16 }, work));
    const asked: Record<string, number> = {};
    for (const route of at.asked()) asked[route] = (asked[route] ?? 0) + 1;
    return { gone, asked, requests: Object.values(asked).reduce((sum, count) => sum + count, 0) };
  }

  const probe = "POST /v1/organization/";
  const namespace = { namespace: "acme" };

  it("a thousand repositories, all that there were, a few reads and the list twice", async () => {
    const { gone, asked } = await refresh(
      "Repository",
      many(1000, (n) => `acme/r${n}`),
      namespace,
    );
    expect(gone).toBe(1000);
    // The token is proven once more after the list, which a dead one would find empty too.
    // And the first is read twice, before there is a list; of the rest one in two hundred is read too.
    expect(asked).toEqual({ "GET /v1/repository": 2, "GET /v1/repository/{repository}": 6 + 5, [probe]: 2 });
  });

  it("a thousand repositories among a thousand others, ten pages twice and as many reads", async () => {
    for (let n = 0; n < 1000; n++) at.quay.store.addRepository(acme(), `other${n}`);
    const { gone, asked } = await refresh(
      "Repository",
      many(1000, (n) => `acme/r${n}`),
      namespace,
    );
    expect(gone).toBe(1000);
    expect(asked["GET /v1/repository"]).toBe(20);
    expect(asked["GET /v1/repository/{repository}"]).toBeLessThanOrEqual(10 + 5 + 5);
  });

  it("a few repositories of ten thousand list no hundred pages", async () => {
    for (let n = 0; n < 10_000; n++) at.quay.store.addRepository(acme(), `other${n}`);
    const { gone, requests } = await refresh(
      "Repository",
      many(8, (n) => `acme/r${n}`),
      namespace,
    );
    expect(gone).toBe(8);
    // Each is read twice where no list has left it out.
    expect(requests).toBeLessThanOrEqual(2 * 8 + 8 + 1);
  });

  it("a repository that only the second reading of the list shows is there", async () => {
    for (let n = 0; n < 20; n++) at.quay.store.addRepository(acme(), `r${n}`);
    const ids = many(20, (n) => `acme/r${n}`);
    at.quay.fail("GET /v1/repository", { status: 200, body: { repositories: [] } });
    at.quay.fail("GET /v1/repository/{repository}", 404, { times: 5 });
    expect((await refresh("Repository", ids, namespace)).gone).toBeLessThanOrEqual(5);
  });

  it("repositories that the token may not see any more are never believed to be gone for a short list", async () => {
    for (let n = 0; n < 50; n++) at.quay.store.addRepository(acme(), `r${n}`);
    const token = at.quay.mint({ user: "bob", scope: "repo:admin" });
    const run = at.run("Repository", { "quay:token": token });
    const answers = await Promise.allSettled(
      many(50, (n) => `acme/r${n}`).map((id) => run.refresh({ id, inputs: {}, outputs: namespace })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toEqual([]);
  });

  it("a hundred teams, a few reads and the organization twice", async () => {
    const { gone, asked } = await refresh(
      "Team",
      many(100, (n) => `acme/t${n}`),
    );
    expect(gone).toBe(100);
    expect(asked).toEqual({
      "GET /v1/organization/{orgname}": 2,
      "GET /v1/organization/{orgname}/team/{teamname}/members": 5 + 1,
    });
  });

  it("a hundred robots, a few reads and the list twice", async () => {
    const { gone, asked } = await refresh(
      "Robot",
      many(100, (n) => `acme+r${n}`),
    );
    expect(gone).toBe(100);
    expect(asked).toEqual({
      "GET /v1/organization/{orgname}/robots": 2,
      "GET /v1/organization/{orgname}/robots/{robot_shortname}": 5 + 1,
      [probe]: 1,
      // That the namespace is no user of the token, which would have the robots elsewhere.
      "GET /v1/user/": 1,
    });
  });

  it("a hundred default permissions, the list twice", async () => {
    const { gone, asked } = await refresh(
      "DefaultPermission",
      many(100, (n) => `acme/user/u${n}`),
    );
    expect(gone).toBe(100);
    expect(asked).toEqual({ "GET /v1/organization/{orgname}/prototypes": 2 });
  });

  it("a hundred members of a team, a few reads and the team's list twice", async () => {
    at.quay.store.addTeam(acme(), "ops", "member");
    const { gone, asked } = await refresh(
      "TeamMember",
      many(100, (n) => `acme/ops/u${n}`),
      { invited: false },
    );
    expect(gone).toBe(100);
    expect(asked).toEqual({
      "GET /v1/organization/{orgname}/members": 1,
      "GET /v1/organization/{orgname}/members/{membername}": 5 + 1,
      "GET /v1/organization/{orgname}/team/{teamname}/members": 2,
      [probe]: 1,
    });
  });

  it("a hundred grants of a repository, a few reads and its list twice", async () => {
    at.quay.store.addRepository(acme(), "web");
    const { gone, asked } = await refresh(
      "RepositoryUserPermission",
      many(100, (n) => `acme/web/user/u${n}`),
    );
    expect(gone).toBe(100);
    expect(asked).toEqual({
      "GET /v1/repository/{repository}": 1,
      "GET /v1/repository/{repository}/permissions/user/": 2,
      "GET /v1/repository/{repository}/permissions/user/{username}": 5 + 1,
      [probe]: 1,
    });
  });

  it("a hundred tags, the list twice and a few reads", async () => {
    at.quay.push("acme/web", "other");
    const { gone, requests } = await refresh(
      "Tag",
      many(100, (n) => `acme/web:v${n}`),
    );
    expect(gone).toBe(100);
    expect(requests).toBeLessThanOrEqual(2 + 2 * 5);
  });

  it("grants of repositories that are gone cost the repositories' list, and nothing each", async () => {
    const team = at.quay.store.addTeam(acme(), "ops", "member");
    expect(team.grants.size).toBe(0);
    const { gone, requests } = await refresh(
      "RepositoryTeamPermission",
      many(200, (n) => `acme/r${n}/team/ops`),
    );
    expect(gone).toBe(200);
    expect(requests).toBeLessThanOrEqual(1 + 2 + 7 + 2);
  });

  it.each(["repo:admin repo:create org:admin user:admin", undefined])(
    "of what is gone with its organization nothing is asked any more, once that is proven (%s)",
    async (scope) => {
      await at.elsewhere("DELETE /v1/organization/acme");
      const process = at.process(scope ? { "quay:token": at.quay.mint({ scope }) } : {});
      for (const [kind, { least, renamed, parents, identity }] of Object.entries(specimens)) {
        if (parents.length === 0 || identity) continue;
        const [[property, value] = []] = Object.entries(renamed);
        const id = (n: number) =>
          resources[kind]?.identity.format({ ...least, [property as string]: `${value}${n}` }) as string;
        const first = await refresh(kind, many(50, id), namespace, process(kind));
        expect({ kind, gone: first.gone }).toEqual({ kind, gone: 50 });
        expect({ kind, few: first.requests <= 20 }).toEqual({ kind, few: true });
      }
    },
  );

  it("a list that leaves out what is there is not believed after the first few that are really gone", async () => {
    const { store } = at.quay;
    for (let n = 0; n < 40; n++) store.addRobot(acme(), `r${n}`);
    for (let n = 0; n < 5; n++) await at.elsewhere(`DELETE /v1/organization/acme/robots/r${n}`);
    const old = { status: 200, body: { robots: [] } };
    at.quay.fail("GET /v1/organization/{orgname}/robots", old, { times: Number.POSITIVE_INFINITY });
    expect(
      (
        await refresh(
          "Robot",
          many(40, (n) => `acme+r${n}`),
        )
      ).gone,
    ).toBe(5);
  });

  it("one false answer of a list that Quay has nothing there does not drop all that is on it", async () => {
    const { store } = at.quay;
    for (let n = 0; n < 4; n++) store.addRobot(acme(), `r${n}`);
    at.quay.fail("GET /v1/organization/{orgname}/robots", 404);
    const run = at.run("Robot");
    const ids = many(4, (n) => `acme+r${n}`);
    const all = await Promise.allSettled(ids.map((id) => run.refresh({ id, inputs: {}, outputs: namespace })));
    expect(all.every(({ status }) => status === "rejected")).toBe(true);
    at.quay.fail("GET /v1/organization/{orgname}", 404);
    expect(await at.run("Organization").refresh({ id: "acme", inputs: {}, outputs: { name: "acme" } })).toBeDefined();
  });

  it("nothing absent, nothing is confirmed", async () => {
    const { store } = at.quay;
    const process = at.process();
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
    at.asked();
    for (const [kind, id] of Object.entries(ids)) {
      expect(await process(kind).refresh({ id, inputs: {}, outputs: namespace })).toBeDefined();
    }
    expect(at.asked()).toEqual([
      "GET /v1/organization/{orgname}",
      "GET /v1/organization/{orgname}/robots",
      "GET /v1/repository/{repository}",
      "GET /v1/organization/{orgname}/team/{teamname}/permissions",
      "GET /v1/organization/{orgname}/robots/{robot_shortname}/permissions",
      "GET /v1/repository/{repository}/tag/",
    ]);
  });
});
