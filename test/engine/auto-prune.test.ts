import { onBothFaces } from "./faces";
import { Story } from "./stack";

onBothFaces("The auto-prune policies of an organization and of a repository", (quay) => {
  const story = new Story();
  const program =
    ({ pullRequests = 20, old = { maxAge: "90d" } as { maxAge: string } | { numberOfTags: number } } = {}) =>
    () => {
      const acme = new quay.Organization("acme");
      const web = new quay.Repository("web", { namespace: acme.name });
      new quay.NamespaceAutoPrunePolicy("old", { namespace: acme.name, ...old });
      new quay.NamespaceAutoPrunePolicy("pull-requests", {
        namespace: acme.name,
        numberOfTags: pullRequests,
        tagPattern: "^pr-",
      });
      new quay.RepositoryAutoPrunePolicy("nightly", {
        repository: web.fullName,
        maxAge: "1w",
        tagPattern: "nightly",
      });
    };

  const shown = (policies: Iterable<{ value: unknown; tagPattern: string | null }> = []) =>
    [...policies].map(({ value, tagPattern }) => `${value} ${tagPattern ?? "all"}`).sort();
  const ofAcme = () => shown(story.quay.store.organization("acme")?.autoPrune.values());
  const ofWeb = () => shown(story.quay.store.repository("acme", "web")?.autoPrune.values());
  const make = (path: string, method: string, value: unknown, tagPattern: string) =>
    story.callQuay(`POST /v1/${path}/autoprunepolicy/`, { method, value, tagPattern });
  const uuid = (name: string) => story.state()[name]?.outputs?.uuid;

  it("are made with one write each, and what is searched anywhere is told", async () => {
    const { notices } = await story.up(program());
    expect(story.writes()).toHaveLength(5);
    expect([ofAcme(), ofWeb()]).toEqual([["20 ^pr-", "90d all"], ["1w nightly"]]);
    expect(Object.values(notices).flat().join("\n")).toContain(
      'The auto-prune policy of acme/web means every tag with "nightly" anywhere in it.',
    );
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("tightened by somebody else are shown with both values, and healed by one write each", async () => {
    await story.callQuay(
      `PUT /v1/organization/acme/autoprunepolicy/${uuid("NamespaceAutoPrunePolicy pull-requests")}`,
      { method: "number_of_tags", value: 1, tagPattern: "^pr-" },
    );
    await story.callQuay(`PUT /v1/repository/acme/web/autoprunepolicy/${uuid("RepositoryAutoPrunePolicy nightly")}`, {
      method: "creation_date",
      value: "0d",
      tagPattern: "nightly",
    });
    story.requested();
    const { changes } = await story.preview(undefined, { refresh: true });
    expect(changes).toEqual({
      "NamespaceAutoPrunePolicy pull-requests": { numberOfTags: { from: 1, to: 20 } },
      "RepositoryAutoPrunePolicy nightly": { maxAge: { from: "0d", to: "1w" } },
    });
    expect(story.writes()).toEqual([]);
    await story.up(undefined, { refresh: true });
    expect(story.writes()).toHaveLength(2);
    expect([ofAcme(), ofWeb()]).toEqual([["20 ^pr-", "90d all"], ["1w nightly"]]);
  });

  it("of which somebody made twins show the strictest, and are healed to one", async () => {
    await make("organization/acme", "number_of_tags", 5, "^pr-");
    await make("organization/acme", "number_of_tags", 50, "^pr-");
    await make("repository/acme/web", "creation_date", "6d", "nightly");
    const { changes } = await story.preview(undefined, { refresh: true });
    expect(changes).toEqual({
      "NamespaceAutoPrunePolicy pull-requests": { numberOfTags: { from: 5, to: 20 } },
      "RepositoryAutoPrunePolicy nightly": { maxAge: { from: "6d", to: "1w" } },
    });
    await story.up(undefined, { refresh: true });
    expect([ofAcme(), ofWeb()]).toEqual([["20 ^pr-", "90d all"], ["1w nightly"]]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("of which somebody made twins without a refresh are one after a change of the program", async () => {
    await make("organization/acme", "number_of_tags", 5, "^pr-");
    const { steps } = await story.up(program({ pullRequests: 30 }));
    expect(steps).toEqual(["update NamespaceAutoPrunePolicy pull-requests"]);
    expect(ofAcme()).toEqual(["30 ^pr-", "90d all"]);
  });

  it("of an age is replaced by one of a number: never is there none of both", async () => {
    story.requested();
    await story.up(program({ pullRequests: 30, old: { numberOfTags: 100 } }));
    expect(story.writes()).toEqual([
      "POST organization/acme/autoprunepolicy/",
      expect.stringMatching(/^DELETE organization\/acme\/autoprunepolicy\//),
    ]);
    expect(ofAcme()).toEqual(["100 all", "30 ^pr-"]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("with twins are deleted together when they leave the program, and others stay", async () => {
    await make("organization/acme", "number_of_tags", 5, "^pr-");
    await make("organization/acme", "number_of_tags", 7, "^rc-");
    await make("repository/acme/web", "creation_date", "6d", "nightly");
    await story.up(() => {
      const acme = new quay.Organization("acme");
      new quay.Repository("web", { namespace: acme.name });
    });
    expect([ofAcme(), ofWeb()]).toEqual([["7 ^rc-"], []]);
  });
});

onBothFaces("The auto-prune policy of a user", (quay) => {
  const story = new Story();
  const program = (maxAge: string) => () => {
    new quay.NamespaceAutoPrunePolicy("old", { namespace: "alice", maxAge });
  };
  const there = () => [...(story.quay.store.user("alice")?.autoPrune.values() ?? [])].map(({ value }) => value);

  it.each(["org:admin", "user:admin"])("is made, changed, healed and deleted with %s alone", async (scope) => {
    story.environment({ QUAY_TOKEN: story.quay.mint({ user: "alice", scope }) });
    await story.up(program("90d"));
    expect(there()).toEqual(["90d"]);
    await story.up(program("30d"));
    await story.callQuay(
      `PUT /v1/organization/alice/autoprunepolicy/${story.state()["NamespaceAutoPrunePolicy old"]?.outputs?.uuid}`,
      { method: "creation_date", value: "1h" },
    );
    const { changes } = await story.preview(undefined, { refresh: true });
    expect(changes).toEqual({ "NamespaceAutoPrunePolicy old": { maxAge: { from: "1h", to: "30d" } } });
    await story.up(undefined, { refresh: true });
    expect(there()).toEqual(["30d"]);
    await story.destroy();
    expect(there()).toEqual([]);
  });
});
