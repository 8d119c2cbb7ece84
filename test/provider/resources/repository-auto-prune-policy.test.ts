import { harness } from "../../harness";
import { laws } from "../../laws";

laws("RepositoryAutoPrunePolicy");

describe("RepositoryAutoPrunePolicy", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const kind = "RepositoryAutoPrunePolicy";
  const list = "GET /v1/repository/{repository}/autoprunepolicy/";
  const make = (namespace: string, repository: string) =>
    at.callQuay("POST /v1/repository", { namespace, repository, visibility: "private", description: "" });

  it("is read with one list for each repository, which its policies share", async () => {
    at.quay.store.addOrganization("acme");
    await make("acme", "web");
    await make("acme", "base/node");
    const run = at.run(kind);
    const states = [];
    for (const repository of ["acme/web", "acme/base/node"])
      for (const limit of [{ maxAge: "90d" }, { numberOfTags: 20 }, { numberOfTags: 5, tagPattern: "^pr-" }])
        states.push(await run.create({ repository, ...limit }));
    expect(states.map(({ id }) => id)).toContain("acme/base/node:number_of_tags:only:^pr-");
    at.requested();
    const refresh = at.run(kind);
    expect(await Promise.all(states.map((state) => refresh.refresh(state)))).toEqual(states);
    expect(at.requested()).toEqual([list, list]);
  });

  it("of a repository that this run made is created without a read", async () => {
    at.quay.store.addOrganization("acme");
    const run = at.process();
    await run("Repository").create({ namespace: "acme", name: "web" });
    at.requested();
    await run(kind).create({ repository: "acme/web", maxAge: "90d" });
    expect(at.requested()).toEqual(["POST /v1/repository/{repository}/autoprunepolicy/"]);
  });

  it("in the namespace of the token's own user needs repo:admin only", async () => {
    at.quay.addUser("alice");
    const all = { "quay:token": at.quay.mint({ user: "alice", scope: "repo:admin repo:create" }) };
    await at.run("Repository", all).create({ namespace: "alice", name: "web" });
    const config = { "quay:token": at.quay.mint({ user: "alice", scope: "repo:admin" }) };
    const state = await at.run(kind, config).create({ repository: "alice/web", maxAge: "90d" });
    const changed = await at.run(kind, config).update(state, { repository: "alice/web", maxAge: "30d" });
    expect(await at.run(kind, config).refresh(changed)).toEqual(changed);
    await at.run(kind, config).delete(changed);
    expect(at.quay.store.repository("alice", "web")?.autoPrune.size).toBe(0);
  });
});
