import { harness } from "../../harness";
import { laws } from "../../laws";

laws("NamespaceAutoPrunePolicy");

describe("NamespaceAutoPrunePolicy of a user", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const kind = "NamespaceAutoPrunePolicy";
  const program = { namespace: "alice", maxAge: "90d" };
  const base = "/v1/organization/{orgname}/autoprunepolicy/";
  const own = "/v1/user/autoprunepolicy/";
  const there = (user = "alice") => [...(at.quay.store.namespace(user)?.autoPrune.values() ?? [])];
  const tokenOf = (user: string, scope: string) => ({ "quay:token": at.quay.mint({ user, scope }) });

  it("takes the organizations' path with org:admin, and asks nothing besides", async () => {
    const config = tokenOf("alice", "org:admin");
    const state = await at.run(kind, config).create(program);
    expect(at.requested()).toEqual([`GET ${base}`, `GET ${base}`, `POST ${base}`]);
    const changed = await at.run(kind, config).update(state, { ...program, maxAge: "30d" });
    expect(await at.run(kind, config).refresh(changed)).toEqual(changed);
    expect(there()).toMatchObject([{ value: "30d" }]);
    await at.run(kind, config).delete(changed);
    expect(there()).toEqual([]);
    expect(at.requested().filter((route) => route.includes("/user"))).toEqual([]);
  });

  it("takes the user's own path with user:admin, after one refusal in a run", async () => {
    const config = tokenOf("alice", "user:admin");
    const state = await at.run(kind, config).create(program);
    expect(at.requested()).toEqual([`GET ${base}`, "GET /v1/user/", `GET ${own}`, `GET ${own}`, `POST ${own}`]);
    const changed = await at.run(kind, config).update(state, { ...program, maxAge: "30d" });
    expect(await at.run(kind, config).refresh(changed)).toEqual(changed);
    await at.run(kind, config).delete(changed);
    expect(there()).toEqual([]);
  });

  it("takes the organizations' path with org:admin also when the run knows whose token it is", async () => {
    const config = tokenOf("alice", "org:admin user:read");
    const run = at.process(config);
    await expect(run("Robot").create({ namespace: "alice", name: "ci" })).rejects.toThrow("user:admin");
    await run(kind).create(program);
    expect(there()).toMatchObject([{ value: "90d" }]);
  });

  it("without either scope names the user's", async () => {
    const config = tokenOf("alice", "repo:admin user:read");
    await expect(at.run(kind, config).create(program)).rejects.toThrow(
      'It needs a token with the scope user:admin ("Administer User").',
    );
    expect(there()).toEqual([]);
  });

  it("of somebody else is refused, except to a superuser with full access", async () => {
    at.quay.addUser("alice");
    const config = tokenOf("bob", "org:admin user:admin");
    await expect(at.run(kind, config).create(program)).rejects.toThrow("alice is another user: the token acts as bob.");
    const state = await at.run(kind).create(program);
    expect(there()).toMatchObject([{ value: "90d" }]);
    await at.run(kind).delete(state);
    expect(there()).toEqual([]);
  });
});
