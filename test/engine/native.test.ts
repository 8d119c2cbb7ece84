import { type LocalQuay, startQuay } from "../../local-quay";
import { acme } from "../fixtures/acme-blueprint";
import { addPrerequisites, digest } from "../fixtures/kept";
import { type Face, faces } from "./faces";
import { shownState } from "./secrets";
import { Story } from "./stack";

describe("A stack with everything, moved from the dynamic provider to the plugin by one import line", () => {
  const story = new Story();
  let internal: LocalQuay;
  beforeAll(async () => {
    internal = await startQuay();
    addPrerequisites(story.quay);
    for (const name of ["mia", "noa"]) story.quay.addUser(name);
  });
  afterAll(() => internal.close());

  const program =
    (quay: Face, description = "The shop.") =>
    () => {
      const namespace = new quay.Organization("lab2", { email: "platform@lab.example" }).name;
      const web = new quay.Repository("web", { namespace, visibility: "public", description }, { protect: true });
      const ops = new quay.Team("ops", { organization: namespace, role: quay.TeamRole.Creator }, { parent: web });
      const ci = new quay.Robot("ci", { namespace, description: "Builds.", metadata: { owner: "ops" }, rotate: "1" });
      new quay.TeamMember("alice", { organization: namespace, team: ops.name, member: "alice" });
      new quay.Tag("prod", { repository: "lab/app", digest });
      new quay.RepositoryUserPermission("ci-web", { repository: web.fullName, user: ci.fullName, role: "write" });
      new quay.RepositoryTeamPermission("ops-web", { repository: web.fullName, team: ops.name, role: "admin" });
      new quay.DefaultPermission("ops", { organization: namespace, team: ops.name, role: "read" });
      new quay.OrganizationBlueprint("acme", acme);
      const provider = new quay.Provider("internal", {
        url: internal.url,
        tokens: { tools: internal.token },
        token: internal.token,
        timeoutSeconds: 20,
      });
      new quay.Organization("tools", {}, { provider, retainOnDelete: true });
      return { token: ci.token };
    };

  const requested = () => [...story.requested(), ...internal.requests.splice(0).map(({ route }) => route)];

  it("shows no change and asks Quay nothing, in a preview and in an update", async () => {
    await story.up(program(faces.dynamic));
    expect(Object.keys(story.state())).toHaveLength(33);
    requested();
    expect((await story.preview(program(faces.native))).steps).toEqual([]);
    expect((await story.up(program(faces.native))).steps).toEqual([]);
    expect(Object.keys(story.state()).filter((name) => !story.urn(name).includes("quay:index:"))).toEqual([]);
    expect(requested()).toEqual([]);
  });

  it("then lives on: protected, refreshed, changed property by property, with its secrets encrypted", async () => {
    await story.refresh({ expectNoChanges: true });
    await story.refresh({ runProgram: true, expectNoChanges: true });
    await story.callQuay("PUT /v1/repository/lab2/web", { description: "Someone else's." });
    requested();
    const { changes } = await story.up(program(faces.native, "The new shop."));
    expect(changes).toEqual({ "Repository web": { description: { from: "The shop.", to: "The new shop." } } });
    expect(story.writes()).toEqual(["PUT repository/lab2/web"]);
    const { "Robot ci": ci } = await shownState(story);
    expect(ci?.token).toBe(story.quay.store.robot("lab2+ci")?.token);
    expect(Object.values(story.state()).filter(({ outputs }) => "__provider" in outputs)).toEqual([]);
    expect(story.stateFile()).not.toContain(ci?.token);
    expect(story.stateFile()).not.toContain(internal.token);
    expect(story.state()["Repository web"]).toMatchObject({ protect: true });
  });

  it("goes back by the same line: the next update changes each resource once, and asks Quay nothing", async () => {
    requested();
    const { steps } = await story.up(program(faces.dynamic, "The new shop."));
    expect(steps.sort()).toEqual(
      Object.keys(story.state())
        .map((name) => `update ${name}`)
        .sort(),
    );
    expect(requested()).toEqual([]);
    const { steps: next } = await story.preview(program(faces.dynamic, "The new shop."), { expectNoChanges: true });
    expect(next).toEqual([]);
    await story.refresh({ expectNoChanges: true });
    await story.refresh({ runProgram: true, expectNoChanges: true });
  });
});
