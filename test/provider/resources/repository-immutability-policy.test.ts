import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("RepositoryImmutabilityPolicy");

describe("RepositoryImmutabilityPolicy", () => {
  const at = harness();
  const kind = "RepositoryImmutabilityPolicy";
  const least = { repository: "acme/web", tagPattern: "v\\d+" };
  const path = "/v1/repository/{repository}/immutabilitypolicy/";
  const list = `GET ${path}`;
  /** Asked for the feature, once in a run. */
  const config = "GET /config";
  beforeEach(async () => {
    await prepare(at.quay, kind);
    at.requested();
  });
  const policies = () => [...(at.quay.store.repository("acme", "web")?.immutability.values() ?? [])];

  it("costs one write to create, after two reads of the repository's list for all of a run, which a refresh reads once", async () => {
    const run = at.run(kind);
    const states = await Promise.all(["v\\d+", "lts"].map((tagPattern) => run.create({ ...least, tagPattern })));
    expect(at.requested()).toEqual([config, list, list, `POST ${path}`, `POST ${path}`]);
    const refresh = at.run(kind);
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(at.requested()).toEqual([config, list]);
  });

  it("costs one write to change and one to delete, each after a read of the list", async () => {
    const state = await at.run(kind).create(least);
    at.requested();
    const turned = await at.run(kind).update(state, { ...least, tagPatternMatches: false });
    expect(at.requested()).toEqual([config, list, `PUT ${path}{policy_uuid}`]);
    await at.run(kind).delete(turned);
    expect(at.requested()).toEqual([config, list, `DELETE ${path}{policy_uuid}`]);
    expect(policies()).toEqual([]);
  });

  it("costs no read to create in a repository that this run made", async () => {
    const { run } = at.operation();
    const { outputs } = await run("Repository").create({ namespace: "acme", name: "new", visibility: "private" });
    at.requested();
    await run(kind).create({ ...least, repository: outputs.fullName });
    expect(at.requested()).toEqual([config, `POST ${path}`]);
  });

  it("may have a pattern that is a word of Quay's API, because no path holds it", async () => {
    for (const tagPattern of ["logs", "mirror", "changestate"]) {
      const state = await at.run(kind).create({ ...least, tagPattern });
      expect(await at.run(kind).refresh(state)).toEqual(state);
      await at.run(kind).delete(state);
    }
    expect(policies()).toEqual([]);
  });

  it("is another policy than the namespace's of the same pattern", async () => {
    const ours = await at.run(kind).create(least);
    const all = await at.run("NamespaceImmutabilityPolicy").create({
      namespace: "acme",
      tagPattern: "v\\d+",
      tagPatternMatches: false,
    });
    await at.run("NamespaceImmutabilityPolicy").delete(all);
    expect(await at.run(kind).refresh(ours)).toEqual(ours);
  });

  it("is read and written with repo:admin alone", async () => {
    const narrow = { "quay:token": at.quay.mint({ scope: "repo:admin" }) };
    const state = await at.run(kind, narrow).create(least);
    expect(await at.run(kind, narrow).refresh(state)).toEqual(state);
    await at.run(kind, narrow).delete(state);
    expect(policies()).toEqual([]);
  });

  it("of a missing repository names it", async () => {
    await expect(at.run(kind).create({ ...least, repository: "acme/missing" })).rejects.toThrow(
      "There is no repository acme/missing.",
    );
  });
});
