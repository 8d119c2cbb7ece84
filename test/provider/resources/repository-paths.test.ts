import { create } from "../../../provider/lifecycle/create";
import { repository } from "../../../provider/resources/repository";
import { Connections } from "../../../provider/serve/connections";
import { fastRetries, harness } from "../../harness";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("A repository whose path Quay's API routes to something inside another repository:", () => {
  const at = harness();
  const list = "GET /v1/repository";
  const look = "GET /v1/repository/{repository}";
  const program = { namespace: "acme", name: "a/tag/v1" };
  beforeEach(() => {
    const { store } = at.quay;
    store.addOrganization("acme");
    at.quay.push("acme/a", "v1");
    add("a/tag/v1");
  });

  function add(name: string) {
    const { store } = at.quay;
    const acme = store.namespace("acme");
    if (acme) store.addRepository(acme, name, store.user("admin"), { description: "Old.", isPublic: true });
  }

  const tags = () => at.quay.store.repository("acme", "a")?.tags.filter(({ end }) => end === null);

  /** As `pulumi import` stores it in the state. */
  async function imported() {
    const state = await at.run("Repository").get("acme/a/tag/v1");
    at.requested();
    return state;
  }

  it("removing repository a/tag/v1 does not delete tag v1 of repository a", async () => {
    const state = await imported();
    await expect(at.run("Repository").delete(state)).rejects.toThrow(
      "Could not delete Repository acme/a/tag/v1: Quay's API cannot safely address repository acme/a/tag/v1: tag is a word of " +
        "the API, so /tag/v1 would be read as something inside repository acme/a. Nothing was sent. To go on without it, take it " +
        "out of the stack with pulumi state delete.",
    );
    expect(at.requested()).toEqual([]);
    expect(tags()).toHaveLength(1);
    expect(at.quay.store.repository("acme", "a/tag/v1")).toBeDefined();
  });

  it("it is not created, even when its name was not checked", async () => {
    const settings: Record<string, string> = { "quay:url": at.quay.url, "quay:token": at.quay.token };
    const connections = new Connections(fastRetries);
    const connection = connections.get((key) => settings[key]).connectionFor("acme");
    await expect(
      create(repository, connection, { ...program, name: "b/tag/v1", adopt: true }, () => false),
    ).rejects.toThrow("cannot safely address repository acme/b/tag/v1");
    expect(at.requested()).toEqual([]);
    await connections.close();
  });

  it("it is read from the list of its namespace, and refreshed without a diff", async () => {
    const state = await imported();
    expect(state.outputs).toMatchObject({ ...program, description: "Old.", visibility: "public", fullName: state.id });
    expect((await at.run("Repository").refresh(state))?.outputs).toEqual(state.outputs);
    expect(at.requested()).toEqual([list]);
    const { failures } = await at.run("Repository").check(program, state.inputs);
    expect(failures).toEqual([]);
  });

  it("it is found on a later page, and one read of the list serves all of them", async () => {
    for (let n = 0; n < 120; n++) add(`many-${n}`);
    add("a/build/x");
    add("b/mirror");
    const run = at.run("Repository");
    for (const id of ["acme/a/build/x", "acme/b/mirror"]) expect(await run.get(id)).toMatchObject({ id });
    const requested = at.requested();
    expect(new Set(requested)).toEqual(new Set([list]));
    expect(requested.length).toBeLessThanOrEqual(3);
  });

  it("it is dropped by refresh when deleted by somebody else", async () => {
    const state = await imported();
    at.quay.store.namespace("acme")?.repositories.delete("a/tag/v1");
    expect(await at.run("Repository").refresh(state)).toBeUndefined();
    expect(at.requested()).toEqual([list, look, "POST /v1/organization/", "GET /v1/organization/{orgname}/logs"]);
    await expect(at.run("Repository").get(state.id)).rejects.toThrow("There is none in Quay.");
  });

  it("it is dropped by refresh when its organization is deleted", async () => {
    const state = await imported();
    await at.callQuay("DELETE /v1/organization/acme");
    const token = at.quay.mint({ scope: "repo:admin repo:create org:admin user:admin" });
    for (const config of [undefined, { "quay:token": token }]) {
      expect(await at.run("Repository", config).refresh(state)).toBeUndefined();
    }
  });

  it("it is not dropped for a user who may not see it", async () => {
    const state = await imported();
    at.quay.addUser("bob");
    const repository = at.quay.store.repository("acme", "a/tag/v1");
    if (repository) repository.isPublic = false;
    const token = at.quay.mint({ user: "bob", scope: "repo:admin org:admin user:admin" });
    await expect(at.run("Repository", { "quay:token": token }).refresh(state)).rejects.toThrow("Unauthorized (403)");
  });

  it("it is not dropped with an invalid token, or when the list fails or restarts", async () => {
    const state = await imported();
    const token = at.quay.mint({ scope: "repo:admin" });
    at.quay.revoke(token);
    await expect(at.run("Repository", { "quay:token": token }).refresh(state)).rejects.toThrow("not accept the token");
    at.quay.fail(list, 503, { times: Number.POSITIVE_INFINITY });
    await expect(at.run("Repository").refresh(state)).rejects.toThrow("Could not read Repository acme/a/tag/v1: ");
    at.quay.reset();
    const page = { repositories: [{ namespace: "acme", name: "web", is_public: true }], next_page: "x" };
    at.quay.fail(list, { status: 200, body: page }, { times: Number.POSITIVE_INFINITY });
    await expect(at.run("Repository").refresh(state)).rejects.toThrow("Quay began its list anew");
  });

  it("its flags change, since no request is sent for them", async () => {
    const state = await imported();
    const updated = await at.run("Repository").update(state, { ...state.inputs, forceDelete: true });
    expect(updated.outputs).toMatchObject({ ...program, forceDelete: true });
    expect(at.requested()).toEqual([]);
  });

  it("it is refused while its namespace is not known yet, unless it is in the state", async () => {
    const preview = { ...program, namespace: unknown };
    const { failures } = await at.run("Repository").check(preview);
    expect(failures).toEqual([{ property: "name", reason: expect.stringContaining("inside repository …/a.") }]);
    expect((await at.run("Repository").check(preview, program)).failures).toEqual([]);
    expect((await at.run("Repository").check({ ...program, name: unknown })).failures).toEqual([]);
  });

  it("it is another one in another namespace, and refused", async () => {
    const { failures } = await at
      .run("Repository")
      .check({ ...program, namespace: "umbrella", forceDelete: true }, program);
    expect(failures).toEqual([{ property: "name", reason: expect.stringContaining("repository umbrella/a/tag/v1") }]);
  });

  it("it is refused with the source of its name when that is the logical name", async () => {
    const { failures } = await at.run("Repository").check({ namespace: "acme", __logicalName: "a/tag/v1" });
    expect(failures[0]?.reason).toContain(
      "Choose another name. It is the resource's own name; give it another as name.",
    );
  });

  it("the route for the health of mirrors is not a repository", async () => {
    const { failures } = await at.run("Repository").check({ namespace: "mirror", name: "health" });
    expect(failures).toEqual([{ property: "name", reason: expect.stringContaining("the health of all mirrors") }]);
    expect((await at.run("Repository").check({ namespace: "acme", name: "health" })).failures).toEqual([]);
  });

  it.each(["tag", "tag/v1", "mirror/tags", "permissions/user/bob"])(
    "a name that only begins with such a word, like %s, is managed like any other",
    async (name) => {
      const state = await at.run("Repository").create({ namespace: "acme", name });
      expect(await at.run("Repository").refresh(state)).toEqual(state);
      const updated = await at.run("Repository").update(state, { namespace: "acme", name, description: "New." });
      expect(at.quay.store.repository("acme", name)?.description).toBe("New.");
      await at.run("Repository").delete(updated);
      expect(at.quay.store.repository("acme", name)).toBeUndefined();
      expect(tags()).toHaveLength(1);
    },
  );
});
