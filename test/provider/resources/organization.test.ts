import { harness } from "../../harness";
import { laws } from "../../laws";

laws("Organization");

describe("Organization", () => {
  const at = harness();

  it("costs one write to create, one more for tagExpirationSeconds, and one read to refresh", async () => {
    const plain = await at.run("Organization").create({ name: "acme" });
    expect(at.requested()).toEqual(["POST /v1/organization/"]);
    await at.run("Organization").create({ name: "umbrella", tagExpirationSeconds: 0 });
    expect(at.requested()).toEqual(["GET /config", "POST /v1/organization/", "PUT /v1/organization/{orgname}"]);
    await at.run("Organization").refresh(plain);
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}"]);
  });

  it("is named after the resource, and keeps that name when the resource is renamed with an alias", async () => {
    const state = await at.run("Organization").create({ __logicalName: "acme" });
    expect(state.id).toBe("acme");
    const { inputs } = await at.run("Organization").check({ __logicalName: "renamed" }, state.inputs);
    expect(inputs.name).toBe("acme");
    expect(inputs).not.toHaveProperty("__logicalName");
  });

  it("is not deleted while it contains repositories, unless forceDelete is in the state", async () => {
    const state = await at.run("Organization").create({ name: "acme" });
    await at.callQuay("POST /v1/repository", {
      namespace: "acme",
      repository: "web",
      visibility: "private",
      description: "",
    });
    at.requested();
    await expect(at.run("Organization").delete(state)).rejects.toThrow(
      "Could not delete Organization acme: Organization acme still holds 1 repository, which would be lost with all images.",
    );
    expect(at.requested()).toEqual(["GET /v1/repository"]);
    const forced = await at.run("Organization").update(state, { name: "acme", forceDelete: true });
    expect(at.requested()).toEqual([]);
    await at.run("Organization").delete(forced);
    expect(at.quay.store.organization("acme")).toBeUndefined();
  });

  it("counts the repositories that Quay lists, not the remains of a deleted one", async () => {
    const state = await at.run("Organization").create({ name: "acme" });
    await at.callQuay("POST /v1/repository", {
      namespace: "acme",
      repository: "web",
      visibility: "private",
      description: "",
    });
    await at.callQuay("DELETE /v1/repository/acme/web");
    await at.run("Organization").delete(state);
    expect(at.quay.store.organization("acme")).toBeUndefined();
  });

  it("reports how many repositories it contains when there is more than a page of them", async () => {
    const state = await at.run("Organization").create({ name: "acme" });
    const { store } = at.quay;
    for (let n = 0; n < 101; n++)
      store.addRepository(store.namespace("acme") as never, `r${n}`, store.user("admin") as never);
    await expect(at.run("Organization").delete(state)).rejects.toThrow("still holds more than 100 repositories");
  });

  it("with a _ in its name is not deleted, since that would delete the robots of similarly named organizations", async () => {
    const state = await at.run("Organization").create({ name: "a_z" });
    await expect(at.run("Organization").delete(state)).rejects.toThrow("(such as axz)");
    expect(at.quay.store.organization("a_z")).toBeDefined();
    await at.run("Organization").delete({ ...state, outputs: { ...state.outputs, forceDelete: true } });
    expect(at.quay.store.organization("a_z")).toBeUndefined();
  });

  it("waits briefly for a name that Quay has not yet released, then reports it", async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.callQuay("DELETE /v1/organization/acme");
    await expect(at.run("Organization").create({ name: "acme" })).rejects.toThrow(
      "Username is not available (400). Quay keeps the name acme until it has collected what an earlier acme left behind.",
    );
    at.requested();
    const created = at.run("Organization").create({ name: "acme" });
    while (at.quay.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    at.quay.collectGarbage();
    expect((await created).id).toBe("acme");
  });

  it("refuses a tagExpirationSeconds that this Quay does not offer, before any write", async () => {
    await expect(at.run("Organization").create({ name: "acme", tagExpirationSeconds: 5 })).rejects.toThrow(
      "tagExpirationSeconds: this Quay does not offer that time. It offers 0, 86400, 604800, 1209600, 2419200.",
    );
    expect(at.requested()).toEqual(["GET /config"]);
  });

  it("refuses tagExpirationSeconds where the feature is off in Quay, instead of being ignored", async () => {
    at.quay.features.CHANGE_TAG_EXPIRATION = false;
    await expect(at.run("Organization").create({ name: "acme", tagExpirationSeconds: 0 })).rejects.toThrow(
      "tagExpirationSeconds cannot be set: this Quay has FEATURE_CHANGE_TAG_EXPIRATION switched off.",
    );
    expect(at.quay.store.organization("acme")).toBeUndefined();
  });

  it.each([
    ["Acme", "not an organization name"],
    ["a", "not an organization name"],
    ["a__b", "not an organization name"],
    ["a".repeat(256), "not an organization name"],
  ])("refuses the name %.10s at preview", async (name, sentence) => {
    const { failures } = await at.run("Organization").check({ name });
    expect(failures).toEqual([{ property: "name", reason: expect.stringContaining(sentence) }]);
  });

  it("refuses an invalid e-mail address at preview", async () => {
    const { failures } = await at.run("Organization").check({ name: "acme", email: "platform" });
    expect(failures).toEqual([
      { property: "email", reason: "This is not an e-mail address. Leave it out to have none." },
    ]);
  });

  it.each([{}, { adopt: true }])("refuses the name of a user, and does not suggest adopt (%j)", async (flags) => {
    at.quay.addUser("alice");
    await expect(at.run("Organization").create({ name: "alice", ...flags })).rejects.toThrow(
      /already exists \(400\)\. alice is a user of this Quay, and an organization cannot have a user's name\. Choose another name\.$/,
    );
  });

  it("names the scope that the token lacks", async () => {
    const token = at.quay.mint({ scope: "org:admin" });
    await expect(at.run("Organization", { "quay:token": token }).create({ name: "acme" })).rejects.toThrow(
      'Could not create Organization acme: Quay refused POST /v1/organization/: Unauthorized (403). It needs a token with the scope user:admin ("Administer User"), and a user who may do this.',
    );
  });

  it("does not take the limited view of a user without rights for drift", async () => {
    const state = await at.run("Organization").create({ name: "acme", email: "platform@acme.example" });
    const token = at.quay.mint({ user: "bob", scope: "org:admin repo:admin" });
    await expect(at.run("Organization", { "quay:token": token }).refresh(state)).rejects.toThrow(
      "Quay shows organization acme only in part.",
    );
  });

  it("keeps Quay's tagExpirationSeconds while the program omits it", async () => {
    const state = await at.run("Organization").create({ name: "acme" });
    await at.callQuay("PUT /v1/organization/acme", { tag_expiration_s: 0 });
    expect(await at.run("Organization").refresh(state)).toEqual(state);
    expect(state.outputs).not.toHaveProperty("tagExpirationSeconds");
  });
});
