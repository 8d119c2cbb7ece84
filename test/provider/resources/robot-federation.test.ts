import { harness } from "../../harness";
import { laws } from "../../laws";

laws("RobotFederation");

describe("RobotFederation", () => {
  const at = harness();
  const github = {
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:acme/web:ref:refs/heads/main",
  };
  const gitlab = { issuer: "https://gitlab.example.com", subject: "project_path:acme/web:ref_type:branch:ref:main" };
  const least = { robot: "acme+ci", identities: [github] };
  const route = "/v1/organization/{orgname}/robots/{robot_shortname}/federation";
  const robots = "GET /v1/organization/{orgname}/robots";
  const ofUser = "/v1/user/robots/{robot_shortname}/federation";
  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.callQuay("PUT /v1/organization/acme/robots/ci");
    at.requested();
  });

  it("costs two looks and one write to create, and one request to read, change and delete", async () => {
    const state = await at.run("RobotFederation").create(least);
    expect(at.requested()).toEqual([`GET ${route}`, robots, `GET ${route}`, robots, `POST ${route}`]);
    await at.run("RobotFederation").refresh(state);
    expect(at.requested()).toEqual([`GET ${route}`]);
    const updated = await at.run("RobotFederation").update(state, { ...least, identities: [github, gitlab] });
    expect(at.requested()).toEqual([`POST ${route}`]);
    await at.run("RobotFederation").delete(updated);
    expect(at.requested()).toEqual([`DELETE ${route}`]);
  });

  it("of a robot that this run made costs one write", async () => {
    const run = at.process();
    await run("Robot").create({ namespace: "acme", name: "cd" });
    at.requested();
    await run("RobotFederation").create({ ...least, robot: "acme+cd" });
    expect(at.requested()).toEqual([`POST ${route}`]);
  });

  it("of twenty robots costs one request each to refresh, and nothing for robots without it", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `ci${index}`);
    const up = at.process();
    for (const name of names) await up("Robot").create({ namespace: "acme", name });
    const states = await Promise.all(
      names.map((name) => up("RobotFederation").create({ ...least, robot: `acme+${name}` })),
    );
    at.requested();
    const refresh = at.process();
    await Promise.all(states.map((state) => refresh("RobotFederation").refresh(state)));
    expect(at.requested()).toEqual(names.map(() => `GET ${route}`));
  });

  it("is the same in any order, and what is said twice counts once", async () => {
    const state = await at.run("RobotFederation").create({ ...least, identities: [github, gitlab, github] });
    expect(at.quay.store.robot("acme+ci")?.federation).toHaveLength(2);
    const other = { ...least, identities: [gitlab, { subject: github.subject, issuer: github.issuer }] };
    expect(await at.run("RobotFederation").diff(state, other)).toEqual({ changes: false });
    for (const identities of [
      [github, gitlab],
      [gitlab, github],
    ]) {
      await at.callQuay("POST /v1/organization/acme/robots/ci/federation", identities);
      expect(await at.run("RobotFederation").refresh(state)).toEqual(state);
    }
  });

  it("is exact: an update removes what somebody added", async () => {
    const state = await at.run("RobotFederation").create(least);
    await at.callQuay("POST /v1/organization/acme/robots/ci/federation", [github, gitlab]);
    const refreshed = await at.run("RobotFederation").refresh(state);
    expect(refreshed?.outputs.identities).toEqual([gitlab, github]);
    await at.run("RobotFederation").update(refreshed as never, least);
    expect(at.quay.store.robot("acme+ci")?.federation).toEqual([github]);
  });

  it("takes issuers that differ in a slash for two, as Quay does", async () => {
    const identities = ["https://issuer.example.com", "https://issuer.example.com/"].map((issuer) => ({
      issuer,
      subject: "a",
    }));
    const state = await at.run("RobotFederation").create({ ...least, identities });
    expect(at.quay.store.robot("acme+ci")?.federation).toHaveLength(2);
    expect(await at.run("RobotFederation").refresh(state)).toEqual(state);
  });

  it("shows nothing else that a newer Quay tells of an identity", async () => {
    const { robot } = least;
    const state = await at.run("RobotFederation").create(least);
    at.quay.fail(`GET ${route}`, { status: 200, body: [{ ...github, id: "1", audiences: ["quay"], api_scopes: "" }] });
    expect((await at.run("RobotFederation").refresh(state))?.outputs).toMatchObject({ robot, identities: [github] });
  });

  it("of a robot that does not exist reports that", async () => {
    await expect(at.run("RobotFederation").create({ ...least, robot: "acme+cd" })).rejects.toThrow(
      /There is no robot acme\+cd\.$/,
    );
  });

  it("is read by its id, and not when nobody may log in", async () => {
    await at.callQuay("POST /v1/organization/acme/robots/ci/federation", [github]);
    expect((await at.run("RobotFederation").get("acme+ci")).outputs).toEqual(least);
    await at.callQuay("DELETE /v1/organization/acme/robots/ci/federation");
    await expect(at.run("RobotFederation").get("acme+ci")).rejects.toThrow("There is none in Quay.");
  });

  it("of the own user's robot is at the user's routes", async () => {
    const token = at.quay.mint({ user: "alice", scope: "user:admin" });
    at.quay.store.addRobot(at.quay.store.user("alice") as never, "ci");
    const mine = { robot: "alice+ci", identities: [github] };
    const run = at.run("RobotFederation", { "quay:token": token });
    const state = await run.create(mine);
    expect(at.quay.store.robot("alice+ci")?.federation).toEqual([github]);
    at.requested();
    const updated = await run.update(state, { ...mine, identities: [gitlab] });
    expect(await run.refresh(updated)).toEqual(updated);
    await run.delete(updated);
    expect(at.requested()).toEqual([`POST ${ofUser}`, `DELETE ${ofUser}`]);
    expect(at.quay.store.robot("alice+ci")?.federation).toEqual([]);
    at.quay.store.addUser("bob");
    at.quay.store.addRobot(at.quay.store.user("bob") as never, "ci");
    await expect(run.create({ ...mine, robot: "bob+ci" })).rejects.toThrow("bob is another user");
  });

  it("uses the token of the robot's namespace", async () => {
    const tokens = JSON.stringify({ acme: at.quay.token });
    const run = at.run("RobotFederation", { "quay:token": "dead", "quay:tokens": tokens });
    expect((await run.create(least)).id).toBe("acme+ci");
  });

  it("whose change got no answer is changed again: that does no more than once", async () => {
    const state = await at.run("RobotFederation").create(least);
    at.requested();
    at.quay.fail(`POST ${route}`, "reset", { after: true });
    const updated = await at.run("RobotFederation").update(state, { ...least, identities: [gitlab, github] });
    expect(updated.outputs.identities).toEqual([gitlab, github]);
    expect(at.requested()).toEqual([`POST ${route}`, `POST ${route}`]);
  });

  it("is refused to a token without the right to administer the organization, by name", async () => {
    const token = at.quay.mint({ scope: "repo:admin" });
    await expect(at.run("RobotFederation", { "quay:token": token }).create(least)).rejects.toThrow("org:admin");
    expect(at.quay.store.robot("acme+ci")?.federation).toEqual([]);
  });
});
