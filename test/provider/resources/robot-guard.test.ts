import { harness, type State } from "../../harness";
import { prepare, specimenOf } from "../../kinds";

const mirror = "/v1/organization/{orgname}/mirror";
const deleted = "DELETE /v1/organization/{orgname}/robots/{robot_shortname}";

describe("A Robot that runs an organization mirror", () => {
  const at = harness();
  const { least } = specimenOf("OrganizationMirror");
  const ci = { namespace: "acme", name: "ci", adopt: true };
  const guarded =
    /^Could not delete Robot acme\+ci: Robot acme\+ci runs OrganizationMirror acme, which copies https:\/\/harbor\.example\.com\/library, and Quay would delete that with it\. Give the mirror another robot, or delete it first\./;
  const exists = (name = "ci") => at.quay.store.robot(`acme+${name}`) !== undefined;
  let made: { robot: State; mirror: State };

  beforeEach(async () => {
    await prepare(at.quay, "OrganizationMirror");
    made = { robot: await at.run("Robot").create(ci), mirror: await at.run("OrganizationMirror").create(least) };
    at.requested();
  });

  it("is not deleted, and the refusal names the mirror and what it copies", async () => {
    await expect(at.run("Robot").delete(made.robot)).rejects.toThrow(guarded);
    expect(at.requested()).toEqual(["GET /config", `GET ${mirror}`]);
    expect(exists()).toBe(true);
  });

  it("is not deleted to be replaced either", async () => {
    const up = at.operation();
    const program = { ...ci, description: "Pulls.", replaceWhenChanged: true };
    expect(await up.run("Robot").diff(made.robot, program)).toMatchObject({ deleteBeforeReplace: true });
    await expect(up.run("Robot").delete(made.robot)).rejects.toThrow(guarded);
    expect(exists()).toBe(true);
  });

  it("costs its organization one read in a run, however many robots are deleted", async () => {
    const others = await Promise.all(["cd", "other"].map((name) => at.run("Robot").create({ ...ci, name })));
    at.requested();
    const run = at.run("Robot");
    await Promise.all(others.map((one) => run.delete(one)));
    expect(at.requested().sort()).toEqual([deleted, deleted, "GET /config", `GET ${mirror}`]);
  });

  it("costs one read where there is no mirror", async () => {
    const one = await at.run("Robot").create({ namespace: "umbrella", name: "ci", adopt: true });
    at.requested();
    await at.run("Robot").delete(one);
    expect(at.requested()).toEqual(["GET /config", `GET ${mirror}`, deleted]);
  });

  it("is deleted without a question where FEATURE_ORG_MIRROR is off", async () => {
    at.quay.features.ORG_MIRROR = false;
    await at.run("Robot").delete(made.robot);
    expect(at.requested()).toEqual(["GET /config", deleted]);
  });

  it("is free in the run that deleted the mirror", async () => {
    const run = at.process();
    await run("OrganizationMirror").delete(made.mirror);
    await run("Robot").delete(made.robot);
    expect(exists()).toBe(false);
  });

  it("is free in the run that gave the mirror another robot, and that one is not", async () => {
    const other = await at.run("Robot").create({ ...ci, name: "cd" });
    const run = at.process();
    await run("OrganizationMirror").refresh(made.mirror);
    await run("OrganizationMirror").update(made.mirror, { ...least, robot: "acme+cd" });
    await expect(at.run("Robot").delete(other)).rejects.toThrow("Robot acme+cd runs OrganizationMirror acme");
    await run("Robot").delete(made.robot);
    expect([exists(), exists("cd")]).toEqual([false, true]);
    expect(at.quay.store.organization("acme")?.mirror?.robot.name).toBe("acme+cd");
  });

  it.each([
    500,
    "reset",
    "html",
    { status: 404, body: { error: "not found" } },
    { status: 403, type: "text/html", body: "<title>No</title>" },
  ] as const)("is not deleted when its mirror cannot be read (%j)", async (fault) => {
    at.quay.fail(`GET ${mirror}`, fault, { times: Number.POSITIVE_INFINITY });
    await expect(at.run("Robot").delete(made.robot)).rejects.toThrow("Could not delete Robot acme+ci: ");
    expect(exists()).toBe(true);
    expect(at.quay.store.organization("acme")?.mirror).toBeDefined();
  });

  it("is not deleted when Quay's features cannot be read", async () => {
    at.quay.fail("GET /config", 500, { times: Number.POSITIVE_INFINITY });
    await expect(at.run("Robot").delete(made.robot)).rejects.toThrow("Could not delete Robot acme+ci: ");
    expect(exists()).toBe(true);
  });

  it("is refused by Quay itself to who may not see the mirror: both need the same right", async () => {
    const token = at.quay.mint({ user: "bob", scope: "org:admin" });
    await expect(at.run("Robot", { "quay:token": token }).delete(made.robot)).rejects.toThrow(
      "Quay refused DELETE /v1/organization/acme/robots/ci: Unauthorized (403).",
    );
    expect(exists()).toBe(true);
  });

  it.each(["user:admin user:read", "user:admin org:admin user:read"])(
    "of a user is none: with the scopes %s the robot is deleted",
    async (scope) => {
      const alice = { "quay:token": at.quay.mint({ user: "alice", scope }) };
      const robot = await at.run("Robot", alice).create({ namespace: "alice", name: "ci" });
      await at.run("Robot", alice).delete(robot);
      expect(at.quay.store.robot("alice+ci")).toBeUndefined();
    },
  );

  it("takes the mirror along where somebody else deletes it: refresh drops the mirror, and it can be made again", async () => {
    await at.callQuay("DELETE /v1/organization/acme/robots/ci");
    const run = at.process();
    expect(await run("Robot").refresh(made.robot)).toBeUndefined();
    expect(await run("OrganizationMirror").refresh(made.mirror)).toBeUndefined();
    await run("Robot").create(ci);
    expect((await run("OrganizationMirror").create(least)).outputs).toEqual(made.mirror.outputs);
  });
});
