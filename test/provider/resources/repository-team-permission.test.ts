import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("RepositoryTeamPermission");

describe("RepositoryTeamPermission", () => {
  const at = harness();
  const least = { repository: "acme/web", team: "ops", role: "read" };
  beforeEach(async () => {
    await prepare(at.quay, "RepositoryTeamPermission");
    at.requested();
  });

  it("costs one write to create, and one read for all grants of its team", async () => {
    const run = at.run("RepositoryTeamPermission");
    const states = await Promise.all(["ops", "sre"].map((name) => run.create({ ...least, team: name })));
    const put = "PUT /v1/repository/{repository}/permissions/team/{teamname}";
    expect(at.requested()).toEqual([put, put]);
    const refresh = at.run("RepositoryTeamPermission");
    await Promise.all(states.map((state) => refresh.refresh(state)));
    const list = "GET /v1/organization/{orgname}/team/{teamname}/permissions";
    expect(at.requested()).toEqual([list, list]);
  });

  it("on a repository that is deleted together with its organization is gone", async () => {
    const state = await at.run("RepositoryTeamPermission").create(least);
    await at.callQuay("DELETE /v1/organization/acme");
    const narrow = { "quay:token": at.quay.mint({ scope: "repo:admin org:admin user:admin" }) };
    for (const config of [{}, narrow]) {
      expect(await at.run("RepositoryTeamPermission", config).refresh(state)).toBeUndefined();
      await at.run("RepositoryTeamPermission", config).delete(state);
    }
  });

  it("on a missing repository is explained", async () => {
    await expect(at.run("RepositoryTeamPermission").create({ ...least, repository: "acme/missing" })).rejects.toThrow(
      "There is no repository acme/missing.",
    );
  });

  it("on a repository without its organization is refused with the value to write", async () => {
    const { failures } = await at.run("RepositoryTeamPermission").check({ ...least, repository: "web" });
    expect(failures).toEqual([
      {
        property: "repository",
        reason: '"web" has no organization. Use the full name, for example repository.fullName.',
      },
    ]);
  });

  it("of a missing team is reported in Quay's words", async () => {
    await expect(at.run("RepositoryTeamPermission").create({ ...least, team: "missing" })).rejects.toThrow(
      "No team missing in organization acme (400).",
    );
  });
});
