import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { furtherOperations } from "../../adapters/further-operations";
import { routesOf } from "../../adapters/rest/routes";
import { selectTools } from "../../adapters/selection";
import { callQuay } from "../call-quay";
import { adapters } from "./adapters";
import { rows } from "./requirements";

const run = promisify(execFile);
const validator = path.join(
  __dirname,
  "../../node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js",
);

const reads = { readOnly: true, destructive: false, idempotent: true };
const sends = { readOnly: false, destructive: false, idempotent: false };
const changes = { readOnly: false, destructive: false, idempotent: true };
const ofRepository = "/repository/{repository}/notification/";
const ofOrganization = "/organization/{orgname}/notifications";
const ofUser = "/user/namespacenotifications";

/** The operations besides the sixteen. */
const further = Object.entries({
  getcapabilities: ["GET /capabilities", reads] as const,
  getregistrycapabilities: ["GET /registry/capabilities", reads] as const,
  getquotausage: ["GET /organization/{orgname}/quotausage", reads] as const,
  listreponotifications: [`GET ${ofRepository}`, reads] as const,
  testreponotification: [`POST ${ofRepository}{uuid}/test`, sends] as const,
  resetrepositorynotificationfailures: [`POST ${ofRepository}{uuid}`, changes] as const,
  listorgnotifications: [`GET ${ofOrganization}`, reads] as const,
  testorgnotification: [`POST ${ofOrganization}/{uuid}/test`, sends] as const,
  resetorgnotificationfailures: [`POST ${ofOrganization}/{uuid}`, changes] as const,
  listusernamespacenotifications: [`GET ${ofUser}`, reads] as const,
  testusernamespacenotification: [`POST ${ofUser}/{uuid}/test`, sends] as const,
  resetusernamespacenotificationfailures: [`POST ${ofUser}/{uuid}`, changes] as const,
  getrepomirror: ["GET /repository/{repository}/mirror", reads] as const,
  syncrepomirror: ["POST /repository/{repository}/mirror/sync-now", changes] as const,
  cancelrepomirrorsync: ["POST /repository/{repository}/mirror/sync-cancel", changes] as const,
  getmirrorhealth: ["GET /mirrorhealth", reads] as const,
  getorgmirror: ["GET /organization/{orgname}/mirror", reads] as const,
  listorgmirrorrepositories: ["GET /organization/{orgname}/mirror/repositories", reads] as const,
  syncorgmirror: ["POST /organization/{orgname}/mirror/sync-now", changes] as const,
  cancelorgmirrorsync: ["POST /organization/{orgname}/mirror/sync-cancel", changes] as const,
  verifyorgmirror: ["POST /organization/{orgname}/mirror/verify", reads] as const,
}).map(([name, [call, hints]]) => ({ name, call, hints }));

describe("The operations besides the sixteen", () => {
  const at = adapters();

  it("are these, with hints and descriptions", () => {
    const routes = routesOf(furtherOperations);
    const told = furtherOperations.map((exposed) => {
      const { method, path } = routes.find((route) => route.exposed === exposed) ?? {};
      return { name: exposed.name, call: `${method} ${path}`, hints: exposed.hints };
    });
    expect(told).toEqual(further);
    for (const { name, description, operation } of furtherOperations) {
      expect({ name, is: description.length > 40 }).toEqual({ name, is: true });
      for (const [property, schema] of Object.entries(operation.input.shape))
        expect({ [`${name}.${property}`]: (schema as { description?: string }).description }).toEqual({
          [`${name}.${property}`]: expect.any(String),
        });
    }
  });

  it("are offered with all, or by name, and not by default; read-only ones also with --read-only", () => {
    const names = (...choice: Parameters<typeof selectTools>) => selectTools(...choice).map(({ name }) => name);
    const sixteen = rows.map(({ name }) => name);
    expect(names({})).toEqual(sixteen);
    expect(names({ tools: ["all"] })).toEqual([...sixteen, ...further.map(({ name }) => name)]);
    expect(names({ tools: ["getquotausage", "getrepo"] })).toEqual(["getrepo", "getquotausage"]);
    const reading = [...rows, ...further.map(({ name, hints }) => ({ name, ...hints }))].filter((one) => one.readOnly);
    expect(names({ tools: ["all"], readOnly: true })).toEqual(reading.map(({ name }) => name));
    expect(() => selectTools({ tools: ["everything"] })).toThrow(
      "There is no tool everything. The tools are listrepos, ",
    );
  });

  it("have paths of their own in REST, none of which is another operation's", () => {
    const calls = routesOf(selectTools({ tools: ["all"] })).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(calls).size).toBe(calls.length);
  });

  it("are in a valid OpenAPI document, and not in that of the sixteen", async () => {
    const documentAt = async (url: string) => (await fetch(`${url}/openapi.json`)).text();
    const whole = await documentAt(await at.rest({}, { tools: ["all"] }));
    const folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-openapi-"));
    await writeFile(path.join(folder, "openapi.json"), whole);
    const { stdout } = await run(process.execPath, [validator, path.join(folder, "openapi.json")]);
    await rm(folder, { recursive: true });
    expect(JSON.parse(stdout)).toMatchObject({ valid: true });
    const sixteen = await documentAt(await at.rest());
    for (const { name } of further) {
      expect(whole).toContain(`"operationId":"${name}"`);
      expect(sixteen).not.toContain(name);
    }
    expect(JSON.parse(whole).info.description).toMatch(/^\d\d operations of a Quay/);
    expect(JSON.parse(sixteen).info.description).toMatch(/^Sixteen operations of a Quay/);
  });

  async function agent(): Promise<Client> {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL(await at.mcp({}, { tools: ["all"] }))));
    // The client validates results against the schemas that it listed.
    await client.listTools();
    return client;
  }

  it("getquotausage tells how much of its quota an organization uses, over REST and MCP, and nothing else of it", async () => {
    const { store } = at.quay;
    store.addOrganization("acme").quota = {
      id: 7,
      bytes: 100,
      limits: [{ id: 8, type: "Reject", percent: 90 }],
    };
    at.quay.push("acme/web", "v1");
    const report = { quota_bytes: expect.any(Number), configured_quota: 100, backfill_status: "complete" };
    const usage = {
      name: "acme",
      quotas: [{ id: 7, limit_bytes: 100, limits: [{ id: 8, type: "Reject", limit_percent: 90 }] }],
      quota_report: expect.objectContaining(report),
    };
    const url = await at.rest({}, { tools: ["getquotausage"] });
    const answer = await (await fetch(`${url}/organization/acme/quotausage`)).json();
    expect(answer).toEqual(usage);
    expect((answer as { quota_report: { quota_bytes: number } }).quota_report.quota_bytes).toBeGreaterThan(100);
    const client = await agent();
    const { structuredContent } = await client.callTool({ name: "getquotausage", arguments: { orgname: "acme" } });
    expect(structuredContent).toEqual(usage);
    await client.close();
    expect((await fetch(`${url}/organization/acme`)).status).toBe(404);
    const missing = await fetch(`${url}/organization/nowhere/quotausage`);
    expect(await missing.json()).toMatchObject({ status: 404, detail: "Not Found: Quay has no organization nowhere." });
  });

  it("getcapabilities tells what is switched on, and getregistrycapabilities the architectures", async () => {
    at.quay.features.AUTO_PRUNE = false;
    const url = await at.rest({}, { tools: ["all"] });
    const { features, config } = (await (await fetch(`${url}/capabilities`)).json()) as {
      features: Record<string, boolean>;
      config: object;
    };
    expect(features).toMatchObject({ AUTO_PRUNE: false, QUOTA_MANAGEMENT: true });
    expect(Object.keys(config).sort()).toEqual(["DEFAULT_NAMESPACE_AUTOPRUNE_POLICY", "TAG_EXPIRATION_OPTIONS"]);
    const client = await agent();
    expect((await client.callTool({ name: "getcapabilities", arguments: {} })).structuredContent).toEqual({
      features,
      config,
    });
    const architectures = await client.callTool({ name: "getregistrycapabilities", arguments: {} });
    expect(architectures.structuredContent).toMatchObject({ mirror_architectures: expect.arrayContaining(["amd64"]) });
    await client.close();
  });

  const secret = "https://hooks.example.com/T0/secret-token";
  const notification = {
    title: "Pushes",
    event: "repo_push",
    method: "slack",
    config: { url: secret },
    eventConfig: {},
  };

  it.each([
    ["repo", "repositorynotification", "repository/acme/web/notification/", { repository: "acme/web" }, "repo_push"],
    ["org", "orgnotification", "organization/acme/notifications", { orgname: "acme" }, "quota_error"],
    ["usernamespace", "usernamespacenotification", "user/namespacenotifications", {}, "quota_error"],
  ])(
    "list, test and reset notifications of a %s, without their addresses",
    async (owner, resets, place, named, event) => {
      at.quay.store.addOrganization("acme");
      at.quay.push("acme/web", "v1");
      const made = await callQuay(at.quay, `POST /v1/${place}`, { ...notification, event });
      const { uuid } = made as { uuid: string };
      const client = await agent();
      at.requested();
      const call = async (name: string, args: object) =>
        (await client.callTool({ name, arguments: { ...named, ...args } })).structuredContent;
      const shown = { title: "Pushes", method: "slack", config: { url: "[secret]" }, number_of_failures: 0 };
      const listed = await call(`list${owner}notifications`, {});
      expect(listed).toEqual({ notifications: [expect.objectContaining({ uuid, ...shown, event })] });
      expect(await call(`test${owner}notification`, { uuid })).toEqual({ done: true });
      expect(await call(`reset${resets}failures`, { uuid })).toEqual({ done: true });
      await client.close();
      expect(at.requested()).toHaveLength(3);

      const url = await at.rest({}, { tools: ["all"] });
      const inRest = await (await fetch(`${url}/${place}`)).text();
      expect(JSON.parse(inRest)).toEqual(listed);
      const one = `${url}/${place.replace(/\/$/, "")}/${uuid}`;
      expect((await fetch(`${one}/test`, { method: "POST" })).status).toBe(200);
      expect((await fetch(one, { method: "POST" })).status).toBe(204);
      expect([inRest, ...at.lines].join()).not.toContain("secret-token");
    },
  );

  it("a webhook's template, which may hold a token as its address does, is left out of the list", async () => {
    at.quay.store.addOrganization("acme");
    at.quay.push("acme/web", "v1");
    const config = { url: secret, template: '{"routing_key":"secret-token"}' };
    await callQuay(at.quay, "POST /v1/repository/acme/web/notification/", {
      ...notification,
      method: "webhook",
      config,
    });
    const url = await at.rest({}, { tools: ["all"] });
    const shown = await (await fetch(`${url}/repository/acme/web/notification/`)).json();
    expect(shown).toMatchObject({ notifications: [{ config: { url: "[secret]", template: "[secret]" } }] });
    expect(JSON.stringify(shown)).not.toContain("secret-token");
  });
});
