import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type LocalQuay, startQuay } from "../../local-quay";
import { examples, type Pair, prepare } from "../adapters/examples";
import { rows } from "../adapters/requirements";
import { pack, type Tarball } from "../package/tarball";

const run = promisify(execFile);

describe("The packed package", () => {
  let folder: string;
  let quay: LocalQuay;
  let bin: string;
  let tarball: Tarball;
  beforeAll(async () => {
    quay = await startQuay();
    tarball = await pack();
    folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-packed-"));
    await run("tar", ["-xzf", tarball.file, "-C", folder]);
    const about = JSON.parse(await readFile(path.join(folder, "package/package.json"), "utf8"));
    bin = path.join(folder, "package", about.bin["pulumi-quay"]);
  });
  afterAll(async () => {
    await Promise.all([quay.close(), tarball.remove()]);
    await rm(folder, { recursive: true });
  });

  const env = () => ({ PATH: process.env.PATH ?? "", QUAY_URL: quay.url, QUAY_TOKEN: quay.token });

  it("contains the command and its page, and of serve/ only what Pulumi needs", () => {
    const { holds: files } = tarball;
    expect(files).toEqual(
      expect.arrayContaining(["dist/bin/pulumi-quay.js", "dist/bin/LICENSES.txt", "dist/bin/swagger-ui/LICENSE"]),
    );
    const served = files.filter((file) => file.startsWith("dist/provider/serve/"));
    expect(served).toEqual(
      expect.arrayContaining(["dynamic", "stored"].map((file) => `dist/provider/serve/${file}.js`)),
    );
    expect(served.filter((file) => /serve\/(\w.*\/|import-file)/.test(file))).toEqual([]);
    expect(files.filter((file) => /^dist\/(tools|bench)\/|^dist\/.*\.test\.|\.map$/.test(file))).toEqual([]);
  });

  it("serves all sixteen operations over REST, with no dependency installed", async () => {
    const child = spawn(process.execPath, [bin, "rest", "--port", "0", "--log", "off"], { env: env() });
    try {
      const url = await new Promise<string>((found) => child.stdout.once("data", (text) => found(String(text).trim())));
      for (const { name, method, path: template } of rows) {
        quay.reset();
        const { done } = examples(prepare(quay).digest)[name] as Pair;
        const address = template.replace(/\{(\w+)\}/g, (_, value) => done.path[value] ?? "");
        const writes = method === "PUT" || method === "POST";
        const query = writes ? "" : `?${new URLSearchParams(done.beside as Record<string, string>)}`;
        const body = writes ? JSON.stringify(done.beside) : undefined;
        const headers: Record<string, string> = writes ? { "content-type": "application/json" } : {};
        const { status } = await fetch(url + address + query, { method, headers, body });
        expect([name, status]).toEqual([name, done.status]);
      }
    } finally {
      child.kill();
    }
  });

  it("tells who may do what, with no dependency installed", async () => {
    quay.reset();
    const { store } = quay;
    store.addRepository(store.addOrganization("acme"), "web", store.addUser("bob"));
    const { stdout } = await run(process.execPath, [bin, "access", "acme"], { env: env() });
    expect(stdout).toContain("bob\tacme/web\tpull, push, admin\tgrant to its creator\n");
    const { stdout: json } = await run(process.execPath, [bin, "access", "acme", "--json"], { env: env() });
    expect(JSON.parse(json)).toMatchObject({ format: "pulumi-quay access", version: 1 });
  });

  it("writes the program for what exists, in each form, with no dependency installed", async () => {
    quay.reset();
    quay.store.addRobot(quay.store.addOrganization("acme"), "ci", "Builds.");
    for (const [form, file] of [
      ["blueprint", "organizations/acme.ts"],
      ["resources", "organizations/acme.ts"],
      ["yaml", "organizations.yaml"],
    ] as const) {
      const cwd = await mkdtemp(path.join(folder, "adopted-"));
      await run(process.execPath, [bin, "adopt", "acme", "--as", form], { env: env(), cwd });
      expect(await readFile(path.join(cwd, file), "utf8")).toContain("Builds.");
      expect(JSON.parse(await readFile(path.join(cwd, "import.json"), "utf8")).resources.length).toBeGreaterThan(3);
    }
    // Quay refuses an organization without a name, by which a token is checked.
    expect(quay.requests.filter(({ method, status = 0 }) => method !== "GET" && status < 400)).toEqual([]);
  });

  it("compares a stack with Quay", async () => {
    quay.reset();
    quay.store.addOrganization("acme");
    const resources = [
      { urn: "urn:pulumi:dev::infra::quay:index:Organization::acme", type: "quay:index:Organization", id: "acme" },
    ];
    const pulumi = path.join(folder, "pulumi");
    await writeFile(pulumi, `#!/bin/sh\necho '${JSON.stringify({ deployment: { resources } })}'\n`, { mode: 0o755 });
    const PATH = `${folder}${path.delimiter}${process.env.PATH}`;
    const { stdout } = await run(process.execPath, [bin, "unmanaged", "--json"], { env: { ...env(), PATH } });
    const [acme] = JSON.parse(stdout).namespaces;
    expect(acme.findings.map(({ id }: { id: string }) => id)).toEqual(["acme/owners/admin"]);
  });

  it("serves all sixteen operations over MCP", async () => {
    const client = new Client({ name: "test", version: "1" });
    const args = [bin, "mcp", "--stdio", "--log", "off"];
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env: env() }));
    try {
      for (const { name } of (await client.listTools()).tools) {
        quay.reset();
        const { done } = examples(prepare(quay).digest)[name] as Pair;
        const { isError } = await client.callTool({ name, arguments: { ...done.beside, ...done.path } });
        expect([name, isError]).toEqual([name, undefined]);
      }
    } finally {
      await client.close();
    }
  });
});
