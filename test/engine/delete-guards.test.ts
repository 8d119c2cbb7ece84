import { onBothFaces, onOneFace } from "./faces";
import { expectFailure, Story } from "./stack";

onOneFace("A resource that contains something", (quay) => {
  const story = new Story();

  const program = (forceDelete?: boolean) => () => {
    const acme = new quay.Organization("acme", { forceDelete });
    new quay.Repository("web", { namespace: acme.name, forceDelete });
    new quay.Organization("shared", { forceDelete });
    new quay.Organization("precious", { forceDelete }, { protect: true });
  };

  const organizations = () => story.quay.store.organizations().map(({ name }) => name);

  it("is not destroyed: each refusal says what would be lost and how to proceed, and the state keeps it", async () => {
    await story.up(program());
    story.quay.push("acme/web", "v1");
    const theirs = { namespace: "shared", repository: "theirs", visibility: "private", description: "" };
    await story.callQuay("POST /v1/repository", theirs);
    story.requested();
    const { text } = await expectFailure(story.destroy({ excludeProtected: true, continueOnError: true }));
    expect(text).toContain(
      "Could not delete Repository acme/web: Repository acme/web still holds 1 tag, which would be lost with its images. " +
        "Delete them first; or set forceDelete: true, run pulumi up, and delete the repository then.",
    );
    expect(text).toContain(
      "Could not delete Organization shared: Organization shared still holds 1 repository, which would be lost with all images. " +
        "Delete them first; or set forceDelete: true, run pulumi up, and delete the organization then.",
    );
    expect(story.writes()).toEqual([]);
    expect(story.quay.store.repository("acme", "web")?.tags).toHaveLength(1);
    expect(Object.keys(story.state()).sort()).toEqual([
      "Organization acme",
      "Organization precious",
      "Organization shared",
      "Repository web",
    ]);
  });

  it("is destroyed once forceDelete is in the state; setting it sends no request to Quay", async () => {
    await story.up(program(true));
    expect(story.requested()).toEqual([]);
    await story.destroy({ excludeProtected: true });
    expect(organizations()).toEqual(["precious"]);
    expect(story.quay.store.repositories()).toEqual([]);
    expect(Object.keys(story.state())).toEqual(["Organization precious"]);
  });

  it("is not destroyed while it is protected, empty or not: Pulumi sends no request", async () => {
    story.requested();
    const { text } = await expectFailure(story.destroy());
    expect(text).toContain("protected");
    expect(story.requested()).toEqual([]);
    expect(organizations()).toEqual(["precious"]);
    expect(Object.keys(story.state())).toEqual(["Organization precious"]);
  });
});

onBothFaces("A Quay from which everything is gone", (quay) => {
  const story = new Story();
  const program = () => {
    const acme = new quay.Organization("acme", {});
    const ops = new quay.Team("ops", { organization: acme.name });
    for (let n = 0; n < 12; n++) {
      const { fullName } = new quay.Repository(`r${n}`, { namespace: acme.name });
      new quay.RepositoryTeamPermission(`r${n}`, { repository: fullName, team: ops.name, role: "read" });
    }
  };

  it("is not believed by a refresh: the resources stay in the state, and a message says how to proceed", async () => {
    await story.up(program);
    const before = Object.keys(story.state()).length;
    story.quay.reset();
    const { text } = await expectFailure(story.refresh());
    expect(text).toContain("QUAY_ACCEPT_LOSS=true");
    // Grants and memberships are created again by the next up, in any case.
    const kept = Object.keys(story.state()).filter((name) => !name.startsWith("RepositoryTeamPermission "));
    expect(kept).toHaveLength(before - 12);
  });

  it("is believed when the user confirms it", async () => {
    story.environment({ QUAY_ACCEPT_LOSS: "true" });
    await story.refresh();
    expect(story.state()).toEqual({});
  });
});
