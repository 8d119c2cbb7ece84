import { check } from "../../../provider/lifecycle/check";
import type { Resource } from "../../../provider/lifecycle/resource";
import type { QuaySettings } from "../../../provider/quay/settings";
import { resources } from "../../../provider/resources";
import { specimens } from "../../kinds";
import { ids, refreshCounter } from "./refresh-counter";

describe("Confirming absences costs few requests:", () => {
  const { at, acme, refresh } = refreshCounter();
  const namespace = { namespace: "acme" };
  const probe = "POST /v1/organization/";

  it("a thousand repositories, all of them absent: a few reads and the list twice", async () => {
    const { gone, requested } = await refresh(
      "Repository",
      ids(1000, (n) => `acme/r${n}`),
      namespace,
    );
    expect(gone).toBe(1000);
    // The token is checked once more after the list, which an invalid one would find empty too.
    // And the first is read twice, before there is a list; one in two hundred of the rest is read too.
    expect(requested).toEqual({ "GET /v1/repository": 2, "GET /v1/repository/{repository}": 6 + 5, [probe]: 2 });
  });

  it("a thousand repositories among a thousand others: ten pages twice and as many reads", async () => {
    for (let n = 0; n < 1000; n++) at.quay.store.addRepository(acme(), `other${n}`);
    const { gone, requested } = await refresh(
      "Repository",
      ids(1000, (n) => `acme/r${n}`),
      namespace,
    );
    expect(gone).toBe(1000);
    expect(requested["GET /v1/repository"]).toBe(20);
    expect(requested["GET /v1/repository/{repository}"]).toBeLessThanOrEqual(10 + 5 + 5);
  });

  it("a few repositories of ten thousand: no hundred pages are listed", async () => {
    for (let n = 0; n < 10_000; n++) at.quay.store.addRepository(acme(), `other${n}`);
    const { gone, requests } = await refresh(
      "Repository",
      ids(8, (n) => `acme/r${n}`),
      namespace,
    );
    expect(gone).toBe(8);
    // Each is read twice where no list has omitted it.
    expect(requests).toBeLessThanOrEqual(2 * 8 + 8 + 1);
  });

  it("a hundred teams: a few reads and the organization twice", async () => {
    const { gone, requested } = await refresh(
      "Team",
      ids(100, (n) => `acme/t${n}`),
    );
    expect(gone).toBe(100);
    expect(requested).toEqual({
      "GET /v1/organization/{orgname}": 2,
      "GET /v1/organization/{orgname}/team/{teamname}/members": 5 + 1,
    });
  });

  it("a hundred robots: a few reads and the list twice", async () => {
    const { gone, requested } = await refresh(
      "Robot",
      ids(100, (n) => `acme+r${n}`),
    );
    expect(gone).toBe(100);
    expect(requested).toEqual({
      "GET /v1/organization/{orgname}/robots": 2,
      "GET /v1/organization/{orgname}/robots/{robot_shortname}": 5 + 1,
      [probe]: 1,
      // To exclude that the namespace is the token's user, whose robots are listed elsewhere.
      "GET /v1/user/": 1,
    });
  });

  it("a hundred default permissions: the list twice", async () => {
    const { gone, requested } = await refresh(
      "DefaultPermission",
      ids(100, (n) => `acme/user/u${n}`),
    );
    expect(gone).toBe(100);
    expect(requested).toEqual({ "GET /v1/organization/{orgname}/prototypes": 2 });
  });

  it("a hundred members of a team: a few reads and the team's list twice", async () => {
    at.quay.store.addTeam(acme(), "ops", "member");
    const { gone, requested } = await refresh(
      "TeamMember",
      ids(100, (n) => `acme/ops/u${n}`),
      { invited: false },
    );
    expect(gone).toBe(100);
    expect(requested).toEqual({
      "GET /v1/organization/{orgname}/members": 1,
      "GET /v1/organization/{orgname}/members/{membername}": 5 + 1,
      "GET /v1/organization/{orgname}/team/{teamname}/members": 2,
      [probe]: 1,
    });
  });

  it("a hundred grants of a repository: a few reads and its list twice", async () => {
    at.quay.store.addRepository(acme(), "web");
    const { gone, requested } = await refresh(
      "RepositoryUserPermission",
      ids(100, (n) => `acme/web/user/u${n}`),
    );
    expect(gone).toBe(100);
    expect(requested).toEqual({
      "GET /v1/repository/{repository}": 1,
      "GET /v1/repository/{repository}/permissions/user/": 2,
      "GET /v1/repository/{repository}/permissions/user/{username}": 5 + 1,
      [probe]: 1,
    });
  });

  it("a hundred tags: the list twice and a few reads", async () => {
    at.quay.push("acme/web", "other");
    const { gone, requests } = await refresh(
      "Tag",
      ids(100, (n) => `acme/web:v${n}`),
    );
    expect(gone).toBe(100);
    expect(requests).toBeLessThanOrEqual(2 + 2 * 5);
  });

  it("grants of deleted repositories cost the repositories' list, and no request each", async () => {
    const team = at.quay.store.addTeam(acme(), "ops", "member");
    expect(team.grants.size).toBe(0);
    const { gone, requests } = await refresh(
      "RepositoryTeamPermission",
      ids(200, (n) => `acme/r${n}/team/ops`),
    );
    expect(gone).toBe(200);
    expect(requests).toBeLessThanOrEqual(1 + 2 + 7 + 2);
  });

  it.each(["repo:admin repo:create org:admin user:admin", undefined])(
    "resources of a deleted organization cost no request, once its absence is proven (%s)",
    async (scope) => {
      await at.callQuay("DELETE /v1/organization/acme");
      const process = at.process(scope ? { "quay:token": at.quay.mint({ scope }) } : {});
      for (const [kind, { least, renamed, parents }] of Object.entries(specimens)) {
        const resource = resources[kind] as Resource;
        if (parents.length === 0 || resource.identity.type !== "natural") continue;
        const [[property, value] = []] = Object.entries(renamed);
        const id = (n: number) => {
          const { inputs } = check(
            resource,
            { url: at.quay.url } as QuaySettings,
            {},
            { ...least, [property as string]: `${value}${n}` },
          );
          return resource.identity.format(inputs);
        };
        const first = await refresh(kind, ids(50, id), namespace, process(kind));
        expect({ kind, gone: first.gone }).toEqual({ kind, gone: 50 });
        expect({ kind, few: first.requests <= 20 }).toEqual({ kind, few: true });
      }
    },
  );
});
