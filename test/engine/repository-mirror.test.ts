import type { RepositoryMirror } from "../../local-quay/model";
import type { Face } from "./faces";
import { onBothFaces, onOneFace } from "./faces";
import { shownState } from "./secrets";
import { expectFailure, Story } from "./stack";

const deleted = "DELETE /v1/organization/{orgname}/robots/{robot_shortname}";

interface Parts {
  robot?: string;
  password?: string;
  tags?: string[];
  /** False where the program has no mirror. */
  mirror?: boolean;
  repository?: boolean;
  /** False where the program has no robot; then the mirror names it by a text. */
  keepsRobot?: boolean;
  description?: string;
  state?: "NORMAL" | "READ_ONLY";
  adopt?: boolean;
  deleteBeforeReplace?: boolean;
}

const programOf =
  (quay: Face) =>
  ({ robot = "sync", password = "hub-secret", tags = ["3.*"], ...parts }: Parts = {}) =>
  () => {
    const {
      mirror = true,
      repository = true,
      keepsRobot = true,
      state,
      adopt,
      description,
      deleteBeforeReplace,
    } = parts;
    const acme = new quay.Organization("acme");
    const alpine =
      repository &&
      new quay.Repository("alpine", { namespace: acme.name, state, forceDelete: true }, { deleteBeforeReplace });
    const about = { description, adopt, ...(description && { replaceWhenChanged: true }) };
    const sync = keepsRobot && new quay.Robot("sync", { namespace: acme.name, name: robot, ...about });
    if (!alpine || !sync || !mirror) return;
    new quay.RepositoryMirror("alpine", {
      ...{ repository: alpine.fullName, robot: sync.fullName, externalReference: "docker.io/library/alpine", tags },
      ...{ username: "acme", password },
    });
  };

const storedIn = (story: Story) => ({
  repository: () => story.quay.store.repository("acme", "alpine"),
  mirror: () => story.quay.store.repository("acme", "alpine")?.mirror as RepositoryMirror,
  robot: (name = "sync") => story.quay.store.robot(`acme+${name}`),
});

onBothFaces("A mirror of a repository", (quay) => {
  const story = new Story("configuration");
  const program = programOf(quay);
  const { repository, mirror, robot } = storedIn(story);
  const unchanged = () => story.preview(undefined, { refresh: true, expectNoChanges: true });
  const name = "RepositoryMirror alpine";

  it("is made after its repository and robot, with a password that is nowhere in plain text", async () => {
    const { text } = await story.up(program());
    expect(repository()?.state).toBe("MIRROR");
    expect(mirror().password).toBe("hub-secret");
    const { text: exported } = await story.pulumi("stack", "export");
    for (const where of [text, exported, story.stateFile()]) expect(where).not.toContain("hub-secret");
    expect((await shownState(story))[name]).toMatchObject({ password: "hub-secret", syncStatus: "NEVER_RUN" });
    await unchanged();
  });

  it("gets a rotated password by one request, and shows it as [secret]", async () => {
    const { text } = await story.preview(program({ password: "new-secret" }));
    expect(text).toContain("[secret]");
    story.requested();
    await story.up();
    expect(story.writes()).toEqual(["PUT repository/acme/alpine/mirror"]);
    expect(mirror().password).toBe("new-secret");
    await unchanged();
  });

  it("whose robot is replaced by one of another name works with that, and the old one is deleted", async () => {
    const parts = { password: "new-secret", robot: "copier" };
    const { steps } = await story.up(program(parts));
    expect(steps).toContain(`update ${name}`);
    expect(mirror().robot.name).toBe("acme+copier");
    expect(robot("sync")).toBeUndefined();
    expect(story.writes().filter((write) => write.includes("robots"))).toEqual([
      "PUT organization/acme/robots/copier",
      "DELETE organization/acme/robots/sync",
    ]);
    await story.up(program({ password: "new-secret" }));
    await unchanged();
  });

  it("keeps its robot from being replaced under the same name, which Quay cannot do; nothing is lost", async () => {
    const { token } = robot() ?? {};
    const changed = { password: "new-secret", description: "Copies." };
    const { text } = await expectFailure(story.up(program(changed)));
    expect(text).toContain("It runs the mirror of acme/alpine. Give that mirror another robot");
    expect(robot()?.token).toBe(token);
    expect(repository()?.state).toBe("MIRROR");
    await story.up(program({ password: "new-secret" }));
    await unchanged();
  });

  it("whose state somebody set back by hand is made again, over the configuration that Quay kept", async () => {
    story.quay.push("acme/alpine", "v1");
    await story.callQuay("PUT /v1/repository/acme/alpine/changestate", { state: "NORMAL" });
    const { steps } = await story.preview(undefined, { refresh: true });
    expect(steps.filter((step) => !step.startsWith("refresh"))).toEqual([`create ${name}`]);
    await story.up(undefined, { refresh: true });
    expect(repository()?.state).toBe("MIRROR");
    expect(mirror().password).toBe("new-secret");
    await unchanged();
  });

  it("is switched off and on again with its resource, and the images stay", async () => {
    await story.up(program({ mirror: false }));
    expect(repository()?.state).toBe("NORMAL");
    expect(mirror()).toMatchObject({ password: null, settings: { is_enabled: false } });
    story.quay.push("acme/alpine", "v2");
    await unchanged();
    await story.up(program({ tags: ["*"] }));
    expect(repository()?.state).toBe("MIRROR");
    expect(mirror()).toMatchObject({ password: "hub-secret", settings: { root_rule: { rule_value: ["*"] } } });
    expect(
      repository()
        ?.tags.map(({ name }) => name)
        .sort(),
    ).toEqual(["v1", "v2"]);
    await unchanged();
  });

  it("whose repository somebody deleted is made anew with it, by the same robot", async () => {
    await story.callQuay("DELETE /v1/repository/acme/alpine");
    await story.up(undefined, { refresh: true });
    expect(repository()?.state).toBe("MIRROR");
    expect(mirror().robot).toBe(robot());
    await unchanged();
  });

  it("whose repository is destroyed and made again in one stack is made again too", async () => {
    const before = mirror();
    const parts = { tags: ["*"], deleteBeforeReplace: true };
    await story.up(program(parts), { replace: [story.urn("Repository alpine")] });
    expect(repository()?.state).toBe("MIRROR");
    expect(mirror()).not.toBe(before);
    expect(mirror().robot).toBe(robot());
    await unchanged();
  });

  it("is destroyed with everything; its robot as soon as Quay has collected the repository", async () => {
    let tries = 0;
    const collectsAtSecondTry = () => {
      if (tries++ === 1) story.quay.collectGarbage();
      return false;
    };
    story.quay.fail(deleted, 500, { when: collectsAtSecondTry });
    await story.destroy();
    expect(story.quay.store.robot("acme+sync")).toBeUndefined();
    expect(story.state()).toEqual({});
    expect(tries).toBeGreaterThan(1);
  });
});

onOneFace("A mirror beside a Repository with another state", (quay) => {
  const story = new Story();
  const program = programOf(quay);
  const { repository } = storedIn(story);

  it("is not ended by it: the update fails and says what to remove, and without it nothing differs", async () => {
    await story.up(program({ state: "NORMAL" }));
    const { text } = await expectFailure(story.up(undefined, { refresh: true }));
    expect(text).toContain(
      "state of Repository acme/alpine cannot be NORMAL: RepositoryMirror acme/alpine, of docker.io/library/alpine, makes it MIRROR. " +
        "Remove state from the Repository.",
    );
    expect(repository()?.state).toBe("MIRROR");
    await story.up(program(), { refresh: true });
    expect(repository()?.state).toBe("MIRROR");
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });
});

onOneFace("A robot whose mirrored repository goes with it", (quay) => {
  const story = new Story();
  const program = programOf(quay);
  const { robot } = storedIn(story);

  it("stays with a new token where Quay does not collect that within a minute; one line says so", async () => {
    await story.up(program());
    const { token } = robot() ?? {};
    const { notices } = await story.up(program({ mirror: false, repository: false, keepsRobot: false }));
    expect(Object.values(notices).flat()).toEqual([
      expect.stringContaining(
        "Robot acme+sync stays in Quay: the mirror of a repository that was deleted names it until Quay has collected that.",
      ),
    ]);
    expect(robot()?.token).not.toBe(token);
    expect(Object.keys(story.state())).toEqual(["Organization acme"]);
  });

  it("is taken into the stack again with adopt only, and has a mirror of the same name", async () => {
    const { text } = await expectFailure(story.up(program()));
    expect(text).toContain("Robot acme+sync already exists and is not managed by this stack. Set adopt: true");
    await story.up(program({ adopt: true }));
    expect((await shownState(story))["Robot sync"]?.token).toBe(robot()?.token);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });
});
