import { harness } from "../../harness";
import { laws } from "../../laws";

laws("NamespaceImmutabilityPolicy");

describe("NamespaceImmutabilityPolicy", () => {
  const at = harness();
  const kind = "NamespaceImmutabilityPolicy";
  const least = { namespace: "acme", tagPattern: "v.*" };
  const path = "/v1/organization/{orgname}/immutabilitypolicy/";
  const list = `GET ${path}`;
  /** Asked for the feature, once in a run. */
  const config = "GET /config";
  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
  });
  const policies = (namespace = "acme") => [...(at.quay.store.namespace(namespace)?.immutability.values() ?? [])];
  const made = (tagPattern: string, tagPatternMatches = true) =>
    at.callQuay("POST /v1/organization/acme/immutabilitypolicy/", { tagPattern, tagPatternMatches });

  it("costs one write to create, after two reads of the namespace's list for all of a run, which a refresh reads once", async () => {
    const run = at.run(kind);
    const patterns = ["v.*", "release-.*", "lts"];
    const states = await Promise.all(patterns.map((tagPattern) => run.create({ ...least, tagPattern })));
    expect(at.requested()).toEqual([config, list, list, ...patterns.map(() => `POST ${path}`)]);
    const refresh = at.run(kind);
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(at.requested()).toEqual([config, list]);
  });

  it("costs one write to change and one to delete, each after a read of the list", async () => {
    const state = await at.run(kind).create(least);
    at.requested();
    const turned = await at.run(kind).update(state, { ...least, tagPatternMatches: false });
    expect(at.requested()).toEqual([config, list, `PUT ${path}{policy_uuid}`]);
    expect(policies()).toEqual([{ uuid: state.outputs.uuid, tagPattern: "v.*", tagPatternMatches: false }]);
    await at.run(kind).delete(turned);
    expect(at.requested()).toEqual([config, list, `DELETE ${path}{policy_uuid}`]);
    expect(policies()).toEqual([]);
  });

  it("has its pattern last in its id, with all that a pattern may hold", async () => {
    const tagPattern = "(?:a:b|c/d+)\\:\\d";
    const state = await at.run(kind).create({ ...least, tagPattern });
    expect(state.id).toBe(`acme:${tagPattern}`);
    expect((await at.run(kind).get(state.id)).inputs).toMatchObject({ ...least, tagPattern });
  });

  it("that exists equal is shared, and may be declared twice", async () => {
    await made("v.*");
    const { run } = at.operation();
    const [one, other] = [await run(kind).create(least), await run(kind).create(least)];
    expect([one.outputs.uuid, other.outputs.uuid]).toEqual([policies()[0]?.uuid, policies()[0]?.uuid]);
    expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([`POST ${path}`]);
  });

  it("that exists the other way round is refused without adopt; with it, it is taken over as it is and then changed", async () => {
    await made("v.*", false);
    await expect(at.run(kind).create(least)).rejects.toThrow(
      "NamespaceImmutabilityPolicy acme:v.* already exists with another tagPatternMatches and is not managed by this " +
        "stack. Set adopt: true to take it over.",
    );
    at.requested();
    const adopted = await at.run(kind).create({ ...least, adopt: true });
    expect(at.requested()).toEqual([config, list]);
    const actual = await at.run(kind).refresh(adopted);
    expect(actual?.outputs).toMatchObject({ tagPatternMatches: false });
    await at.run(kind).update(actual ?? adopted, { ...least, adopt: true });
    expect(policies()).toMatchObject([{ tagPattern: "v.*", tagPatternMatches: true }]);
  });

  it("with a pattern in capitals is another policy", async () => {
    const [small, large] = [
      await at.run(kind).create(least),
      await at.run(kind).create({ ...least, tagPattern: "V.*", tagPatternMatches: false }),
    ];
    await at.run(kind).delete(large);
    expect(await at.run(kind).refresh(small)).toEqual(small);
  });

  it("made anew by somebody else is changed and deleted under its new uuid", async () => {
    const state = await at.run(kind).create(least);
    await at.callQuay(`DELETE /v1/organization/acme/immutabilitypolicy/${state.outputs.uuid}`);
    await made("v.*");
    const turned = await at.run(kind).update(state, { ...least, tagPatternMatches: false });
    expect(policies()).toMatchObject([{ tagPatternMatches: false }]);
    await at.run(kind).delete(turned);
    expect(policies()).toEqual([]);
  });

  it.each([
    ["204, which is not how Quay confirms it", { status: 204 }],
    ["another body than Quay's", { status: 200, body: { message: "done" } }],
  ])("is not taken for deleted while it exists when something answers with %s", async (_, fault) => {
    const state = await at.run(kind).create(least);
    at.quay.fail(`DELETE ${path}{policy_uuid}`, fault, { times: Number.POSITIVE_INFINITY });
    await expect(at.run(kind).delete(state)).rejects.toThrow("Could not delete NamespaceImmutabilityPolicy acme:v.*");
    expect(policies()).toHaveLength(1);
  });

  it("holds at once for tags that exist, ends their expirations, and frees none when it is deleted", async () => {
    at.quay.push("acme/web", "v1");
    const expiration = Math.round(Date.now() / 1000) + 86_400;
    await at.callQuay("PUT /v1/repository/acme/web/tag/v1", { expiration });
    const state = await at.run(kind).create(least);
    await at.run(kind).delete(state);
    expect(at.quay.store.repository("acme", "web")?.tags).toMatchObject([{ name: "v1", immutable: true, end: null }]);
  });

  it("with a pattern that Quay cannot compile is refused in Quay's words", async () => {
    await expect(at.run(kind).create({ ...least, tagPattern: "(" })).rejects.toThrow("Invalid regex pattern: ");
  });

  describe("of a user", () => {
    const alice = { namespace: "alice", tagPattern: "v.*" };
    const token = (scope: string, user = "alice") => ({ "quay:token": at.quay.mint({ user, scope }) });
    beforeEach(() => {
      at.quay.addUser("alice");
      at.quay.addUser("bob");
    });

    it("lives like one of an organization, with a token of the user that has org:admin", async () => {
      const own = token("org:admin");
      const state = await at.run(kind, own).create(alice);
      expect(await at.run(kind, own).refresh(state)).toEqual(state);
      const turned = await at.run(kind, own).update(state, { ...alice, tagPatternMatches: false });
      expect(policies("alice")).toMatchObject([{ tagPatternMatches: false }]);
      await at.run(kind, own).delete(turned);
      expect(policies("alice")).toEqual([]);
    });

    it("needs that token, says each refusal, and nothing is taken for gone", async () => {
      const state = await at.run(kind, token("org:admin")).create(alice);
      const why = 'alice is a user. It needs alice\'s own token with the scope org:admin ("Administer Organization").';
      for (const other of [token("user:admin user:read"), token("org:admin user:read", "bob")]) {
        await expect(at.run(kind, other).create({ ...alice, tagPattern: "w.*" })).rejects.toThrow(why);
        await expect(at.run(kind, other).refresh(state)).rejects.toThrow(why);
        await expect(at.run(kind, other).delete(state)).rejects.toThrow(why);
      }
      expect(policies("alice")).toHaveLength(1);
    });

    it("is gone with the user", async () => {
      const state = await at.run(kind).create(alice);
      await at.callQuay("DELETE /v1/superuser/users/alice");
      expect(await at.run(kind).refresh(state)).toBeUndefined();
      await at.run(kind).delete(state);
    });
  });
});
