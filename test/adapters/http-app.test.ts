import { request } from "node:http";
import { adapters } from "./adapters";
import { prepare } from "./examples";

describe("The HTTP server of an adapter", () => {
  const at = adapters();
  let url: string;
  beforeEach(async () => {
    prepare(at.quay);
    url = await at.rest();
  });

  it.each([
    ["/repository/acme/../../user/", 400],
    ["/repository/acme/%2e%2e/web", 400],
    ["/repository/acme%2F..%2Fweb/tag/", 400],
    ["/repository/acme/web%00", 400],
    ["/repository/acme\\web", 400],
    ["/organization/..", 400],
    ["/nothing", 404],
    ["//repository", 404],
    ["http://elsewhere/user/", 404],
    ["*", 400],
  ])("answers the Host header %s with %i and sends no request to Quay", async (path, status) => {
    const answered = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      request({ hostname, port, path, method: "GET" }, (answer) => resolve(answer.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(answered).toBe(status);
    expect(at.requested()).toEqual([]);
  });

  it("refuses bodies over 1 MiB, with and without a content-length", async () => {
    const text = JSON.stringify({ repository: "api", description: "x".repeat(1024 * 1024) });
    const post = (body: string | ReadableStream) =>
      fetch(`${url}/repository`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        duplex: "half",
      } as RequestInit);
    expect((await post(text)).status).toBe(413);
    expect((await post(new Blob([text]).stream())).status).toBe(413);
    expect((await post(JSON.stringify({ repository: "api", description: "x".repeat(1_000_000) }))).status).toBe(201);
  });

  it("calls Quay with the caller's token, and with its own token for a caller without one", async () => {
    const token = at.quay.mint({ user: "alice", scope: "user:read" });
    const asAlice = await fetch(`${url}/user/`, { headers: { authorization: `bearer ${token}` } });
    expect(await asAlice.json()).toMatchObject({ username: "alice" });
    expect(await (await fetch(`${url}/user/`)).json()).toMatchObject({ username: "admin" });
    const withPassword = await fetch(`${url}/user/`, { headers: { authorization: "Basic YWRtaW46cGFzc3dvcmQ=" } });
    expect(withPassword.status).toBe(401);
    const without = await at.rest({ token: "" });
    expect((await fetch(`${without}/user/`)).status).toBe(401);
    expect(at.requested()).toHaveLength(2);
  });

  it("requires its key from every caller where a key is set, except for the page", async () => {
    url = await at.rest({ apiKey: "the-key-of-the-house" });
    const asking = (headers: Record<string, string>) => fetch(`${url}/user/`, { headers });
    expect((await asking({})).status).toBe(401);
    expect((await asking({ "x-api-key": "the-key-of-the-hous" })).status).toBe(401);
    expect((await asking({ authorization: `Bearer ${at.quay.token}` })).status).toBe(401);
    expect((await asking({ "x-api-key": "the-key-of-the-house" })).status).toBe(200);
    for (const path of ["/", "/openapi.json", "/healthz"]) expect((await fetch(`${url}${path}`)).status).toBe(200);
    expect(at.requested()).toHaveLength(1);
  });

  it.each([
    [{ host: "evil.example" }, 403],
    [{ host: "evil.example:8080" }, 403],
    [{ host: "127.0.0.1.evil.example" }, 403],
    [{ host: "user@127.0.0.1" }, 400],
    [{ host: "localhost:8080" }, 200],
    [{ host: "[::1]:8080" }, 200],
    [{ host: "quay.internal" }, 200],
    [{ host: "127.0.0.1:8080", origin: "http://127.0.0.1:8080" }, 200],
    [{ host: "127.0.0.1:8080", origin: "http://evil.example" }, 403],
    [{ host: "127.0.0.1:8080", origin: "null" }, 403],
    [{ host: "127.0.0.1:8080", origin: "http://127.0.0.1:9999" }, 403],
  ])("called with %j answers %i", async (headers, status) => {
    const { port } = new URL(await at.rest({ allowedHosts: ["quay.internal"] }));
    const answered = await new Promise((resolve, reject) => {
      request({ hostname: "127.0.0.1", port, path: "/user/", headers }, (answer) => resolve(answer.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(answered).toBe(status);
  });

  it("logs every call as one line of JSON, and never a token", async () => {
    const token = at.quay.mint({ user: "alice", scope: "user:read" });
    await fetch(`${url}/user/?access_token=${token}`, { headers: { authorization: `Bearer ${token}` } });
    await fetch(`${url}/${at.quay.token}/${token}`, {
      headers: { authorization: `Bearer ${token}`, "x-api-key": "some-key" },
    });
    await fetch(`${url}/organization/${token}`, { headers: { authorization: `Bearer ${token}` } });
    await fetch(`${url}/healthz`);
    expect(at.lines.map((line) => JSON.parse(line))).toMatchObject([
      { adapter: "rest", operation: "getloggedinuser", method: "GET", path: "/user/", status: 400 },
      { method: "GET", path: "/…/…", status: 404 },
      { operation: "getorganization", path: "/organization/…", status: 404, ms: expect.any(Number) },
    ]);
    expect(at.lines.join()).not.toContain(token);
    expect(at.lines.join()).not.toContain(at.quay.token);
  });
});
