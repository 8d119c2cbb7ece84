import { harness } from "../../harness";
import { laws } from "../../laws";

laws("Robot");

describe("Robot", () => {
  const at = harness();
  const least = { namespace: "acme", name: "ci" };
  const put = "PUT /v1/organization/{orgname}/robots/{robot_shortname}";
  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
  });

  it("costs one write to create, and one read for all robots of a namespace; with metadata one read each", async () => {
    const run = at.run("Robot");
    const states = await Promise.all(["ci", "cd"].map((name) => run.create({ ...least, name })));
    const described = await run.create({ ...least, name: "told", metadata: { team: "ops" } });
    expect(at.requested()).toEqual([put, put, put]);
    const refresh = at.run("Robot");
    await Promise.all([...states, described].map((state) => refresh.refresh(state)));
    expect(at.requested().sort()).toEqual([
      "GET /v1/organization/{orgname}/robots",
      "GET /v1/organization/{orgname}/robots/{robot_shortname}",
    ]);
  });

  it("has its login in the formats of Docker and Kubernetes", async () => {
    const { outputs } = await at.run("Robot", { "quay:registry": "images.acme.example" }).create(least);
    const token = at.quay.store.robot("acme+ci")?.token;
    expect(outputs).toMatchObject({ fullName: "acme+ci", token });
    const auth = Buffer.from(`acme+ci:${token}`).toString("base64");
    expect(JSON.parse(outputs.dockerConfigJson as string)).toEqual({ auths: { "images.acme.example": { auth } } });
  });

  it("has a new token after a rotation, by one request", async () => {
    const state = await at.run("Robot").create({ ...least, rotate: "1" });
    expect(at.requested()).toEqual([put]);
    const updated = await at.run("Robot").update(state, { ...least, rotate: "2" });
    expect(at.requested()).toEqual([`POST ${put.slice(4)}/regenerate`]);
    expect(updated.outputs.token).toBe(at.quay.store.robot("acme+ci")?.token);
    expect(updated.outputs.token).not.toBe(state.outputs.token);
    expect(updated.secrets?.sort()).toEqual(["dockerConfigJson", "token"]);
    expect(await at.run("Robot").refresh(updated)).toEqual(updated);
  });

  it("is not rotated twice when the response is lost", async () => {
    const state = await at.run("Robot").create(least);
    at.quay.fail(`POST ${put.slice(4)}/regenerate`, "reset", { after: true });
    const updated = await at.run("Robot").update(state, { ...least, rotate: "2" });
    expect(updated.outputs.token).toBe(at.quay.store.robot("acme+ci")?.token);
    expect(at.requested().filter((route) => route.startsWith("POST"))).toHaveLength(1);
  });

  it("gets a token regenerated elsewhere with the next refresh", async () => {
    const state = await at.run("Robot").create(least);
    await at.callQuay("POST /v1/organization/acme/robots/ci/regenerate");
    const refreshed = await at.run("Robot").refresh(state);
    expect(refreshed?.outputs.token).toBe(at.quay.store.robot("acme+ci")?.token);
    expect(refreshed?.inputs).toEqual(state.inputs);
  });

  it("with another description or metadata is refused at preview, unless replaceWhenChanged", async () => {
    const state = await at.run("Robot").create({ ...least, description: "Builds.", metadata: { a: 1 } });
    for (const changed of [{ description: "Builds all." }, { metadata: { a: 2 } }]) {
      const program = { ...least, description: "Builds.", metadata: { a: 1 }, ...changed };
      await expect(at.run("Robot").diff(state, program)).rejects.toThrow(
        "of Robot acme+ci cannot be changed. Quay cannot change a robot; replacing it makes a new token",
      );
      expect(await at.run("Robot").diff(state, { ...program, replaceWhenChanged: true })).toEqual({
        replaces: Object.keys(changed),
        deleteBeforeReplace: true,
      });
    }
  });

  it("with an unknown identity is replaced, so that resources that name it by output are recreated with it", async () => {
    const state = await at.run("Robot").create(least);
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { replaces } = await at.run("Robot").diff(state, { ...least, namespace: unknown });
    expect(replaces).toEqual(["namespace"]);
  });

  it("with another description is not adopted; the message has the values to write", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci", { description: "Theirs." });
    await expect(at.run("Robot").create({ ...least, adopt: true })).rejects.toThrow(
      'To adopt it, write description: "Theirs.".',
    );
    const state = await at.run("Robot").create({ ...least, description: "Theirs.", adopt: true });
    expect(state.outputs.token).toBe(at.quay.store.robot("acme+ci")?.token);
  });

  it("that Quay does not show is not adopted, and the message does not suggest adopt", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci");
    const always = { times: Number.POSITIVE_INFINITY };
    const missing = { message: "Could not find robot with specified username" };
    at.quay.fail("GET /v1/organization/{orgname}/robots", { status: 200, body: { robots: [] } }, always);
    at.quay.fail(`GET ${put.slice(4)}`, { status: 400, body: missing }, always);
    await expect(at.run("Robot").create({ ...least, adopt: true })).rejects.toThrow(
      /Robot acme\+ci already exists and is not managed by this stack\. Quay did not show it a moment ago: run pulumi up again/,
    );
  });

  it("read by get or described for an import by its id alone has the metadata that lists omit", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci", { unstructured_metadata: { team: "ops" } });
    expect((await at.run("Robot").get("acme+ci")).outputs.metadata).toEqual({ team: "ops" });
  });

  it("whose metadata is declared for the first time accepts Quay's value, and refuses any other without printing it", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci", { unstructured_metadata: { key: "SECRET" } });
    const state = await at.run("Robot").create({ ...least, adopt: true });
    expect(state.outputs).not.toHaveProperty("metadata");
    const program = { ...least, adopt: true, metadata: { key: "SECRET" } };
    expect(await at.run("Robot").diff(state, program)).toEqual({ replaces: [], deleteBeforeReplace: false });
    at.requested();
    const updated = await at.run("Robot").update(state, program);
    expect(updated.outputs).toMatchObject({ metadata: { key: "SECRET" }, token: state.outputs.token });
    expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
    expect(await at.run("Robot").diff(updated, program)).toEqual({ changes: false });

    const wrong = { ...program, metadata: { key: "OTHER" } };
    const message = await at
      .run("Robot")
      .update(state, wrong)
      .then(String, (error) => error.message);
    expect(message).toContain('To adopt it, write the metadata of Robot.get("…", "acme+ci").');
    expect(message).not.toMatch(/SECRET|OTHER/);
    const run = at.run("Robot");
    const later = await run.update(state, { ...wrong, replaceWhenChanged: true });
    expect(run.notices).toEqual(["Robot acme+ci has another metadata: the next pulumi up replaces it."]);
    const next = await at.run("Robot").diff(later, { ...wrong, replaceWhenChanged: true });
    expect(next).toEqual({ replaces: ["metadata"], deleteBeforeReplace: true });
  });

  it("with a secret in its metadata never prints the value, neither by the engine nor in a message", async () => {
    const secret = { ...least, metadata: { key: "SECRET" } };
    const state = await at.run("Robot").create(secret);
    for (const metadata of [{ key: "SECRET2" }, ["SECRET"], { key: { deep: "SECRET" } }]) {
      const { failures } = await at.run("Robot").check({ ...least, metadata }, state.inputs);
      expect(failures).toEqual([{ property: "metadata", reason: expect.any(String) }]);
      expect(JSON.stringify(failures)).not.toContain("SECRET");
    }
  });

  it("created twice because the response was lost is one robot whose token is kept", async () => {
    at.quay.fail(put, "reset", { after: true });
    const state = await at.run("Robot").create({ ...least, description: "Builds." });
    expect(state.outputs.token).toBe(at.quay.store.robot("acme+ci")?.token);
  });

  it("of a similarly named organization is not the resource's", async () => {
    await at.callQuay("POST /v1/organization/", { name: "a_z" });
    await at.callQuay("POST /v1/organization/", { name: "ayz" });
    const state = await at.run("Robot").create({ namespace: "a_z", name: "ci" });
    await at.callQuay("PUT /v1/organization/ayz/robots/ci", {});
    await at.callQuay("DELETE /v1/organization/a_z/robots/ci");
    expect(await at.run("Robot").refresh(state)).toBeUndefined();
  });

  it("of the token's own user is created, read, rotated and deleted there", async () => {
    const mine = { namespace: "admin", name: "ci" };
    const state = await at.run("Robot").create({ ...mine, metadata: { a: 1 } });
    expect(state.id).toBe("admin+ci");
    expect(await at.run("Robot").refresh(state)).toEqual(state);
    const rotated = await at.run("Robot").update(state, { ...mine, metadata: { a: 1 }, rotate: "x" });
    expect(rotated.outputs.token).toBe(at.quay.store.robot("admin+ci")?.token);
    await at.run("Robot").delete(rotated);
    expect(at.quay.store.robot("admin+ci")).toBeUndefined();
    expect(await at.run("Robot").refresh(rotated)).toBeUndefined();
  });
});
