import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { FAR_OFF, LONG_AGO, mirrorAlpine, mirrorOrganization } from "../mirrors";
import { adapters } from "./adapters";

describe("The operations of mirrors", () => {
  const at = adapters();

  async function agent(): Promise<Client> {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL(await at.mcp({}, { tools: ["all"] }))));
    // The client validates results against the schemas that it listed.
    await client.listTools();
    return client;
  }

  const credentials = { external_registry_username: "someone", external_registry_password: "elsewhere-password" };

  it("a repository's mirror is read, synchronized and cancelled, without its login and proxies", async () => {
    await mirrorAlpine(at.quay, credentials);
    const client = await agent();
    at.requested();
    const call = async (name: string, args: object) =>
      (await client.callTool({ name, arguments: { ...args } })).structuredContent;
    const named = { repository: "acme/alpine" };
    const shown = {
      ...{ external_reference: "docker.io/library/alpine", root_rule: { rule_value: ["3.*"] }, is_enabled: true },
      ...{ robot_username: "acme+sync", sync_interval: 3600, sync_start_date: FAR_OFF },
      ...{ sync_status: "NEVER_RUN", sync_retries_remaining: 3 },
    };
    expect(await call("getrepomirror", named)).toEqual(shown);
    expect(await call("syncrepomirror", named)).toEqual({ done: true });
    at.quay.runMirrors();
    expect(await call("getrepomirror", named)).toMatchObject({ sync_status: "SYNCING" });
    expect(await client.callTool({ name: "syncrepomirror", arguments: named })).toMatchObject({ isError: true });
    expect(await call("cancelrepomirrorsync", named)).toEqual({ done: true });
    expect(at.requested()).toHaveLength(5);
    await client.close();

    const url = await at.rest({}, { tools: ["all"] });
    const one = `${url}/repository/acme/alpine/mirror`;
    expect((await fetch(`${one}/sync-now`, { method: "POST" })).status).toBe(204);
    expect((await fetch(`${one}/sync-cancel`, { method: "POST" })).status).toBe(204);
    const inRest = await (await fetch(one)).text();
    expect(JSON.parse(inRest)).toEqual({ ...shown, sync_status: "CANCEL", sync_retries_remaining: 0 });
    expect([inRest, ...at.lines].join()).not.toMatch(/someone|elsewhere-password|proxy/);
  });

  it("getmirrorhealth tells of unhealthy mirrors, for which Quay's status is 503", async () => {
    await mirrorAlpine(at.quay, { sync_start_date: LONG_AGO });
    at.quay.remoteRegistries["docker.io"] = {};
    for (const _ of ["begins", "ends"]) at.quay.runMirrors();
    const url = await at.rest({}, { tools: ["getmirrorhealth"] });
    const answer = await fetch(`${url}/mirrorhealth?namespace=acme&detailed=true`);
    const health = {
      healthy: false,
      repositories: { total: 1, failed: 1, details: [{ repository: "alpine", sync_status: "FAIL" }] },
      issues: [{ severity: "critical" }],
    };
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ healthy: false })]);
    expect(at.quay.requests.at(-1)).toMatchObject({ status: 503 });
    const client = await agent();
    const told = await client.callTool({ name: "getmirrorhealth", arguments: { detailed: true } });
    expect(told.structuredContent).toMatchObject(health);
    await client.close();
  });

  it("an organization's mirror is read, synchronized, cancelled and verified, without its login", async () => {
    await mirrorOrganization(at.quay);
    const client = await agent();
    const call = async (name: string, args: object = {}) =>
      (await client.callTool({ name, arguments: { orgname: "copies", ...args } })).structuredContent;
    expect(await call("verifyorgmirror")).toEqual({ success: true, message: "Connection successful" });
    expect(await call("syncorgmirror")).toEqual({ done: true });
    for (const _ of ["begins", "finds", "repositories begin"]) at.quay.runMirrors();
    const shown = await call("getorgmirror");
    expect(shown).toEqual({
      ...{ external_registry_type: "harbor", external_registry_url: "https://registry.example.com" },
      ...{ external_namespace: "acme", repository_filters: [], is_enabled: true, robot_username: "copies+sync" },
      ...{
        sync_interval: 3600,
        sync_start_date: expect.any(String),
        sync_status: "SUCCESS",
        sync_retries_remaining: 3,
      },
      repo_sync_status_counts: expect.objectContaining({ SYNCING: 2 }),
    });
    expect(await call("listorgmirrorrepositories", { status: "SYNCING", limit: 1 })).toMatchObject({
      ...{ repositories: [{ name: "base" }], has_next: true },
    });
    expect(await call("cancelorgmirrorsync")).toEqual({ done: true });
    await client.close();

    const url = await at.rest({}, { tools: ["all"] });
    const one = `${url}/organization/copies/mirror`;
    const inRest = await Promise.all([fetch(one), fetch(`${one}/repositories?page=2&limit=1`)]);
    const texts = await Promise.all(inRest.map((answer) => answer.text()));
    expect(texts.map((text) => JSON.parse(text))).toEqual([
      expect.objectContaining({ sync_status: "CANCEL" }),
      expect.objectContaining({ repositories: [expect.objectContaining({ name: "tools" })], has_next: false }),
    ]);
    expect((await fetch(`${one}/verify`, { method: "POST" })).status).toBe(200);
    for (const act of ["sync-now", "sync-cancel"])
      expect((await fetch(`${one}/${act}`, { method: "POST" })).status).toBe(204);
    expect([JSON.stringify(shown), ...texts, ...at.lines].join()).not.toMatch(
      /elsewhere-password|external_registry_username/,
    );
  });
});
