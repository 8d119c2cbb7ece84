import { type Harness, harness, type State } from "../../harness";
import { prepare, specimenOf } from "../../kinds";

const mirror = "/v1/organization/{orgname}/mirror";

describe("A password of an OrganizationMirror", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const { least } = specimenOf("OrganizationMirror");
  const right = { ...least, username: "acme", password: "open-sesame" };
  const wrong = { ...right, password: "let-me-in" };
  const refused = "Quay tried https://harbor.example.com and says: Authentication failed.";
  const held = () => at.quay.store.organization("acme")?.mirror;
  const run = () => at.run("OrganizationMirror");
  const byHand = (settings: object) => at.callQuay("PUT /v1/organization/acme/mirror", settings);

  beforeEach(async () => {
    await prepare(at.quay, "OrganizationMirror");
    at.quay.remoteRegistries["harbor.example.com"] = { logins: { acme: "open-sesame" } };
    at.requested();
  });

  it("that is wrong at first fails, and leaves a mirror without one in the state, which the right one completes", async () => {
    const failure = await failed(run().create(wrong));
    expect(failure.message).toBe(
      `Could not create OrganizationMirror acme: ${refused} In force is the mirror without a password.`,
    );
    expect(held()).toMatchObject({ password: null });
    const half = { id: "acme", inputs: wrong, outputs: failure.properties as State["outputs"] };
    expect(half.outputs).toMatchObject({ hasPassword: false });
    expect(half.outputs).not.toHaveProperty("password");

    await expect(run().update(half, wrong)).rejects.toThrow(`${refused} In force is the mirror without a password.`);
    const healed = await run().update(half, right);
    expect(healed.outputs).toMatchObject({ password: "open-sesame", hasPassword: true });
    expect(held()?.password).toBe("open-sesame");
  });

  it("that is wrong later leaves everything as it was, from the state", async () => {
    const state = await run().create(right);
    const before = structuredClone(held()?.settings);
    const program = { ...wrong, externalNamespace: "base", verifyTls: false, visibility: "public" };
    const failure = await failed(run().update(state, program));
    expect(failure.message).toBe(
      `Could not update OrganizationMirror acme: ${refused} The configuration from before is in force again.`,
    );
    expect(failure.properties).toBeUndefined();
    expect(held()).toMatchObject({ password: "open-sesame", settings: before });
    expect(await run().refresh(state)).toEqual(state);
    expect((await run().update(state, { ...program, password: "open-sesame" })).outputs).toMatchObject({
      ...program,
      password: "open-sesame",
    });
  });

  it("that is wrong after an adoption stays in force, for the one before was never known here, and the sentence says so", async () => {
    await run().create(right);
    const adopted = await run().create({ ...wrong, adopt: true });
    expect(adopted.outputs).toMatchObject({ hasPassword: true });
    const failure = await failed(run().update(adopted, { ...wrong, adopt: true }));
    expect(failure.message).toContain(
      `${refused} The new configuration is in force: the old password, which this stack does not know, could not be put back.`,
    );
    expect(held()?.password).toBe("let-me-in");
    await run().update(adopted, { ...right, adopt: true });
    expect(held()?.password).toBe("open-sesame");
  });

  it("that is wrong and cannot be taken back is told to be in force", async () => {
    const state = await run().create(right);
    let writes = 0;
    at.quay.fail(`PUT ${mirror}`, 400, { times: 1, when: () => ++writes > 1 });
    const failure = await failed(run().update(state, wrong));
    expect(failure.message).toMatch(
      /Putting back the configuration from before failed too: .*\(400\).* The new one is in force\.$/,
    );
    expect(held()?.password).toBe("let-me-in");
  });

  it("that is wrong and may have been taken back is told to be in doubt", async () => {
    const state = await run().create(right);
    let writes = 0;
    at.quay.fail(`PUT ${mirror}`, "reset", { times: 9, after: true, when: () => ++writes > 1 });
    const failure = await failed(run().update(state, wrong));
    expect(failure.message).toMatch(/Whether it or the new one is in force is not known\.$/);
  });

  it("that Quay could not try is in force, and the next up sends and tries it again", async () => {
    const state = await run().create(right);
    at.quay.fail(`POST ${mirror}/verify`, 500, { times: 1 });
    const failure = await failed(run().update(state, { ...right, externalNamespace: "base" }));
    expect(failure.message).toContain(
      "The new configuration is in force, and whether https://harbor.example.com lets Quay in was not found out. The next pulumi up tries again.",
    );
    expect(held()?.settings.external_namespace).toBe("base");
    at.requested();
    await run().update(state, { ...right, externalNamespace: "base" });
    expect(at.requested()).toEqual([`PUT ${mirror}`, `POST ${mirror}/verify`]);
  });

  it("that Quay could not try is replaced by the one before when the program goes back, with all that was sent beside it", async () => {
    const state = await run().create(right);
    const before = structuredClone(held()?.settings);
    const program = { ...wrong, externalNamespace: "base" };
    at.quay.fail(`POST ${mirror}/verify`, 500, { times: 1 });
    const failure = await failed(run().update(state, program));
    expect(held()).toMatchObject({ password: "let-me-in" });
    await run().update({ ...state, inputs: program, outputs: failure.properties as State["outputs"] }, right);
    expect(held()).toMatchObject({ password: "open-sesame", settings: before });
  });

  it("that somebody changed in Quay is sent with what it decides on, so that no right change fails for ever", async () => {
    const state = await run().create(right);
    await byHand({ external_registry_password: "by-hand" });
    await run().update(state, { ...right, externalNamespace: "base" });
    expect(held()).toMatchObject({ password: "open-sesame", settings: { external_namespace: "base" } });
  });

  it("is in no message of a failure", async () => {
    const state = await run().create(right);
    for (const fault of [400, 500, "reset"] as const) {
      at.quay.fail("*", fault, { times: Number.POSITIVE_INFINITY });
      const { message } = await failed(run().update(state, wrong));
      expect(message).not.toMatch(/let-me-in|open-sesame/);
    }
  });

  it("taken out of Quay by somebody is drift, and the next up sends it again", async () => {
    const state = await run().create(right);
    await byHand({ external_registry_password: null });
    const refreshed = (await run().refresh(state)) as State;
    expect(refreshed.outputs).not.toHaveProperty("password");
    expect(await run().diff(refreshed, right)).not.toEqual({ changes: false });
    expect((await run().update(refreshed, right)).outputs).toMatchObject({
      password: "open-sesame",
      hasPassword: true,
    });
    expect(held()?.password).toBe("open-sesame");
  });

  it.each([
    ["set by hand", (at: Harness) => at.run("OrganizationMirror").create(least)],
    [
      "that was there before an adoption",
      (at: Harness) => at.run("OrganizationMirror").create({ ...least, adopt: true }),
    ],
  ])("%s is a difference to a program without one, and the next up clears it", async (when, create) => {
    if (when !== "set by hand") await run().create(right);
    const made = await create(at);
    await byHand({ external_registry_username: null, external_registry_password: "by-hand" });
    const state = (await run().refresh(made)) as State;
    expect(state.outputs).toMatchObject({ hasPassword: true });
    expect(JSON.stringify(state)).not.toContain("by-hand");
    const { adopt } = state.outputs;
    const program = { ...least, ...(adopt === true && { adopt }) };
    const preview = run();
    expect(await preview.diff(state, program)).toEqual({ replaces: [], deleteBeforeReplace: false });
    expect(preview.notices).toEqual([
      "Quay holds a password for OrganizationMirror acme, and the program has none: the update takes it out of Quay.",
    ]);
    at.requested();
    const cleared = await run().update(state, program);
    expect(at.requested()).toEqual([`PUT ${mirror}`]);
    expect(held()?.password).toBeNull();
    expect(await run().diff(cleared, program)).toEqual({ changes: false });
  });

  it("beside no user name, as somebody may store it, is shown and cleared like any other", async () => {
    const state = await run().create(least);
    await byHand({ external_registry_password: "by-hand" });
    const refreshed = (await run().refresh(state)) as State;
    await run().update(refreshed, least);
    expect(held()).toMatchObject({ password: null, settings: { external_registry_username: null } });
  });

  it("that is unknown in a preview may be missing in the end, so that a user name is not asked for", async () => {
    const { failures } = await run().check({ ...least, password: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    expect(failures).toEqual([]);
  });

  it("that was changed without an answer is sent again", async () => {
    const state = await run().create(right);
    at.quay.remoteRegistries["harbor.example.com"] = { logins: { acme: "let-me-in" } };
    at.quay.fail(`PUT ${mirror}`, "reset", { times: 1, after: true });
    expect((await run().update(state, wrong)).outputs).toMatchObject({ password: "let-me-in" });
    expect(held()?.password).toBe("let-me-in");
  });
});

/** What an operation failed with. Of a partial failure it has the properties. */
async function failed(doing: Promise<unknown>): Promise<Error & { properties?: object }> {
  const error = await doing.catch((cause) => cause);
  if (!(error instanceof Error)) throw new Error("This was to fail.");
  return error;
}
