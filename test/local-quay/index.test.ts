import { type LocalQuay, startQuay } from "../../local-quay";
import { apiClient } from "./api-client";

let quay: LocalQuay;
beforeAll(async () => {
  quay = await startQuay({ seed: (store) => store.addOrganization("acme") });
});
beforeEach(() => quay.reset());
afterAll(() => quay.close());

it("a route that was removed is answered as any unknown one, and not listed, until the reset", async () => {
  const routes = async () => {
    const { paths } = (await (await fetch(`${quay.url}/api/v1/discovery`)).json()) as { paths: object };
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace("/api", "")}`),
    );
  };
  const before = await routes();
  quay.leaveOut("PUT /v1/organization/{name}/team/{team}", "POST /v1/organization/");
  expect((await fetch(`${quay.url}/api/v1/organization/acme/team/ops`, { method: "PUT" })).status).toBe(405);
  expect((await fetch(`${quay.url}/api/v1/organization/`, { method: "POST" })).headers.get("content-type")).toBe(
    "text/html",
  );
  expect(before.filter((route) => !quay.without.has(route)).sort()).toEqual((await routes()).sort());
  expect(before).toEqual(expect.arrayContaining([...quay.without]));
  expect(() => quay.leaveOut("PUT /v1/organisation/{orgname}")).toThrow(
    "has no route PUT /v1/organisation/{orgname}. Did you mean PUT /v1/organization/{orgname}?",
  );
  quay.reset();
  expect(await routes()).toEqual(before);
});

const team = "PUT /v1/organization/{orgname}/team/{teamname}";
const putTeam = "PUT /organization/acme/team/ops";

const ask = apiClient(() => quay);

describe("The server", () => {
  it("records requests in the order of arrival", async () => {
    await ask("GET /user/");
    await ask(`${putTeam}?x=1`, { body: { role: "member" } });
    expect(quay.requests).toEqual([
      { method: "GET", path: "/api/v1/user/", route: "GET /v1/user/", status: 200 },
      {
        method: "PUT",
        path: "/api/v1/organization/acme/team/ops?x=1",
        route: team,
        body: { role: "member" },
        status: 200,
      },
    ]);
  });

  it("fails loudly on a request that it does not implement", async () => {
    const complain = jest.spyOn(console, "error").mockImplementation();
    expect(await ask("POST /superuser/shutdown", { body: {} })).toEqual({
      status: 501,
      body: { message: expect.stringContaining("POST /v1/superuser/shutdown") },
    });
    expect(complain).toHaveBeenCalledTimes(1);
    complain.mockRestore();
  });

  it("drops routes whose feature is off, so that the greedy path of a repository matches them", async () => {
    quay.push("acme/web", "v1");
    quay.features.REPO_MIRROR = false;
    const { status, body } = await ask("PUT /repository/acme/web/changestate", { body: { state: "READ_ONLY" } });
    expect(status).toBe(400);
    expect(body.detail).toMatch(/^'description' is a required property/);
  });

  it("reads the path after a repository as something inside it, although a repository may have such a name", async () => {
    for (const name of ["acme/a", "acme/a/tag/v1", "acme/tag/v1"]) quay.push(name, "v1");
    const alive = () => quay.store.repositories().map(({ name }) => name);
    expect((await ask("DELETE /repository/acme/a/tag/v1")).status).toBe(204);
    expect(alive()).toEqual(["a", "a/tag/v1", "tag/v1"]);
    expect((await ask("GET /repository/acme/a/tag/?onlyActiveTags=true")).body.tags).toEqual([]);
    expect((await ask("DELETE /repository/acme%2Fa%2Ftag%2Fv1")).status).toBe(404);
    expect(quay.requests.map(({ route }) => route).filter((route) => route.startsWith("DELETE"))).toEqual([
      "DELETE /v1/repository/{repository}/tag/{tag}",
      "DELETE /v1/repository/{repository}/tag/{tag}",
    ]);
    expect((await ask("DELETE /repository/acme/tag/v1")).status).toBe(204);
    expect(alive()).toEqual(["a", "a/tag/v1"]);
    expect((await ask("GET /repository/acme/a/tag/v1/tag/")).body.tags).toHaveLength(1);
  });

  it("refuses every write while it is read-only, and an invalid token before that", async () => {
    quay.registryState = "readonly";
    expect(await ask(putTeam, { body: { role: "member" } })).toMatchObject({
      status: 503,
      body: { is_readonly: true },
    });
    expect((await ask(putTeam, { body: { role: "member" }, token: "nonsense" })).status).toBe(403);
    expect((await ask("GET /organization/acme")).status).toBe(200);
  });

  it("starts over on reset, with the same token", async () => {
    await ask("DELETE /organization/acme");
    quay.features.AUTO_PRUNE = false;
    quay.fail("*", 500);
    quay.reset();
    expect((await ask("GET /organization/acme")).status).toBe(200);
    expect(quay.features.AUTO_PRUNE).toBe(true);
  });
});

describe("Names of deleted objects", () => {
  it("are taken until garbage collection", async () => {
    await ask("DELETE /organization/acme");
    expect((await ask("POST /organization/", { body: { name: "acme" } })).body.detail).toBe(
      "Username is not available",
    );
    quay.collectGarbage();
    expect((await ask("POST /organization/", { body: { name: "acme" } })).status).toBe(201);
  });

  it("are collected automatically when requested", async () => {
    const other = await startQuay({ garbageCollection: 5, seed: (store) => store.addOrganization("acme") });
    const { status } = await fetch(`${other.url}/api/v1/organization/acme`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${other.token}` },
    });
    expect(status).toBe(204);
    while (other.store.graves.size) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.close();
  });

  it("the robot of a mirror is unlocked when its repository is collected", async () => {
    quay.push("acme/web", "v1");
    await ask("PUT /organization/acme/robots/ci");
    const mirror = {
      external_reference: "quay.io/acme/web",
      sync_interval: 60,
      sync_start_date: "2035-01-01T00:00:00Z",
      root_rule: { rule_kind: "tag_glob_csv", rule_value: ["v*"] },
      skopeo_timeout_interval: 300,
      robot_username: "acme+ci",
    };
    expect((await ask("POST /repository/acme/web/mirror", { body: mirror })).status).toBe(201);
    await ask("DELETE /repository/acme/web");
    expect((await ask("DELETE /organization/acme/robots/ci")).status).toBe(400);
    quay.collectGarbage();
    expect((await ask("DELETE /organization/acme/robots/ci")).status).toBe(204);
  });
});

describe("Teams", () => {
  const members = async () => (await ask("GET /organization/acme/team/ops/members?includePending=true")).body.members;
  beforeEach(async () => {
    await ask(putTeam, { body: { role: "member" } });
    quay.addUser("jane");
  });

  it("with mailing, users outside the organization are only invited, on every request", async () => {
    quay.features.MAILING = true;
    const put = "PUT /organization/acme/team/ops/members/jane";
    expect((await ask(put)).body).toMatchObject({ name: "jane", invited: true });
    expect((await ask(put)).status).toBe(200);
    expect(await members()).toMatchObject([{ invited: true }, { invited: true }]);
    await ask("DELETE /organization/acme/team/ops/members/jane");
    expect(await members()).toHaveLength(1);
    quay.acceptInvite("acme", "ops", "jane");
    expect(await members()).toMatchObject([{ name: "jane", invited: false }]);
    expect((await ask(put)).body.message).toBe("User jane is already a member of team ops");
  });

  it("an invitation is accepted by its code, by the invited user", async () => {
    quay.features.MAILING = true;
    await ask("PUT /organization/acme/team/ops/invite/jane@example.com");
    const code = quay.store.team("acme", "ops")?.invites[0]?.code;
    expect((await ask(`PUT /teaminvite/${code}`)).body.message).toMatch(/intended for email "jane@example.com"/);
    const token = quay.mint({ user: "jane", scope: "user:admin" });
    expect((await ask(`PUT /teaminvite/${code}`, { token })).body).toEqual({ org: "acme", team: "ops" });
    expect(await members()).toMatchObject([{ name: "jane", invited: false }]);
  });

  it("a team that is synchronized with a directory accepts robots, but no people", async () => {
    quay.features.TEAM_SYNCING = true;
    await ask("PUT /organization/acme/robots/ci");
    await ask("POST /organization/acme/team/ops/syncing", { body: { group_dn: "cn=ops" } });
    expect((await ask("PUT /organization/acme/team/ops/members/jane")).body.detail).toBe(
      "Cannot call this method on an auth-synced team",
    );
    expect((await ask("PUT /organization/acme/team/ops/members/acme+ci")).status).toBe(200);
    expect((await ask("GET /organization/acme")).body.teams.ops.is_synced).toBe(true);
  });
});

describe("Images", () => {
  it("tags written in the same millisecond are listed newest first", async () => {
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now());
    for (const seed of ["one", "two", "three"]) quay.push("acme/web", "v1", { seed });
    clock.mockRestore();
    const { tags } = (await ask("GET /repository/acme/web/tag/")).body;
    expect(tags.map((tag: { end_ts?: number }) => tag.end_ts !== undefined)).toEqual([false, true, true]);
    expect(tags[0].manifest_digest).toBe(quay.push("acme/other", "v1", { seed: "three" }).digest);
  });

  it("are pulled over the registry by users with access", async () => {
    const { digest } = quay.push("acme/web", "v1");
    const { token: password } = (await ask("PUT /organization/acme/robots/ci")).body;
    const login = { authorization: `Basic ${Buffer.from(`acme+ci:${password}`).toString("base64")}` };
    const pull = async () => {
      const scope = "repository:acme/web:pull";
      const answer = await fetch(`${quay.url}/v2/auth?scope=${scope}`, { headers: login });
      const { token } = (await answer.json()) as { token: string };
      return fetch(`${quay.url}/v2/acme/web/manifests/v1`, { headers: { authorization: `Bearer ${token}` } });
    };
    const challenge = (await fetch(`${quay.url}/v2/`)).headers.get("www-authenticate");
    expect(challenge).toBe(`Bearer realm="${quay.url}/v2/auth",service="${new URL(quay.url).host}"`);
    expect((await pull()).status).toBe(401);
    await ask("PUT /repository/acme/web/permissions/user/acme+ci", { body: { role: "read" } });
    const manifest = await pull();
    expect(manifest.headers.get("docker-content-digest")).toBe(digest);
  });
});
