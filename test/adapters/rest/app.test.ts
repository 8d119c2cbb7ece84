import { adapters } from "../adapters";
import { type Example, examples, narrow, prepare } from "../examples";
import { type Row, rows } from "../requirements";

describe("The REST adapter", () => {
  const at = adapters();
  let digest: string;
  let url: string;
  beforeEach(async () => {
    ({ digest } = prepare(at.quay));
    url = await at.rest();
  });

  /** Calls an operation as its table row describes. */
  function call({ method, path }: Row, { path: values, beside = {} }: Example, headers: Record<string, string> = {}) {
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    const writes = method === "PUT" || method === "POST";
    const query = new URLSearchParams(Object.entries(beside) as [string, string][]);
    return fetch(`${url}${filled}${writes || query.size === 0 ? "" : `?${query}`}`, {
      method,
      headers: { ...(writes && { "content-type": "application/json" }), ...headers },
      body: writes ? JSON.stringify(beside) : undefined,
    });
  }

  describe.each(rows)("$name", (row) => {
    const quayRoute = `${row.method} /v1${row.path}`;

    it("passes on the response of Quay", async () => {
      const { done } = examples(digest)[row.name] as NonNullable<ReturnType<typeof examples>[string]>;
      const answer = await call(row, done);
      expect(answer.status).toBe(done.status);
      expect(at.requested()).toEqual([quayRoute]);
      if (done.status === 204) return expect(await answer.text()).toBe("");
      expect(answer.headers.get("content-type")).toBe("application/json");
      const body = await answer.json();
      if (typeof done.answer === "string") expect(body).toBe(done.answer);
      else expect(body).toMatchObject(done.answer as object);
    });

    it("passes on a refusal in Quay's own words", async () => {
      const { refused } = examples(digest)[row.name] as NonNullable<ReturnType<typeof examples>[string]>;
      const token = narrow(at.quay, row.name);
      const answer = await call(row, refused, token ? { authorization: `Bearer ${token}` } : {});
      expect(answer.status).toBe(refused.status);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({
        status: refused.status,
        detail: expect.stringContaining(refused.words),
      });
      expect(at.requested()).toEqual([quayRoute]);
    });
  });

  it.each([
    ["POST /repository", { repository: "api", visibility: "secret" }, ["visibility"]],
    ["POST /repository", { visibility: "public" }, ["repository"]],
    ["POST /repository", { repository: "api", visibilty: "public" }, ["visibilty"]],
    ["POST /repository", { repository: "Api", description: 7 }, ["repository", "description"]],
    ["POST /repository", { repository: "web/tag" }, ["repository"]],
    ["PUT /repository/acme/web/tag/v1", {}, ["manifest_digest"]],
    ["PUT /repository/acme/web/tag/v1", { manifest_digest: "v2" }, ["manifest_digest"]],
    ["PUT /repository/acme/web/tag/v1", { expiration: "tomorrow" }, ["expiration"]],
    ["PUT /repository/acme/web/tag/-v1", { immutable: true }, ["tag"]],
    ["PUT /repository/acme/web/tag/v1", { tag: "v2", immutable: true }, ["tag"]],
    ["POST /repository/acme/web/build/", {}, ["archive_url"]],
    ["POST /repository/acme/web/build/", { archive_url: "file:///etc/passwd" }, ["archive_url"]],
    ["POST /repository/acme/web/build/", { file_id: "x", docker_tags: ["a", "a"] }, ["docker_tags"]],
    ["PUT /organization/acme/team/ops", {}, ["role"]],
    ["PUT /organization/acme/robots/ci", { unstructured_metadata: [] }, ["unstructured_metadata"]],
    ["PUT /repository/acme/web/permissions/user/alice", { role: "owner" }, ["role"]],
    ["PUT /repository/acme/web/permissions/user/a+b+c", { role: "read" }, ["username"]],
    ["GET /repository?public=perhaps", undefined, ["public"]],
    ["GET /repository?namespace=acme&namespace=x", undefined, ["namespace"]],
    ["GET /repository?namespace=acme&page=2", undefined, ["page"]],
    ["GET /repository/acme/web/tag/?limit=1000", undefined, ["limit"]],
    ["GET /repository/acme/web/tag/?repository=x/y", undefined, ["repository"]],
    ["DELETE /repository/acme/web?force=true", undefined, ["force"]],
    ["GET /repository/acme/web/manifest/latest", undefined, ["manifestref"]],
    ["DELETE /repository/acme/web/permissions/user/alice", undefined, ["repository"]],
    ["DELETE /repository/acme%2Fweb%2Ftag%2Fv1", undefined, ["repository"]],
    ["GET /repository/acme/a/tag/v1", undefined, ["repository"]],
    ["DELETE /repository/acme%2Fa%2Ftag%2Fv1", undefined, ["repository"]],
    ["GET /repository/acme/a/tag/v1/tag/", undefined, ["repository"]],
    ["PUT /repository/acme/a/tag/v1/tag/v2", { immutable: true }, ["repository"]],
    ["DELETE /repository/acme/a/tag/v1/tag/v2", undefined, ["repository"]],
    ["GET /repository/acme/a/tag/v1/manifest/sha256:00", undefined, ["repository"]],
    ["GET /repository/acme/a/tag/v1/manifest/sha256:00/security", undefined, ["repository"]],
    ["GET /repository/acme/a/tag/v1/build/", undefined, ["repository"]],
    ["POST /repository/acme/a/tag/v1/build/", { file_id: "x" }, ["repository"]],
    ["PUT /repository/acme/a/tag/v1/permissions/user/alice", { role: "read" }, ["repository"]],
    ["POST /repository", { namespace: "acme", repository: "a/tag/v1" }, ["repository"]],
    ["POST /repository", { namespace: "mirror", repository: "health" }, ["repository"]],
    ["GET /organization/acme%2Fmembers", undefined, ["orgname"]],
    ["GET /organization/%", undefined, ["orgname"]],
  ])("%s %j is refused by name before any request is sent", async (line, body, names) => {
    const [method, path] = line.split(" ");
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = (await answer.json()) as { errors: { property: string }[]; detail: string };
    expect(problem.errors.map(({ property }) => property)).toEqual(names);
    expect(problem.detail).toContain(names[0]);
    expect(at.requested()).toEqual([]);
  });

  it("lists the allowed methods of a path", async () => {
    const answer = await fetch(`${url}/repository/acme/web`, { method: "PATCH" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, HEAD, DELETE");
  });

  it("redirects a path without its trailing slash to the one with it, as Quay does", async () => {
    const answer = await fetch(`${url}/repository/acme/web/tag?limit=5`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([308, "/repository/acme/web/tag/?limit=5"]);
  });

  it("accepts a repository's slashes plain or encoded, and Quay's own paths", async () => {
    at.quay.push("acme/base/node", "v1");
    for (const path of [
      "/repository/acme/base/node",
      "/repository/acme%2Fbase%2Fnode",
      "/api/v1/repository/acme/base/node",
    ]) {
      const answer = await fetch(`${url}${path}`);
      expect(await answer.json()).toMatchObject({ namespace: "acme", name: "base/node" });
    }
  });

  it("creates a repository as private and without a description by default", async () => {
    await call(rows[1] as Row, { path: {}, beside: { namespace: "acme", repository: "api" } });
    expect(at.quay.store.repository("acme", "api")).toMatchObject({ isPublic: false, description: "" });
  });

  it("requires JSON and refuses other bodies", async () => {
    const post = (type: string, body: string) =>
      fetch(`${url}/repository`, { method: "POST", headers: { "content-type": type }, body });
    expect((await post("text/plain", '{"repository":"api"}')).status).toBe(415);
    expect((await post("application/json", "{")).status).toBe(400);
    expect((await post("application/json", "[]")).status).toBe(400);
    expect((await post("application/json", '{"__proto__":{"visibility":"public"},"repository":"api"}')).status).toBe(
      400,
    );
    expect(at.requested()).toEqual([]);
  });

  it("reports an invalid token, also when Quay's response is about CSRF", async () => {
    const answer = await fetch(`${url}/organization/acme/team/ops`, {
      method: "PUT",
      headers: { authorization: "Bearer dead-and-gone", "content-type": "application/json" },
      body: JSON.stringify({ role: "member" }),
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("has expired or was revoked") });
  });

  it("names the scope that a token lacks", async () => {
    const token = at.quay.mint({ scope: "repo:read" });
    const answer = await fetch(`${url}/repository/acme/web`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({
      type: "about:blank",
      title: "Forbidden",
      status: 403,
      detail: "Unauthorized",
      request: "DELETE /v1/repository/acme/web",
      advice: 'It needs a token with the scope repo:admin ("Administer Repositories"), and a user who may do this.',
    });
  });

  it("answers a seventeenth call while sixteen calls are slow", async () => {
    at.quay.fail("GET /v1/repository/{repository}", "hang", { times: 16 });
    const stop = new AbortController();
    let over = 0;
    const slow = Array.from({ length: 16 }, () =>
      fetch(`${url}/repository/acme/web`, { signal: stop.signal })
        .catch(() => undefined)
        .finally(() => over++),
    );
    while (at.quay.requests.length < 16) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await fetch(`${url}/user/`)).status).toBe(200);
    expect(over).toBe(0);
    stop.abort();
    await Promise.all(slow);
  });

  it("answers two hundred calls at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const answer = await fetch(`${url}/organization/acme/team/t${n}`, {
          method: "PUT",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ role: "member" }),
        });
        return ((await answer.json()) as { name: string }).name;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, n) => `t${n}`));
    expect(at.quay.store.organization("acme")?.teams.size).toBe(201);
  });

  it("reports that Quay did not respond, and that a write may have been carried out", async () => {
    at.quay.fail("PUT /v1/organization/{orgname}/robots/{robot_shortname}", "reset", { after: true });
    const answer = await fetch(`${url}/organization/acme/robots/ci`, { method: "PUT" });
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ ambiguous: true, detail: expect.stringContaining("gave no answer") });
    expect(at.quay.store.robot("acme+ci")).toBeDefined();
  });

  it("does not take a response that is not Quay's for a response of Quay", async () => {
    at.quay.fail("GET /v1/user/", "html", { times: 5 });
    const answer = await fetch(`${url}/user/`);
    expect(answer.status).toBe(502);
  });

  it("answers HEAD like GET, without a body", async () => {
    const answer = await fetch(`${url}/repository/acme/web`, { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
});
