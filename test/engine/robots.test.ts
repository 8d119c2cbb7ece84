import type * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { shownState } from "./secrets";
import { expectFailure, Story } from "./stack";

const regenerate = "POST /v1/organization/{orgname}/robots/{robot_shortname}/regenerate";

describe("A robot, and resources that name it by its output,", () => {
  const story = new Story();
  const robot = () => story.quay.store.robot("acme+ci");
  const web = () => story.quay.store.repository("acme", "web");
  const ops = () => story.quay.store.team("acme", "ops");
  let before: ReturnType<typeof robot>;
  let storedToken: string | undefined;

  const dependents = [
    "DefaultPermission ci-reads-new-ones",
    "DefaultPermission ops-writes-what-ci-makes",
    "RepositoryUserPermission ci-pushes-web",
    "TeamMember ci-in-ops",
  ];

  const program =
    (about: { description?: string; rotate?: string; replaceWhenChanged?: boolean } = {}) =>
    () => {
      const acme = new quay.Organization("acme");
      const { name: organization } = acme;
      const { fullName: repository } = new quay.Repository("web", { namespace: organization });
      const { name: team } = new quay.Team("ops", { organization });
      const ci = new quay.Robot("ci", { namespace: organization, description: "Pushes.", rotate: "2026", ...about });
      const { fullName: user } = ci;
      new quay.RepositoryUserPermission("ci-pushes-web", { repository, user, role: "write" });
      new quay.TeamMember("ci-in-ops", { organization, team, member: user });
      new quay.DefaultPermission("ci-reads-new-ones", { organization, user, role: "read" });
      new quay.DefaultPermission("ops-writes-what-ci-makes", { organization, team, createdBy: user, role: "write" });
      remember(ci.token);
    };

  const remember = (token: pulumi.Output<string>) =>
    token.apply((known) => {
      storedToken = known;
    });

  /** Everything in Quay that refers to the robot. */
  const held = () => {
    const ci = robot();
    return {
      grant: ci && web()?.grants.get(ci),
      isMember: ci && ops()?.members.has(ci),
      prototypes: [...(story.quay.store.organization("acme")?.prototypes.values() ?? [])]
        .map(({ delegate, activatingUser, role }) => [delegate.name, activatingUser?.name, role])
        .sort(),
    };
  };

  const all = {
    grant: "write",
    isMember: true,
    prototypes: [
      ["acme+ci", undefined, "read"],
      ["ops", "acme+ci", "write"],
    ],
  };

  it("are created with one write each, and one read where Quay would create a duplicate", async () => {
    await story.up(program());
    expect(held()).toEqual(all);
    expect(storedToken).toBe(robot()?.token);
    expect(story.writes()).toHaveLength(8);
    before = robot();
  });

  it("with another value of rotate it gets another token by one request, and nothing else changes", async () => {
    const old = robot()?.token;
    const { changes, text } = await story.preview(program({ rotate: "2027" }));
    expect(changes).toEqual({ "Robot ci": { rotate: { from: "2026", to: "2027" } } });
    expect(text).toContain("~ 1 to update");
    const { steps } = await story.up(program({ rotate: "2027" }));
    expect(steps).toEqual(["update Robot ci"]);
    expect(story.requested()).toEqual([regenerate]);
    expect(robot()?.token).not.toBe(old);
    expect(storedToken).toBe(robot()?.token);
    expect((await shownState(story))["Robot ci"]?.token).toBe(storedToken);
    expect(robot()).toBe(before);
    expect(held()).toEqual(all);
  });

  it("when the response to the rotation is lost, its token is read, not regenerated again", async () => {
    const old = robot()?.token;
    story.quay.fail(regenerate, "reset", { after: true });
    await story.up(program({ rotate: "2028" }));
    expect(story.requested().filter((route) => route === regenerate)).toHaveLength(1);
    expect(robot()?.token).not.toBe(old);
    expect(storedToken).toBe(robot()?.token);
  });

  it("a token that was regenerated in Quay is not drift", async () => {
    await story.callQuay("POST /v1/organization/acme/robots/ci/regenerate");
    const options = { refresh: true, runProgram: true };
    const { steps } = await story.preview(program({ rotate: "2028" }), { ...options, expectNoChanges: true });
    expect(steps).toEqual([]);
    expect(storedToken).toBe(robot()?.token);
    expect((await shownState(story))["Robot ci"]?.token).not.toBe(storedToken);
  });

  it("and is stored by up and --refresh, which writes nothing", async () => {
    story.requested();
    await story.up(program({ rotate: "2028" }), { refresh: true, runProgram: true });
    expect(story.writes()).toEqual([]);
    const { token, dockerConfigJson } = (await shownState(story))["Robot ci"] ?? {};
    expect(token).toBe(robot()?.token);
    const auth = Buffer.from(`acme+ci:${token}`).toString("base64");
    const host = new URL(story.quay.url).host;
    expect(JSON.parse(String(dockerConfigJson))).toEqual({ auths: { [host]: { auth } } });
  });

  it("with another description it is refused by the preview, which says how to allow it and what is lost", async () => {
    const { text, steps } = await expectFailure(story.preview(program({ rotate: "2028", description: "Pulls." })));
    expect(text).toContain(
      "description of Robot acme+ci cannot be changed. Quay cannot change a robot; replacing it makes a new token and drops its " +
        "grants, memberships and default permissions. Keep it as it was, or set replaceWhenChanged: true.",
    );
    expect(steps).toEqual([]);
    expect(story.requested()).toEqual([]);
  });

  const recreated = program({ rotate: "2028", description: "Pulls.", replaceWhenChanged: true });

  it("with replaceWhenChanged the preview shows the replacement, and that of all resources that name it", async () => {
    const { steps, changes } = await story.preview(recreated);
    const replaced = steps.filter((step) => step.startsWith("replace "));
    expect(replaced.sort()).toEqual([...dependents, "Robot ci"].map((resource) => `replace ${resource}`).sort());
    expect(changes["Robot ci"]).toMatchObject({ description: { from: "Pushes.", to: "Pulls." } });
    expect(steps.filter((step) => / (Organization|Repository|Team) /.test(step))).toEqual([]);
    expect(story.requested()).toEqual([]);
  });

  it("up deletes it first and recreates it, and recreates in the same run what Quay deleted together with it", async () => {
    before = robot();
    await story.up(recreated);
    const written = story.writes();
    const created = written.indexOf("PUT organization/acme/robots/ci");
    expect(written.indexOf("DELETE organization/acme/robots/ci")).toBe(created - 1);
    expect(written.slice(created + 1)).toHaveLength(dependents.length);
    expect(robot()).not.toBe(before);
    expect(robot()).toMatchObject({ description: "Pulls." });
    expect(storedToken).toBe(robot()?.token);
    expect(held()).toEqual(all);
  });

  it("and the next preview shows no change", async () => {
    const { steps } = await story.preview(recreated, { refresh: true, runProgram: true, expectNoChanges: true });
    expect(steps).toEqual([]);
  });
});
