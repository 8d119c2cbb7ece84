import { setMaxListeners } from "node:events";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { adapters } from "../adapters";
import { examples, narrow, type Pair, prepare } from "../examples";
import { rows } from "../requirements";

describe("The MCP adapter, through the official client,", () => {
  const at = adapters();
  const clients: Client[] = [];
  let digest: string;
  beforeEach(() => {
    ({ digest } = prepare(at.quay));
  });
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

  async function connected(url: string, headers: Record<string, string> = {}): Promise<Client> {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
    clients.push(client);
    return client;
  }

  const call = async (client: Client, name: string, args: Record<string, unknown>) =>
    (await client.callTool({ name, arguments: args })) as CallToolResult;

  const textOf = ({ content }: CallToolResult) => (content[0] as { text: string }).text;

  it("lists sixteen tools with the hints of the table", async () => {
    const { tools } = await (await connected(await at.mcp())).listTools();
    expect(tools.map(({ name, annotations }) => ({ name, ...annotations }))).toEqual(
      rows.map(({ name, readOnly, destructive, idempotent }) => ({
        name,
        readOnlyHint: readOnly,
        destructiveHint: destructive,
        idempotentHint: idempotent,
        openWorldHint: true,
      })),
    );
    for (const { description, inputSchema, outputSchema } of tools) {
      expect(description).toMatch(/^[A-Z].*\.$/s);
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: "object" });
      for (const property of Object.values(inputSchema.properties ?? {}))
        expect(property).toHaveProperty("description");
    }
    const robot = tools.find(({ name }) => name === "createorgrobot");
    expect(robot?.outputSchema?.properties?.token).toMatchObject({ description: expect.stringMatching(/^Secret/) });
  });

  describe.each(rows)("$name", ({ name, method, path }) => {
    it("returns structured content that its schema describes", async () => {
      const { done } = examples(digest)[name] as Pair;
      const client = await connected(await at.mcp());
      // The client validates results against the schemas that it listed.
      await client.listTools();
      at.requested();
      const result = await call(client, name, { ...done.beside, ...done.path });
      expect(result.isError).toBeFalsy();
      expect(JSON.parse(textOf(result))).toEqual(result.structuredContent);
      if (typeof done.answer === "object") expect(result.structuredContent).toMatchObject(done.answer as object);
      else expect(result.structuredContent).toEqual({ done: true });
      expect(at.requested()).toEqual([`${method} /v1${path}`]);
    });

    it("returns a refusal as the result of the tool", async () => {
      const { refused } = examples(digest)[name] as Pair;
      const token = narrow(at.quay, name);
      const client = await connected(await at.mcp(), token ? { authorization: `Bearer ${token}` } : {});
      const result = await call(client, name, { ...refused.beside, ...refused.path });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toContain(`Quay refused ${name}: ${refused.words} (${refused.status}).`);
    });
  });

  it.each([
    [
      "getrepo",
      {},
      "getrepo was not called: repository: Give the repository with its namespace, for example acme/web.",
    ],
    ["getrepo", { repository: "web" }, "repository: This is no repository. Write the namespace and the name"],
    [
      "deleterepo",
      { repository: "acme/web/permissions/user/alice" },
      "permissions is a word of the API, so /permissions/user/alice would be read as something inside repository acme/web. Write the " +
        "namespace and the name only, for example acme/web.",
    ],
    ["createrepo", { repository: "web", name: "web" }, "name: There is no such property here."],
    ["getmanifest", { repository: "acme/web", manifestref: "v1" }, "listrepotags tells it"],
    ["createorgrobot", { orgname: "acme", robot_shortname: "acme+ci" }, "This is no short name of a robot."],
  ])("%s %j reports what is wrong, and no request is sent", async (name, args, sentence) => {
    const client = await connected(await at.mcp());
    const result = await call(client, name, args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(sentence);
    expect(at.requested()).toEqual([]);
  });

  it.each(rows.filter(({ path, name }) => path.includes("{repository}") || name === "createrepo"))(
    "$name sends no request for repository acme/a/tag/v1, which would be a call about tag v1 of acme/a",
    async ({ name }) => {
      const { done } = examples(digest)[name] as Pair;
      at.quay.push("acme/a", "v1");
      const repository = name === "createrepo" ? "a/tag/v1" : "acme/a/tag/v1";
      const result = await call(await connected(await at.mcp()), name, { ...done.beside, ...done.path, repository });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toContain(
        `${name} was not called: repository: Quay's API cannot safely address repository acme/a/tag/v1: `,
      );
      expect(at.requested()).toEqual([]);
      expect(at.quay.store.repository("acme", "a")?.tags).toHaveLength(1);
    },
  );

  it("names the operation that this Quay does not have", async () => {
    at.quay.leaveOut("PUT /v1/organization/{orgname}/team/{teamname}");
    const args = { orgname: "acme", teamname: "ops", role: "member" };
    const result = await call(await connected(await at.mcp()), "updateorganizationteam", args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(
      "This Quay does not have the operation updateOrganizationTeam (PUT /v1/organization/{orgname}/team/{teamname}): ",
    );
  });

  it.each([
    ["getrepo", { repository: "acme/missing" }, "Check the names, with listrepos, listrepotags or getorganization."],
    ["getrepo", { repository: "alice/web" }, "What does not exist is refused in the same way"],
  ])("%s %j returns a hint how to correct the call", async (name, args, sentence) => {
    expect(textOf(await call(await connected(await at.mcp()), name, args))).toContain(sentence);
  });

  it("reports that a write whose response was lost may have been carried out", async () => {
    at.quay.fail("PUT /v1/organization/{orgname}/robots/{robot_shortname}", "reset", { after: true });
    const client = await connected(await at.mcp());
    const result = await call(client, "createorgrobot", { orgname: "acme", robot_shortname: "ci" });
    expect(textOf(result)).toContain("It may have been done all the same: look before you try again.");
  });

  it("says how to proceed when Quay cannot be reached", async () => {
    at.quay.fail("GET /v1/user/", "reset", { times: 9 });
    const result = await call(await connected(await at.mcp()), "getloggedinuser", {});
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringContaining("Quay cannot be reached:")]);
  });

  it("returns a robot's token from createorgrobot only", async () => {
    const client = await connected(await at.mcp());
    await call(client, "createorgrobot", { orgname: "acme", robot_shortname: "ci" });
    const { token } = at.quay.store.robot("acme+ci") ?? { token: "" };
    for (const { name } of rows.filter(({ name }) => name !== "createorgrobot")) {
      const { done } = examples(digest)[name] as Pair;
      expect(JSON.stringify(await call(client, name, { ...done.beside, ...done.path }))).not.toContain(token);
    }
  });

  it("lists eight tools in read-only mode, or the selected ones; others do not exist", async () => {
    const readers = await connected(await at.mcp({}, { readOnly: true }));
    expect((await readers.listTools()).tools.map(({ name }) => name)).toEqual(
      rows.filter(({ readOnly }) => readOnly).map(({ name }) => name),
    );
    await expect(call(readers, "deleterepo", { repository: "acme/web" })).rejects.toThrow("no tool of this name");
    const two = await connected(await at.mcp({}, { tools: ["deletetag", "listrepos"] }));
    expect((await two.listTools()).tools.map(({ name }) => name)).toEqual(["listrepos", "deletetag"]);
    expect(at.quay.store.repository("acme", "web")).toBeDefined();
  });

  it("calls Quay with the caller's token, and with its own token for a caller without one", async () => {
    const url = await at.mcp();
    const token = at.quay.mint({ user: "alice", scope: "user:read" });
    const alice = await connected(url, { authorization: `Bearer ${token}` });
    const nobody = await connected(url);
    expect((await call(alice, "getloggedinuser", {})).structuredContent).toMatchObject({ username: "alice" });
    expect((await call(nobody, "getloggedinuser", {})).structuredContent).toMatchObject({ username: "admin" });
    await expect(connected(await at.mcp({ token: "" }))).rejects.toThrow();
  });

  it("requires its key where one is set", async () => {
    const url = await at.mcp({ apiKey: "the-key-of-the-house" });
    await expect(connected(url)).rejects.toThrow();
    expect((await (await connected(url, { "x-api-key": "the-key-of-the-house" })).listTools()).tools).toHaveLength(16);
  });

  it("refuses browser pages of other origins and every request that is not an MCP call", async () => {
    const url = await at.mcp();
    expect((await fetch(url, { method: "POST", headers: { origin: "http://evil.example" } })).status).toBe(403);
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(405);
    expect((await fetch(new URL("/", url))).status).toBe(404);
    const large = await fetch(url, { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
    expect(large.status).toBe(413);
    const half = { accept: "application/json, text/event-stream", "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers: half, body: "{" })).status).toBe(400);
  });

  it("logs every tool call as one line, and never a token", async () => {
    const token = at.quay.mint({ user: "alice", scope: "user:read" });
    const client = await connected(await at.mcp(), { authorization: `Bearer ${token}` });
    await call(client, "getloggedinuser", {});
    await call(client, "getorganization", { orgname: token });
    await call(client, "createorgrobot", { orgname: "acme", robot_shortname: "ci" });
    expect(at.lines.map((line) => JSON.parse(line))).toMatchObject([
      { adapter: "mcp", operation: "getloggedinuser", status: "done", ms: expect.any(Number) },
      {
        adapter: "mcp",
        operation: "getorganization",
        status: "error",
        error: expect.stringContaining("Not Found (404)"),
      },
      { adapter: "mcp", operation: "createorgrobot", status: "error", error: expect.stringContaining("org:admin") },
    ]);
    expect(at.lines.join()).not.toContain(token);
  });

  it("answers two hundred calls at once while sixteen of them are slow", async () => {
    at.quay.fail("GET /v1/repository/{repository}", "hang", { times: 16 });
    const client = await connected(await at.mcp());
    const stop = new AbortController();
    setMaxListeners(16, stop.signal);
    const slow = Array.from({ length: 16 }, () =>
      client
        .callTool({ name: "getrepo", arguments: { repository: "acme/web" } }, undefined, { signal: stop.signal })
        .catch(() => undefined),
    );
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        call(client, "updateorganizationteam", { orgname: "acme", teamname: `t${n}`, role: "member" }),
      ),
    );
    expect(answers.map(({ structuredContent }) => structuredContent?.name)).toEqual(
      Array.from({ length: 200 }, (_, n) => `t${n}`),
    );
    stop.abort();
    await Promise.all(slow);
  });
});
