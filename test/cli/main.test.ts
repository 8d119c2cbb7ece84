import { readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type LocalQuay, startQuay } from "../../local-quay";
import { version } from "../../package.json";
import { rows } from "../adapters/requirements";
import { command } from "./command";

describe("The command pulumi-quay", () => {
  const cli = command();
  let quay: LocalQuay;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    quay = await startQuay();
    env = { QUAY_URL: quay.url, QUAY_TOKEN: quay.token };
  });
  beforeEach(() => quay.reset());
  afterAll(() => quay.close());

  it("prints its version and usage on stdout", async () => {
    const names = [
      "rest",
      "mcp",
      "login",
      "whoami",
      "import-file",
      "unmanaged",
      "access",
      "mirror",
      "notification",
      "plugin",
      "quay",
    ];
    const [printedVersion, help, ...helps] = await Promise.all([
      cli.run(["--version"]),
      cli.run(["--help"]),
      ...names.map((name) => cli.run([name, "--help"])),
    ]);
    expect(printedVersion).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const name of names) expect(help?.stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    for (const one of helps) expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining("pulumi-quay") });
  });

  it("exits with 2 on wrong usage and with 1 on failure, with a message on stderr", async () => {
    const wrong: [args: string[], code: number, sentence: string][] = [
      [["nothing"], 2, "unknown command 'nothing'"],
      [["rest", "--nothing"], 2, "unknown option '--nothing'"],
      [["rest", "--port", "http"], 2, "A port is a number up to 65535."],
      [["rest", "--log", "loud"], 2, "Allowed choices are json, pretty, off."],
      [["login", "quay.io"], 2, "required option '--client-id <id>' not specified"],
      [["login", "quay.io", "--client-id", "x", "--scope", "repo:all"], 2, "Quay has no scope repo:all."],
      [["rest", "--url", "quay.io"], 1, "--url is the address of a Quay, for example https://quay.example.com"],
      [["rest", "--url", "quay:constructor"], 1, "for example https://quay.example.com."],
      [["access"], 2, "Whose access? Name an organization, or say --all."],
      [["access", "acme", "--all"], 2, "Name namespaces or say --all, not both."],
      [["access", "--repository", "acme"], 2, "--repository takes the repository with its namespace"],
      [["access", "acme", "--plan"], 2, "--plan tells of what the plan touches"],
      [["access", "acme", "--compare", "nothing.json"], 1, "nothing.json cannot be read (ENOENT)."],
      [["mcp", "--tools", "getrpo"], 2, "There is no tool getrpo."],
      [["rest", "--tools", "getrepo,getrpo"], 2, "There is no tool getrpo."],
      [["rest", "--host", "0.0.0.0", "--port", "0"], 1, "Everybody who reaches 0.0.0.0 could act with QUAY_TOKEN."],
      [
        ["mcp", "--host", "nowhere.invalid", "--api-key", "some-key-of-mine"],
        1,
        "Nothing can listen on port 9090 of nowhere.invalid",
      ],
      [["rest", "--port", new URL(quay.url).port], 1, "is taken. Choose another with --port."],
    ];
    const ended = await Promise.all(wrong.map(([args]) => cli.run(args, { QUAY_TOKEN: "some-token" })));
    expect(ended).toEqual(
      wrong.map(([, code, sentence]) => ({ code, stdout: "", stderr: expect.stringContaining(sentence) })),
    );
  });

  it("refuses at start a key that no HTTP header can carry or that is easily guessed", async () => {
    const start = (key: string, host = "127.0.0.1") =>
      cli.run(["rest", "--host", host, "--port", "0"], { ...env, PULUMI_QUAY_API_KEY: key });
    for (const key of ["schlüssel-des-hauses", "the-key\nof-the-house", "the-key-of-the-house\n", "✓✓✓✓✓✓✓✓✓✓✓✓"]) {
      expect(await start(key)).toEqual({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("No caller could send"),
      });
    }
    const { code, stderr } = await start("hunter2", "0.0.0.0");
    expect([code, stderr]).toEqual([1, expect.stringContaining("could guess the key of PULUMI_QUAY_API_KEY")]);
    expect(stderr).not.toContain("hunter2");
    const here = cli.start(["rest", "--port", "0", "--api-key", "hunter2"], env);
    const url = await here.says(/http:\/\/127\.0\.0\.1:\d+/);
    expect((await fetch(`${url}/user/`, { headers: { "x-api-key": "hunter2" } })).status).toBe(200);
  });

  it("mcp over stdio requires a token from the environment", async () => {
    const { code, stderr } = await cli.run(["mcp", "--stdio"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("Set QUAY_TOKEN to a Quay token")]);
  });

  it("rest serves, prints its address on stdout, logs on stderr, and completes running requests when it is stopped", async () => {
    const { child, says, ended } = cli.start(["rest", "--port", "0"], env);
    const url = await says(/http:\/\/127\.0\.0\.1:\d+/);
    expect(await (await fetch(`${url}/user/`)).json()).toMatchObject({ username: "admin" });
    quay.fail("GET /v1/user/", 503);
    const slow = fetch(`${url}/user/`);
    while (quay.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGTERM");
    expect((await slow).status).toBe(200);
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([0, `${url}\n`]);
    const lines = stderr.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).operation)).toEqual(["getloggedinuser", "getloggedinuser"]);
    expect(stderr).not.toContain(quay.token);
  });

  it("rest serves its page without loading anything from other hosts", async () => {
    const { says } = cli.start(["rest", "--port", "0", "--log", "off"], env);
    const url = await says(/http:\/\/127\.0\.0\.1:\d+/);
    const html = await (await fetch(url)).text();
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part as string);
    expect(parts).toHaveLength(4);
    for (const part of parts) expect((await fetch(new URL(part, url))).status).toBe(200);
    expect(html).not.toContain("//");
    expect((await fetch(`${url}/page/..%2Fpulumi-quay.js`)).status).toBe(400);
    expect((await fetch(`${url}/page/package.json`)).status).toBe(404);
  });

  it("requires a key or the caller's own token when it listens on more than the loopback address", async () => {
    const keyed = cli.start(["rest", "--host", "0.0.0.0", "--port", "0"], {
      ...env,
      PULUMI_QUAY_API_KEY: "the-key-of-the-house",
    });
    const { port } = new URL(await keyed.says(/http:\/\/0\.0\.0\.0:\d+/));
    const asking = (headers: Record<string, string>, at = port) => fetch(`http://127.0.0.1:${at}/user/`, { headers });
    expect((await asking({})).status).toBe(401);
    expect((await asking({ "x-api-key": "the-key-of-the-house" })).status).toBe(200);
    const open = cli.start(["rest", "--host", "0.0.0.0", "--port", "0"], { QUAY_URL: quay.url });
    const other = new URL(await open.says(/http:\/\/0\.0\.0\.0:\d+/)).port;
    expect((await asking({}, other)).status).toBe(401);
    expect((await asking({ authorization: `Bearer ${quay.token}` }, other)).status).toBe(200);
  });

  it("mcp serves over stdio and exits with its agent", async () => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [cli.file, "mcp", "--stdio", "--read-only", "--log", "pretty"],
      env: { ...(env as Record<string, string>), PATH: process.env.PATH ?? "" },
      stderr: "pipe",
    });
    let log = "";
    transport.stderr?.on("data", (chunk) => {
      log += chunk;
    });
    const client = new Client({ name: "test", version: "1" });
    await client.connect(transport);
    expect(client.getServerVersion()).toMatchObject({ name: "pulumi-quay", version });
    expect((await client.listTools()).tools).toHaveLength(rows.filter(({ readOnly }) => readOnly).length);
    const { structuredContent } = await client.callTool({ name: "getloggedinuser", arguments: {} });
    expect(structuredContent).toMatchObject({ username: "admin" });
    const { pid } = transport;
    await client.close();
    expect(() => process.kill(pid as number, 0)).toThrow();
    expect(log).toMatch(/^\d\d:\d\d:\d\d {2}done {2}getloggedinuser {2}\d+ ms$/m);
  });

  it("mcp serves over HTTP at the address that it prints", async () => {
    const { says } = cli.start(["mcp", "--port", "0", "--tools", "getrepo,listrepos"], env);
    const url = await says(/http:\/\/127\.0\.0\.1:\d+\/mcp/);
    const answer = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json, text/event-stream", "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    const { result } = (await answer.json()) as { result: { tools: { name: string }[] } };
    expect(result.tools.map(({ name }) => name)).toEqual(["listrepos", "getrepo"]);
  });

  it("rest offers what it is told to, all for more than the sixteen", async () => {
    for (const [tools, found] of [
      ["all", ["getquotausage", "getrepo"]],
      ["getquotausage", ["getquotausage"]],
      ["getrepo", ["getrepo"]],
    ] as const) {
      const { child, says, ended } = cli.start(["rest", "--port", "0", "--tools", tools, "--log", "off"], env);
      const description = await (await fetch(`${await says(/http:\/\/127\.0\.0\.1:\d+/)}/openapi.json`)).text();
      const offered = ["getquotausage", "getrepo"].filter((name) => description.includes(`"${name}"`));
      expect([tools, offered]).toEqual([tools, found]);
      child.kill();
      await ended;
    }
  });

  it("quay serves a local Quay and prints how to connect", async () => {
    const { child, says, ended } = cli.start(["quay", "--port", "0"]);
    const printed = await says(/export QUAY_URL=(.*)\nexport QUAY_TOKEN=(.*)\n/);
    const [, url, token] = /QUAY_URL=(.*)\nexport QUAY_TOKEN=(.*)\n/.exec(printed) ?? [];
    const answer = await fetch(`${url}/api/v1/user/`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toMatchObject({ username: "admin" });
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
  });

  it("whoami prints the token's user, and the scopes that can be determined", async () => {
    quay.features.SUPERUSERS_FULL_ACCESS = false;
    quay.store.addOrganization("acme");
    quay.push("acme/web", "v1");
    const asking = async (scope: string) => {
      const token = quay.mint({ scope });
      const { code, stdout } = await cli.run(["whoami", "--json"], { ...env, QUAY_TOKEN: token });
      expect(code).toBe(0);
      expect(stdout).not.toContain(token);
      return JSON.parse(stdout);
    };
    expect(await asking("user:read repo:write")).toMatchObject({
      url: quay.url,
      version: "Quay 3.16.0",
      user: "admin",
      organizations: [{ name: "acme" }],
      held: ["repo:read", "repo:write", "user:read"],
      missing: ["user:admin"],
      unknown: ["repo:admin", "repo:create", "org:admin", "super:user"],
      features: expect.arrayContaining(["REPO_MIRROR"]),
    });
    expect(await asking("user:admin org:admin super:user")).toMatchObject({
      held: ["user:read", "user:admin", "org:admin", "super:user"],
      missing: ["repo:read", "repo:write", "repo:admin"],
      unknown: ["repo:create"],
    });
    const narrow = await asking("repo:admin");
    expect(narrow.user).toBeUndefined();
    expect(narrow.missing).toEqual(["user:read", "user:admin"]);
    const { stdout } = await cli.run(["whoami"], env);
    expect(stdout).toContain(`admin at ${quay.url} (Quay 3.16.0)\norganizations: acme (admin)\nscopes it has: `);
  });

  it("whoami fails with an invalid token", async () => {
    const { code, stdout, stderr } = await cli.run(["whoami"], { ...env, QUAY_TOKEN: "dead-and-gone" });
    expect([code, stdout, stderr]).toEqual([1, "", expect.stringContaining("Quay does not accept the token")]);
  });

  it("includes the licences of its dependencies", async () => {
    const text = await readFile(path.join(cli.folder, "LICENSES.txt"), "utf8");
    for (const name of ["hono", "@hono/node-server", "@modelcontextprotocol/sdk", "commander", "zod"]) {
      expect(text).toMatch(new RegExp(`^${name} \\d.*\\(MIT\\)$`, "m"));
    }
  });
});
