import { onBothFaces, onOneFace } from "./faces";
import { expectFailure, Story } from "./stack";

const words = (object: string) =>
  `Could not create ${object}: ${object} already exists and is not managed by this stack. Set adopt: true to take it over, or ` +
  "choose another name. If this stack manages it and was to replace it: it cannot stand twice, so give the resource the option " +
  "deleteBeforeReplace: true, and not retainOnDelete.";

onOneFace("A resource that is replaced by force", (quay) => {
  const story = new Story();
  const store = () => story.quay.store;
  const program =
    ({ role = "read" as "read" | "write", adopt = false, deleteBeforeReplace = false } = {}) =>
    () => {
      const acme = new quay.Organization("acme", {});
      const flags = { ...(adopt && { adopt }) };
      const options = { deleteBeforeReplace };
      const web = new quay.Repository("web", { namespace: acme.name, ...flags }, options);
      const ops = new quay.Team("ops", { organization: acme.name, ...flags }, options);
      new quay.Robot("ci", { namespace: acme.name, ...flags }, options);
      const grant = { repository: web.fullName, team: ops.name, role };
      new quay.RepositoryTeamPermission("ops", grant, { replaceOnChanges: ["role"] });
    };
  const role = () => {
    const [web, ops] = [store().repository("acme", "web"), store().team("acme", "ops")];
    return ops && web?.grants.get(ops);
  };
  const token = () => store().robot("acme+ci")?.token;

  it("a grant with replaceOnChanges has the new role, and is not deleted with the old entry", async () => {
    await story.up(program());
    const { steps } = await story.up(program({ role: "write" }));
    expect(steps).toContain("replace RepositoryTeamPermission ops");
    expect(role()).toBe("write");
  });

  it("a grant with --replace still exists", async () => {
    await story.up(undefined, { replace: [story.urn("RepositoryTeamPermission ops")] });
    expect(role()).toBe("write");
  });

  it("a team, a robot and an empty repository are refused with an instruction that works, and are not changed", async () => {
    const objects = {
      "Team ops": "Team acme/ops",
      "Robot ci": "Robot acme+ci",
      "Repository web": "Repository acme/web",
    };
    const before = token();
    story.requested();
    for (const [name, object] of Object.entries(objects)) {
      const { text } = await expectFailure(story.up(undefined, { replace: [story.urn(name)] }));
      expect(text).toContain(words(object));
      if (name === "Robot ci") expect(text).toContain("For a new token change rotate.");
    }
    expect(story.writes()).toEqual([]);
    expect(token()).toBe(before);
    expect(Object.keys(story.state())).toHaveLength(5);
  });

  it("is recreated with deleteBeforeReplace, as the instruction says, with its dependents", async () => {
    const before = token();
    await story.up(program({ role: "write", deleteBeforeReplace: true }));
    await story.up(undefined, { replace: ["Team ops", "Robot ci", "Repository web"].map((name) => story.urn(name)) });
    expect(token()).toBeDefined();
    expect(token()).not.toBe(before);
    expect(role()).toBe("write");
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("with adopt the old entry is removed from the state, the robot keeps its token, and a notice says how to get a new one", async () => {
    await story.up(program({ role: "write", adopt: true }));
    const before = token();
    story.quay.push("acme/web", "v1");
    const { text } = await story.up(undefined, {
      replace: ["Team ops", "Robot ci", "Repository web"].map((name) => story.urn(name)),
    });
    expect(text).toContain("Robot acme+ci stays in Quay, because this stack still has it");
    expect(text).toContain("For a new token change rotate.");
    expect(token()).toBe(before);
    expect(store().repository("acme", "web")?.tags).toHaveLength(1);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });
});

onBothFaces("A replacement that was interrupted and then reverted in the program", (quay) => {
  const story = new Story();
  const program =
    (user: string, description = "Builds.") =>
    () => {
      const acme = new quay.Organization("acme", {});
      const web = new quay.Repository("web", { namespace: acme.name });
      const ci = new quay.Robot("ci", { namespace: acme.name, description, replaceWhenChanged: true });
      for (const name of ["aa", "bb"]) new quay.Robot(name, { namespace: acme.name });
      new quay.RepositoryUserPermission("one", { repository: web.fullName, user: `acme+${user}`, role: "read" });
      new quay.RepositoryUserPermission("ci", { repository: web.fullName, user: ci.fullName, role: "write" });
    };
  const grantees = () =>
    [...(story.quay.store.repository("acme", "web")?.grants.keys() ?? [])].map(({ name }) => name).sort();
  const revoke = "DELETE /v1/repository/{repository}/permissions/user/{username}";

  it("a grant whose old one could not be deleted: the first exists, the second does not", async () => {
    await story.up(program("aa"), { continueOnError: true }).catch(() => story.up());
    expect(grantees()).toEqual(["acme+aa", "acme+ci", "admin"]);
    story.quay.fail(revoke, 403);
    await expectFailure(story.up(program("bb")));
    expect(grantees()).toEqual(["acme+aa", "acme+bb", "acme+ci", "admin"]);
    await story.up(program("aa"));
    expect(grantees()).toEqual(["acme+aa", "acme+ci", "admin"]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("a robot that was deleted for its new description and not created: it and its grant exist", async () => {
    story.quay.fail("PUT /v1/organization/{orgname}/robots/{robot_shortname}", 403);
    await expectFailure(story.up(program("aa", "Builds and pushes.")));
    expect(story.quay.store.robot("acme+ci")).toBeUndefined();
    story.requested();
    await story.up(program("aa"));
    expect(story.writes().filter((call) => call.startsWith("DELETE"))).toEqual([]);
    expect(grantees()).toEqual(["acme+aa", "acme+ci", "admin"]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });
});
