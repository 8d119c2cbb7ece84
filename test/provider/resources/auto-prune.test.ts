import { resources } from "../../../provider/resources";
import { type Harness, harness } from "../../harness";
import { prepare } from "../../kinds";

const rows = [
  { kind: "NamespaceAutoPrunePolicy", holder: { namespace: "acme" }, id: "acme", path: "organization/acme" },
  {
    kind: "RepositoryAutoPrunePolicy",
    holder: { repository: "acme/web" },
    id: "acme/web",
    path: "repository/acme/web",
  },
];

const policiesIn = ({ quay: { store } }: Harness, id: string) => [
  ...((id === "acme" ? store.namespace("acme") : store.repository("acme", "web"))?.autoPrune.values() ?? []),
];

describe.each(rows)("$kind", ({ kind, holder, id, path }) => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const parameter = id === "acme" ? "organization/{orgname}" : "repository/{repository}";
  const list = `GET /v1/${parameter}/autoprunepolicy/`;
  const post = `POST /v1/${parameter}/autoprunepolicy/`;
  const put = `PUT /v1/${parameter}/autoprunepolicy/{policy_uuid}`;
  const remove = `DELETE /v1/${parameter}/autoprunepolicy/{policy_uuid}`;
  const least = { ...holder, maxAge: "90d" };
  const twenty = { ...holder, numberOfTags: 20, tagPattern: "^pr-" };
  const there = () => policiesIn(at, id).map(({ value, tagPattern }) => [value, tagPattern]);
  const make = (method: string, value: unknown, more = {}) =>
    at.callQuay(`POST /v1/${path}/autoprunepolicy/`, { method, value, ...more });
  beforeEach(async () => {
    await prepare(at.quay, "Repository");
    await at.callQuay("POST /v1/repository", { ...web, description: "" });
    at.requested();
  });
  const web = { namespace: "acme", repository: "web", visibility: "private" };

  it("is named by what it prunes, whatever the pattern holds", async () => {
    const { identity } = resources[kind] as (typeof resources)[string];
    const named = (more: object) => ({ ...holder, tagPatternMatches: true, ...more });
    for (const [end, values] of [
      ["creation_date", named({ method: "creation_date" })],
      ["number_of_tags:only:^pr-", named({ method: "number_of_tags", tagPattern: "^pr-" })],
      ["creation_date:except:^v", named({ method: "creation_date", tagPattern: "^v", tagPatternMatches: false })],
      ["creation_date:only:a:only:/b+|c d", named({ method: "creation_date", tagPattern: "a:only:/b+|c d" })],
    ] as const) {
      expect(identity.format(values)).toBe(`${id}:${end}`);
      expect(identity.parse(`${id}:${end}`)).toEqual(values);
    }
    for (const wrong of ["", ":age", ":creation_date:", ":creation_date:only:", ":creation_date:never:x"])
      expect(identity.parse(`${id}${wrong}`)).toBeUndefined();
    const other = id === "acme" ? "acme/web" : "acme";
    expect(identity.parse(`${other}:creation_date`)).toBeUndefined();
  });

  it("costs one write to create, after two reads of one list for all of a run; one list to refresh all", async () => {
    const run = at.run(kind);
    const states = await Promise.all([least, twenty].map((program) => run.create(program)));
    expect(at.requested()).toEqual([list, list, post, post]);
    const refresh = at.run(kind);
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(at.requested()).toEqual([list]);
  });

  it("is changed with a list and one write, which leaves its pattern, and deleted with a list and one write", async () => {
    const except = { ...twenty, tagPattern: "^v", tagPatternMatches: false };
    const state = await at.run(kind).create(except);
    at.requested();
    const changed = await at.run(kind).update(state, { ...except, numberOfTags: 30 });
    expect(at.requested()).toEqual([list, put]);
    expect(policiesIn(at, id)).toMatchObject([{ value: 30, tagPattern: "^v", tagPatternMatches: false }]);
    expect(await at.run(kind).refresh(changed)).toEqual(changed);
    at.requested();
    await at.run(kind).delete(changed);
    expect(at.requested()).toEqual([list, remove]);
  });

  it("that exists with another value is refused without adopt, and nothing is written", async () => {
    await make("creation_date", "7d");
    at.requested();
    await expect(at.run(kind).create(least)).rejects.toThrow(
      `${kind} ${id}:creation_date already exists with another maxAge and is not managed by this stack. Set adopt: true`,
    );
    expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
    const adopted = await at.run(kind).create({ ...least, adopt: true });
    expect(adopted.outputs).toMatchObject({ maxAge: "7d" });
    expect(there()).toEqual([["7d", null]]);
    await at.run(kind).update(adopted, { ...least, adopt: true });
    expect(there()).toEqual([["90d", null]]);
  });

  it("that exists with the same value is shared, without a write", async () => {
    await make("number_of_tags", 20, { tagPattern: "^pr-" });
    const [{ uuid } = { uuid: "" }] = policiesIn(at, id);
    at.requested();
    const state = await at.run(kind).create(twenty);
    expect(state.outputs).toMatchObject({ uuid, numberOfTags: 20 });
    expect(at.requested()).toEqual([list]);
  });

  it("stands beside others of another method, another pattern, or the same pattern the other way round", async () => {
    for (const more of [
      { maxAge: "90d" },
      { maxAge: "30d", tagPattern: "^pr-" },
      { numberOfTags: 5, tagPattern: "^pr-" },
      { numberOfTags: 6, tagPattern: "^pr-", tagPatternMatches: false },
    ])
      await at.run(kind).create({ ...holder, ...more });
    expect(there()).toEqual([
      ["90d", null],
      ["30d", "^pr-"],
      [5, "^pr-"],
      [6, "^pr-"],
    ]);
  });

  it.each([
    [20, [30, 10, 15], 10],
    ["90d", ["1w", "30d", "8d"], "1w"],
    ["90d", ["1_0d", " 5 h", "-1y"], "-1y"],
  ])("of several of one key (%s, %s) the strictest is shown", async (ours, theirs, strictest) => {
    const property = typeof ours === "number" ? "numberOfTags" : "maxAge";
    const state = await at.run(kind).create({ ...holder, [property]: ours });
    for (const value of theirs) await make(String(state.outputs.method), value);
    expect((await at.run(kind).refresh(state))?.outputs).toMatchObject({ [property]: strictest });
  });

  it("of which somebody made twins is healed to one, with or without a refresh, and others stay", async () => {
    for (const refreshes of [true, false]) {
      const state = await at.run(kind).create(twenty);
      await make("number_of_tags", 10, { tagPattern: "^pr-" });
      await make("number_of_tags", 30, { tagPattern: "^pr-" });
      await make("number_of_tags", 7);
      const known = refreshes ? await at.run(kind).refresh(state) : state;
      const program = { ...twenty, numberOfTags: refreshes ? 20 : 25 };
      const healed = await at.run(kind).update(known ?? state, program);
      expect(there().sort()).toEqual([
        [program.numberOfTags, "^pr-"],
        [7, null],
      ]);
      expect(await at.run(kind).refresh(healed)).toEqual(healed);
      for (const { uuid } of policiesIn(at, id)) await at.callQuay(`DELETE /v1/${path}/autoprunepolicy/${uuid}`);
    }
  });

  it("is deleted with all its twins, which would go on pruning", async () => {
    const state = await at.run(kind).create(twenty);
    await make("number_of_tags", 10, { tagPattern: "^pr-" });
    await make("number_of_tags", 10);
    at.requested();
    await at.run(kind).delete(state);
    expect(there()).toEqual([[10, null]]);
    expect(at.requested()).toEqual([list, remove, remove]);
  });

  it("with one of its twins left by a failed delete is deleted by the next", async () => {
    const state = await at.run(kind).create(twenty);
    await make("number_of_tags", 10, { tagPattern: "^pr-" });
    let deletes = 0;
    at.quay.fail(remove, 400, { times: 1, when: () => deletes++ === 1 });
    await expect(at.run(kind).delete(state)).rejects.toThrow(`Could not delete ${kind}`);
    expect(there()).toHaveLength(1);
    await at.run(kind).delete(state);
    expect(there()).toEqual([]);
  });

  it("recreated by somebody else is changed and deleted under its new uuid", async () => {
    const state = await at.run(kind).create(least);
    const again = async () => {
      for (const { uuid } of policiesIn(at, id)) await at.callQuay(`DELETE /v1/${path}/autoprunepolicy/${uuid}`);
      await make("creation_date", "90d");
    };
    await again();
    const changed = await at.run(kind).update(state, { ...least, maxAge: "30d" });
    expect(there()).toEqual([["30d", null]]);
    await again();
    await at.run(kind).delete(changed);
    expect(there()).toEqual([]);
  });

  it("that is gone when it is to be changed is not made anew without a word", async () => {
    const state = await at.run(kind).create(least);
    for (const { uuid } of policiesIn(at, id)) await at.callQuay(`DELETE /v1/${path}/autoprunepolicy/${uuid}`);
    await expect(at.run(kind).update(state, { ...least, maxAge: "30d" })).rejects.toThrow(
      "There is none in Quay any more. Run pulumi up --refresh.",
    );
  });

  it("of an age is replaced, the new one first, by one of a number", async () => {
    const state = await at.run(kind).create(least);
    expect(await at.run(kind).diff(state, { ...holder, numberOfTags: 20 })).toEqual({
      replaces: ["numberOfTags", "maxAge"],
      deleteBeforeReplace: false,
    });
    const up = at.operation();
    const recreated = await up.run(kind).create({ ...holder, numberOfTags: 20 });
    await up.run(kind).delete(state);
    expect(there()).toEqual([[20, null]]);
    expect(recreated.id).toBe(`${id}:number_of_tags`);
  });

  it("has no meaning of tagPatternMatches where Quay has no pattern", async () => {
    await make("creation_date", "90d", { tagPatternMatches: false });
    expect((await at.run(kind).get(`${id}:creation_date`)).outputs).toMatchObject({ tagPatternMatches: true });
    expect((await at.run(kind).create(least)).outputs).toMatchObject({ maxAge: "90d", tagPatternMatches: true });
    expect(there()).toHaveLength(1);
  });

  it.each([
    ["v", true],
    ["\\$x", true],
    ["v[^0-9]", true],
    ["^v", false],
    ["-rc$", false],
    ["^v|^w", false],
  ])("with the pattern %s tells that it is searched anywhere: %s", async (tagPattern, isTold) => {
    const run = at.run(kind);
    await run.create({ ...least, tagPattern });
    const notice = `The auto-prune policy of ${id} means every tag with ${JSON.stringify(tagPattern)} anywhere in it.`;
    expect(run.notices).toEqual(isTold ? [expect.stringContaining(notice)] : []);
    const except = at.run(kind);
    await except.create({ ...least, tagPattern, tagPatternMatches: false });
    await except.create({ ...holder, numberOfTags: 3 });
    expect(except.notices).toEqual([]);
  });

  it.each(["mirror", "(?i)^rc", "(?#note)x", "(?P<n>a)", "(?>a)b", "a++b", "[[:alpha:]]+", "\\yv", "v{,3}", "^v(?!1)"])(
    "accepts the pattern %s, which some database knows",
    async (tagPattern) => {
      expect((await at.run(kind).check({ ...least, tagPattern })).failures).toEqual([]);
    },
  );

  it("without its holder says so also to a superuser, to whom Quay shows an empty list", async () => {
    await at.callQuay("DELETE /v1/organization/acme");
    await expect(at.run(kind).create(least)).rejects.toThrow(
      /There is no (organization or user acme|repository acme\/web)\.$/,
    );
  });
});
