import { harness } from "../../harness";

/** A pseudo-random generator with the same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const shuffled = <T>(items: T[], next: () => number): T[] =>
  items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

describe("Reads are shared within a run:", () => {
  const at = harness();
  // What is read here differs from the state, which is of no interest.
  const withoutLog = { "quay:drift": "false" };

  function organization(repositories: number, teams = 0): void {
    const { store } = at.quay;
    const acme = store.addOrganization("acme", store.user("admin") as never);
    for (let n = 0; n < repositories; n++) store.addRepository(acme, `r${n}`, store.user("admin") as never);
    for (let n = 0; n < teams; n++) store.addTeam(acme, `t${n}`, "member");
  }

  /** Refreshes these, with limited concurrency, and returns the number of requests. */
  async function refresh(kind: string, ids: string[], atOnce: number): Promise<number> {
    at.requested();
    const run = at.run(kind, withoutLog);
    const waiting = [...ids];
    const work = async () => {
      for (let id = waiting.shift(); id; id = waiting.shift()) {
        const outputs = { namespace: "acme", organization: "acme" };
        expect(await run.refresh({ id, inputs: {}, outputs })).toBeDefined();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return at.requested().length;
  }

  it("three repositories in an organization of ten thousand do not list a hundred pages", async () => {
    organization(10_000);
    const requests = await refresh("Repository", ["acme/r0", "acme/r5000", "acme/r9999"], 3);
    expect(requests).toBeLessThanOrEqual(5);
  });

  it.each([1, 8, 40])("a thousand repositories do not cost a thousand requests, %d at a time", async (atOnce) => {
    organization(1000);
    const ids = Array.from({ length: 1000 }, (_, n) => `acme/r${n}`);
    expect(await refresh("Repository", shuffled(ids, random(1)), atOnce)).toBeLessThanOrEqual(20);
  });

  it("reading repositories never costs more than twice the cheaper of single reads and the full list", async () => {
    const next = random(7);
    for (const [all, some] of [
      [90, 1],
      [90, 5],
      [400, 3],
      [400, 9],
      [950, 12],
      [950, 60],
      [2000, 21],
    ] as const) {
      at.quay.reset();
      organization(all);
      const ids = shuffled(
        Array.from({ length: all }, (_, n) => `acme/r${n}`),
        next,
      ).slice(0, some);
      for (const atOnce of [1, 16]) {
        const best = Math.min(some, Math.ceil(all / 100));
        expect(await refresh("Repository", ids, atOnce)).toBeLessThanOrEqual(2 * best);
      }
    }
  });

  it("an object that the list omits is read by itself before it counts as absent", async () => {
    organization(150);
    at.requested();
    const run = at.run("Repository");
    const known = { inputs: {}, outputs: { namespace: "acme" } };
    await Promise.all(["acme/r1", "acme/r2", "acme/r3"].map((id) => run.refresh({ id, ...known })));
    at.requested();
    expect(await run.refresh({ id: "acme/gone", ...known })).toBeUndefined();
    expect(at.requested()).toContain("GET /v1/repository/{repository}");
  });

  it("a list that failed half-way proves nothing", async () => {
    organization(450);
    at.quay.fail("GET /v1/repository", 503, {
      times: Number.POSITIVE_INFINITY,
      when: ({ path }) => path.includes("next_page"),
    });
    const run = at.run("Repository");
    const known = { inputs: {}, outputs: { namespace: "acme" } };
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => run.refresh({ id: `acme/r${400 + n}`, ...known })),
    );
    for (const answer of answers) {
      if (answer.status === "fulfilled") expect(answer.value).toBeDefined();
    }
  });

  it("a hundred teams and the organization cost one request", async () => {
    organization(0, 100);
    const ids = Array.from({ length: 100 }, (_, n) => `acme/t${n}`);
    expect(await refresh("Team", ids, 16)).toBe(1);
  });

  describe("grants to teams", () => {
    function granted(repositories: number, teams: number, each: number, next: () => number): string[] {
      organization(repositories, teams);
      const { store } = at.quay;
      const ids: string[] = [];
      for (let n = 0; n < repositories; n++) {
        for (const team of shuffled(
          Array.from({ length: teams }, (_, t) => t),
          next,
        ).slice(0, each)) {
          store.grant(store.repository("acme", `r${n}`) as never, store.team("acme", `t${team}`) as never, "read");
          ids.push(`acme/r${n}/team/t${team}`);
        }
      }
      return ids;
    }

    it.each([1, 16])(
      "of many repositories to few teams cost little more than a request for each team, %d at a time",
      async (atOnce) => {
        const ids = granted(300, 30, 2, random(3));
        expect(await refresh("RepositoryTeamPermission", ids, atOnce)).toBeLessThanOrEqual(33);
      },
    );

    it("of few repositories to many teams cost little more than a request for each repository", async () => {
      const ids = granted(5, 60, 50, random(5));
      expect(await refresh("RepositoryTeamPermission", ids, 1)).toBeLessThanOrEqual(3 * 5);
    });

    it("never cost more than single reads", async () => {
      const ids = granted(20, 20, 1, random(9));
      expect(await refresh("RepositoryTeamPermission", ids, 8)).toBeLessThanOrEqual(20);
    });
  });

  it("when a token may not list by robot, that is found out once, and repositories are listed instead", async () => {
    organization(5);
    const { store } = at.quay;
    const ids: string[] = [];
    for (const name of ["ci", "cd", "qa"]) {
      const robot = store.addRobot(store.namespace("acme") as never, name);
      for (let n = 0; n < 5; n++) {
        store.grant(store.repository("acme", `r${n}`) as never, robot, "write");
        ids.push(`acme/r${n}/user/acme+${name}`);
      }
    }
    const token = at.quay.mint({ scope: "repo:admin org:admin" });
    at.requested();
    const run = at.run("RepositoryUserPermission", { ...withoutLog, "quay:token": token });
    for (const id of ids) expect(await run.refresh({ id, inputs: {}, outputs: {} })).toBeDefined();
    const requested = at.requested();
    expect(requested.filter((route) => route.includes("robots"))).toHaveLength(1);
    expect(requested).toHaveLength(6);
  });

  it("own writes are cached: a team created in this run is known, one whose create failed is read", async () => {
    organization(0);
    const run = at.run("Team");
    const state = await run.create({ organization: "acme", name: "ops" });
    at.requested();
    expect(await run.refresh(state)).toEqual(state);
    expect(at.requested()).toEqual([]);
    at.quay.fail("PUT /v1/organization/{orgname}/team/{teamname}", 400);
    await run.update(state, { organization: "acme", name: "ops", role: "admin" }).catch(() => undefined);
    at.requested();
    expect(await run.refresh(state)).toEqual(state);
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}"]);
  });
});
