import * as pulumi from "@pulumi/pulumi";
import { onBothFaces } from "./faces";
import { expectFailure, Story } from "./stack";

class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("story:index:Group", name);
  }
}

const keptNotice = (object: string) =>
  `${object} stays in Quay, because this stack still has it: only an old entry of it left the state.`;

/** The ids of the objects in Quay. */
function objectsInQuay(story: Story): string[] {
  const { store } = story.quay;
  const acme = store.organization("acme");
  if (!acme) return [];
  const repositories = [...acme.repositories.values()].filter(({ dead }) => !dead);
  return [
    ...[...acme.teams.keys()].map((team) => `team ${team}`),
    ...store.robotsOf("acme").map(({ name }) => `robot ${name}`),
    ...repositories.map(({ name }) => `repository ${name}`),
    ...repositories.flatMap(({ name, tags }) => tags.filter(({ end }) => !end).map((tag) => `tag ${name}:${tag.name}`)),
    ...repositories.flatMap(({ name, grants }) => [...grants.keys()].map((to) => `grant ${name} to ${to.name}`)),
  ].sort();
}

onBothFaces("A resource that is moved or renamed in the program without an alias", (quay) => {
  const story = new Story();
  let digest = "";
  const all = (parent?: pulumi.Resource) => {
    const options = { parent };
    const acme = new quay.Organization("acme", { adopt: true }, options);
    const organization = acme.name;
    const web = new quay.Repository("web", { namespace: organization, adopt: true }, options);
    if (digest) new quay.Tag("v1", { repository: web.fullName, digest, adopt: true }, options);
    const ci = new quay.Robot("ci", { namespace: organization, adopt: true }, options);
    const ops = new quay.Team("ops", { organization, adopt: true }, options);
    new quay.RepositoryTeamPermission("ops", { repository: web.fullName, team: ops.name, role: "read" }, options);
    new quay.RepositoryUserPermission("ci", { repository: web.fullName, user: ci.fullName, role: "write" }, options);
    new quay.TeamMember("ci", { organization, team: ops.name, member: ci.fullName }, options);
    new quay.DefaultPermission("ops", { organization, team: ops.name, role: "read" }, options);
  };
  let before: string[] = [];

  it("is kept in Quay when moved under a component: its old entries are removed from the state, with a notice for each", async () => {
    await story.up(() => all());
    ({ digest } = story.quay.push("acme/web", "v1"));
    await story.up(() => all());
    before = objectsInQuay(story);
    story.requested();
    const { text } = await story.up(() => all(new Group("platform")));
    expect(objectsInQuay(story)).toEqual(before);
    expect(story.writes().filter((call) => call.startsWith("DELETE"))).toEqual([]);
    for (const object of [
      "Repository acme/web",
      "Tag acme/web:v1",
      "Robot acme+ci",
      "Team acme/ops",
      "Organization acme",
    ]) {
      expect(text).toContain(keptNotice(object));
    }
    const { steps } = await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(steps).toEqual([]);
  });

  it("is kept in Quay when moved to an explicit provider, which is another process", async () => {
    const { url, token } = story.quay;
    await story.up(() => {
      const provider = new quay.Provider("explicit", { url, token });
      all(
        new (class extends pulumi.ComponentResource {
          constructor() {
            super("story:index:Group", "other", {}, { provider });
          }
        })(),
      );
    });
    expect(objectsInQuay(story)).toEqual(before);
    expect(story.writes().filter((call) => call.startsWith("DELETE"))).toEqual([]);
  });

  it("is kept in Quay when it is part of a blueprint, and when the blueprint is renamed", async () => {
    const blueprint = (name: string) => () => {
      new quay.OrganizationBlueprint(name, {
        name: "acme",
        adopt: true,
        robots: { ci: {} },
        teams: { ops: { robots: ["ci"] } },
        repositories: { web: { teams: { ops: "read" }, robots: { ci: "write" } } },
        defaultPermissions: { teams: { ops: "read" } },
      });
    };
    await story.up(blueprint("first"), { continueOnError: true });
    await story.up(blueprint("second"));
    expect(objectsInQuay(story)).toEqual(before.filter((object) => !object.startsWith("tag ")));
    const { steps } = await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(steps).toEqual([]);
  });

  it("is deleted by destroy with a refresh and the program", async () => {
    await story.destroy({ refresh: true, runProgram: true });
    expect(objectsInQuay(story)).toEqual([]);
    expect(story.state()).toEqual({});
  });
});

onBothFaces("A resource that the program still declares", (quay) => {
  const story = new Story();
  const acme = () => new quay.Organization("acme", { forceDelete: true });
  const teams = () => [...(story.quay.store.organization("acme")?.teams.keys() ?? [])];

  it("is reported in the preview by both logical names when two resources are the same object", async () => {
    await story.up(acme);
    const { text } = await expectFailure(
      story.preview(() => {
        acme();
        new quay.Team("ops", { organization: "acme" });
        new quay.Team("crew", { organization: "acme", name: "ops" });
      }),
    );
    expect(text).toMatch(/Team acme\/ops is declared twice, as (ops and crew|crew and ops)\. Keep one of them\./);
  });

  it("is not created twice when the two have equal logical names", async () => {
    const inGroup = (group: string, role: "admin" | "creator") =>
      new quay.Team("ops", { organization: "acme", role }, { parent: new Group(group) });
    class Other extends pulumi.ComponentResource {
      constructor() {
        super("story:index:Other", "other");
      }
    }
    const { text } = await expectFailure(
      story.up(() => {
        acme();
        inGroup("group", "admin");
        new quay.Team("ops", { organization: "acme", role: "creator" }, { parent: new Other() });
      }),
    );
    expect(text).toContain(
      "Could not create Team acme/ops: Team acme/ops is declared twice, by two resources called ops.",
    );
    expect(story.writes()).toHaveLength(2);
  });

  it("is not deleted together with a parent that it names by a string: the delete is refused, and both are named", async () => {
    const ops = () => new quay.Team("ops", { organization: "acme", adopt: true });
    await story.up(() => void [acme(), ops()]);
    const { text } = await expectFailure(story.up(() => void ops()));
    expect(text).toContain(
      "Could not delete Organization acme: Quay would delete Team acme/ops with it, which this program still wants.",
    );
    expect(teams()).toEqual(["owners", "ops"]);
  });

  it("is kept in Quay when the program only reads it with get from now on", async () => {
    const { text } = await story.up(() => {
      acme();
      quay.Team.get("there", "acme/ops");
    });
    expect(text).toContain(keptNotice("Team acme/ops"));
    expect(teams()).toEqual(["owners", "ops"]);
    await story.up(() => {});
    expect(teams()).toEqual([]);
    expect(story.state()).toEqual({});
  });
});
