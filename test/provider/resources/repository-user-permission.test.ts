import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("RepositoryUserPermission");

describe("RepositoryUserPermission", () => {
  const at = harness();
  const least = { repository: "acme/web", user: "alice", role: "read" };
  beforeEach(async () => {
    await prepare(at.quay, "RepositoryUserPermission");
    at.requested();
  });

  it("costs one write to create, and one read for all grants of its repository", async () => {
    const run = at.run("RepositoryUserPermission");
    const states = await Promise.all(["alice", "bob"].map((name) => run.create({ ...least, user: name })));
    const put = "PUT /v1/repository/{repository}/permissions/user/{username}";
    expect(at.requested()).toEqual([put, put]);
    const refresh = at.run("RepositoryUserPermission");
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(at.requested()).toEqual(["GET /v1/repository/{repository}/permissions/user/"]);
  });

  it("on a repository that is deleted together with its organization is gone", async () => {
    const state = await at.run("RepositoryUserPermission").create(least);
    await at.callQuay("DELETE /v1/organization/acme");
    const narrow = { "quay:token": at.quay.mint({ scope: "repo:admin org:admin user:admin" }) };
    for (const config of [{}, narrow]) {
      expect(await at.run("RepositoryUserPermission", config).refresh(state)).toBeUndefined();
      await at.run("RepositoryUserPermission", config).delete(state);
    }
  });

  it("on a missing repository is explained", async () => {
    await expect(at.run("RepositoryUserPermission").create({ ...least, repository: "acme/missing" })).rejects.toThrow(
      "There is no repository acme/missing.",
    );
  });

  it("on a repository without its organization is refused with the value to write", async () => {
    const { failures } = await at.run("RepositoryUserPermission").check({ ...least, repository: "web" });
    expect(failures).toEqual([
      {
        property: "repository",
        reason: '"web" has no organization. Use the full name, for example repository.fullName.',
      },
    ]);
  });

  it("may be for a robot, by its full name", async () => {
    const state = await at.run("RepositoryUserPermission").create({ ...least, user: "acme+ci" });
    expect(state.id).toBe("acme/web/user/acme+ci");
    expect(await at.run("RepositoryUserPermission").refresh(state)).toEqual(state);
  });

  it("for the owner of the namespace is refused at preview: the owner always administers", async () => {
    const { failures } = await at.run("RepositoryUserPermission").check({ ...least, user: "acme" });
    expect(failures).toEqual([
      {
        property: "user",
        reason: "acme/web is acme's own: an organization is granted nothing, and a user administers its own anyway.",
      },
    ]);
  });

  it("with repository and user both unknown is not taken for the owner's", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    for (const repository of [unknown, { of: [unknown] }]) {
      const { failures } = await at.run("RepositoryUserPermission").check({ ...least, repository, user: unknown });
      expect(failures).toEqual([]);
    }
  });

  it("for a missing user, or for a robot of another namespace, is explained", async () => {
    const run = at.run("RepositoryUserPermission");
    await expect(run.create({ ...least, user: "nobody" })).rejects.toThrow(
      "There is no user or robot nobody in this Quay.",
    );
    await at.callQuay("POST /v1/organization/", { name: "umbrella" });
    await at.callQuay("PUT /v1/organization/umbrella/robots/ci", {});
    await expect(run.create({ ...least, user: "umbrella+ci" })).rejects.toThrow(
      "Only robots of the repository's own namespace can be granted anything.",
    );
  });
});
