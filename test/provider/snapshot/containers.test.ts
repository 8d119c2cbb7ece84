import { harness } from "../../harness";

describe("What is deleted together with a robot", () => {
  const at = harness();
  const robot = { namespace: "acme", name: "ci" };
  const theirs = {
    TeamMember: { organization: "acme", team: "ops", member: "acme+ci" },
    RepositoryUserPermission: { repository: "acme/web", user: "acme+ci", role: "write" },
    DefaultPermission: { organization: "acme", user: "acme+ci", role: "read" },
  };
  beforeEach(() => {
    const { store } = at.quay;
    const acme = store.addOrganization("acme", store.user("admin"));
    store.addTeam(acme, "ops", "member");
    store.addRepository(acme, "web");
  });

  it("and recreated in one process is not taken for existing, and is recreated", async () => {
    const old = await at.run("Robot").create(robot);
    const states = await Promise.all(
      Object.entries(theirs).map(async ([kind, program]) => ({ kind, state: await at.run(kind).create(program) })),
    );
    const run = at.process();
    for (const { kind, state } of states) expect(await run(kind).refresh(state)).toBeDefined();
    await run("Robot").delete(old);
    await run("Robot").create(robot);
    for (const { kind, state } of states) expect([kind, await run(kind).refresh(state)]).toEqual([kind, undefined]);
    for (const [kind, program] of Object.entries(theirs)) await run(kind).create(program);
    for (const { kind, state } of states) expect(await at.run(kind).refresh(state)).toBeDefined();
  });

  it("leaves the rest of the same lists cached", async () => {
    const old = await at.run("Robot").create(robot);
    const alice = { organization: "acme", team: "owners", role: "read" };
    const state = await at.run("DefaultPermission").create(alice);
    const run = at.process();
    await run("DefaultPermission").refresh(state);
    await run("Robot").delete(old);
    at.requested();
    expect(await run("DefaultPermission").refresh(state)).toBeDefined();
    expect(at.requested()).toEqual([]);
  });
});

describe("An object in an organization", () => {
  const at = harness();

  it("that was created in this process is known without a request", async () => {
    const run = at.process();
    await run("Organization").create({ name: "acme" });
    at.requested();
    await run("Team").create({ organization: "acme", name: "ops" });
    await run("DefaultPermission").create({ organization: "acme", team: "ops", role: "read" });
    expect(at.requested()).toEqual([
      "PUT /v1/organization/{orgname}/team/{teamname}",
      "POST /v1/organization/{orgname}/prototypes",
    ]);
  });

  it("that was proven absent with it is read again once it is created", async () => {
    const run = at.process();
    const tag = { id: "acme/web:v1", inputs: {}, outputs: {} };
    expect(await run("Tag").refresh(tag)).toBeUndefined();
    await run("Organization").create({ name: "acme" });
    await run("Repository").create({ namespace: "acme", name: "web" });
    at.quay.push("acme/web", "v1");
    expect(await run("Tag").refresh(tag)).toBeDefined();
  });

  it("whose create got no response is not taken for absent any more", async () => {
    const run = at.process();
    const robot = { id: "acme+ci", inputs: {}, outputs: { namespace: "acme" } };
    expect(await run("Robot").refresh(robot)).toBeUndefined();
    at.quay.fail("POST /v1/organization/", "reset", { after: true, when: ({ body }) => "name" in (body as object) });
    await run("Organization").create({ name: "acme" });
    await at.callQuay("PUT /v1/organization/acme/robots/ci", {});
    expect(await run("Robot").refresh(robot)).toBeDefined();
  });
});
