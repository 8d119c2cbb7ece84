import { onBothFaces } from "./faces";
import { expectFailure, Story } from "./stack";

onBothFaces("A resource that was created only in part", (quay) => {
  const story = new Story();
  beforeAll(() => story.callQuay("POST /v1/organization/", { name: "acme" }));

  /** Each has a property that needs a second write. */
  const program =
    (...names: string[]) =>
    () => {
      for (const name of names) {
        new quay.Organization(name, { tagExpirationSeconds: 86_400 });
        new quay.Repository(name, { namespace: "acme", state: "READ_ONLY" });
      }
    };

  function breakSecondWrite(name: string) {
    const when = ({ path }: { path: string }) => path.includes(`/${name}`);
    story.quay.fail("PUT /v1/organization/{orgname}", 500, { when });
    story.quay.fail("PUT /v1/repository/{repository}/changestate", 500, { when });
    story.requested();
  }

  const inQuay = (name: string) => ({
    tagExpiration: story.quay.store.organization(name)?.tagExpiration,
    state: story.quay.store.repository("acme", name)?.state,
  });

  const asMade = { tagExpiration: 1_209_600, state: "NORMAL" };
  const asWanted = { tagExpiration: 86_400, state: "READ_ONLY" };

  it("is in the state as Quay has it, with the reason", async () => {
    breakSecondWrite("first");
    const { text } = await expectFailure(story.up(program("first"), { continueOnError: true }));
    expect(inQuay("first")).toEqual(asMade);
    const reasons = [
      "Could not create Organization first: Quay refused PUT /v1/organization/first:",
      "Could not create Repository acme/first: Quay refused PUT /v1/repository/acme/first/changestate:",
    ];
    for (const reason of reasons) expect(text).toContain(reason);
    expect(story.state()).toMatchObject({
      "Organization first": { id: "first", initErrors: [expect.stringContaining(reasons[0] ?? "")] },
      "Repository first": {
        id: "acme/first",
        initErrors: [expect.stringContaining(reasons[1] ?? "")],
        outputs: { state: "NORMAL", visibility: "private" },
      },
    });
  });

  it("is completed by the next up, which sends only the missing part", async () => {
    breakSecondWrite("second");
    await expectFailure(story.up(program("first", "second"), { continueOnError: true }));
    expect(inQuay("first")).toEqual(asWanted);
    const first = story.writes().filter((request) => request.includes("first"));
    expect(first.sort()).toEqual(["PUT organization/first", "PUT repository/acme/first/changestate"]);
    expect(story.state()["Organization first"]).not.toHaveProperty("initErrors");
    expect(story.state()["Repository first"]).not.toHaveProperty("initErrors");
  });

  it("can be refreshed first, and is completed then", async () => {
    expect(inQuay("second")).toEqual(asMade);
    await story.refresh();
    expect(story.state()["Organization second"]).not.toHaveProperty("initErrors");
    expect(story.state()["Repository second"]).not.toHaveProperty("initErrors");
    breakSecondWrite("third");
    await expectFailure(story.up(program("first", "second", "third"), { continueOnError: true }));
    expect(inQuay("second")).toEqual(asWanted);
  });

  it("can be destroyed like any other", async () => {
    expect(inQuay("third")).toEqual(asMade);
    await story.destroy();
    expect(story.state()).toEqual({});
    expect(story.quay.store.organizations().map(({ name }) => name)).toEqual(["acme"]);
    expect(story.quay.store.repositories()).toEqual([]);
  });
});
