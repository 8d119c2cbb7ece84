import { onBothFaces, onOneFace } from "./faces";
import { expectFailure, Story } from "./stack";

const cannotRename =
  "cannot be renamed: Quay would have to delete it with all it holds and make acme/shop anew. Keep the old name; or declare " +
  "the new Repository beside it, move what it holds, then remove the old one; or, to lose what it holds, set forceDelete: true, " +
  "run pulumi up, and rename then.";

onBothFaces("A resource that gets another name", (quay) => {
  const story = new Story();

  /** The program, with the names in Quay. */
  const program = (names: { acme?: string; web?: string; ops?: string }, forceDelete?: boolean) => () => {
    const acme = new quay.Organization("acme", { name: names.acme, forceDelete });
    new quay.Repository("web", { namespace: acme.name, name: names.web, forceDelete });
    new quay.Team("ops", { organization: acme.name, name: names.ops, role: "creator" });
  };

  it("in the program only is unchanged in Quay, with aliases, although its name in Quay was derived from the program", async () => {
    await story.up(program({}));
    story.requested();
    const another = () => {
      const acme = new quay.Organization("company", {}, { aliases: [{ name: "acme" }] });
      new quay.Repository("shop", { namespace: acme.name }, { aliases: [{ name: "web" }] });
      new quay.Team("operations", { organization: acme.name, role: "creator" }, { aliases: [{ name: "ops" }] });
    };
    const { steps } = await story.preview(another, { expectNoChanges: true });
    expect(steps).toEqual([]);
    expect(story.requested()).toEqual([]);
  });

  it("is recreated if it is a team, and the old one is deleted", async () => {
    const { steps } = await story.up(program({ ops: "sre" }));
    expect(steps).toContain("replace Team ops");
    expect(story.writes()).toEqual(["PUT organization/acme/team/sre", "DELETE organization/acme/team/ops"]);
    expect([...(story.quay.store.organization("acme")?.teams.keys() ?? [])]).toEqual(["owners", "sre"]);
    expect(story.state()["Team ops"]).toMatchObject({ id: "acme/sre", outputs: { name: "sre", role: "creator" } });
  });

  it("is refused by the preview if it is a repository, without a request to Quay", async () => {
    const { text } = await expectFailure(story.preview(program({ ops: "sre", web: "shop" })));
    expect(text).toContain(`Repository acme/web ${cannotRename}`);
    expect(story.requested()).toEqual([]);
  });

  it("is refused by the preview if it is an organization, without a request to Quay", async () => {
    const { text } = await expectFailure(story.preview(program({ ops: "sre", acme: "umbrella" })));
    expect(text).toContain("Organization acme cannot be renamed: Quay would have to delete it with all it holds");
    expect(text).toContain("and make umbrella anew. Keep the old name;");
    expect(story.requested()).toEqual([]);
  });

  it("is recreated once forceDelete is in the state", async () => {
    await story.up(program({ ops: "sre" }, true));
    expect(story.requested()).toEqual([]);
    await story.up(program({ ops: "sre", web: "shop", acme: "umbrella" }, true));
    const { store } = story.quay;
    expect(store.organizations().map(({ name }) => name)).toEqual(["umbrella"]);
    expect(store.repositories().map(({ namespace, name }) => `${namespace.name}/${name}`)).toEqual(["umbrella/shop"]);
    expect([...(store.organization("umbrella")?.teams.keys() ?? [])]).toEqual(["owners", "sre"]);
    expect(
      Object.values(story.state())
        .map(({ id }) => id)
        .sort(),
    ).toEqual(["umbrella", "umbrella/shop", "umbrella/sre"]);
  });
});

onOneFace("A renamed variable whose resource keeps its name in Quay", (quay) => {
  const story = new Story();
  const called = (logical: string, old?: string) => () => {
    const acme = new quay.Organization("acme");
    const aliases = old ? [{ name: old }] : [];
    new quay.Team(logical, { organization: acme.name, name: "ops", role: "creator" }, { aliases });
    new quay.Robot(
      `${logical}-bot`,
      { namespace: acme.name, name: "ops_bot" },
      old ? { aliases: [{ name: `${old}-bot` }] } : {},
    );
  };

  it("first gets an explicit name, which changes nothing", async () => {
    await story.up(() => {
      const acme = new quay.Organization("acme");
      new quay.Team("ops", { organization: acme.name, role: "creator" });
      new quay.Robot("ops-bot", { namespace: acme.name, name: "ops_bot" });
    });
    const { steps } = await story.up(called("ops"));
    expect(steps).toEqual([]);
  });

  it("then shows no change with aliases and name, without a request to Quay", async () => {
    const before = story.state()["Robot ops-bot"]?.id;
    story.requested();
    const { steps } = await story.up(called("operations", "ops"), { expectNoChanges: true });
    expect(steps).toEqual([]);
    expect(story.requested()).toEqual([]);
    expect(story.state()["Robot operations-bot"]?.id).toBe(before);
    // Once the state has the new names, the aliases can be removed.
    await story.up(called("operations"), { expectNoChanges: true });
  });

  it("is refused as existing already without aliases", async () => {
    const { text } = await expectFailure(story.up(called("platform")));
    expect(text).toContain("Team acme/ops already exists");
  });
});
