import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { command } from "../../cli/command";
import { adapters } from "../adapters";
import { type Example, examples, type Pair, prepare } from "../examples";
import { rows } from "../requirements";

const run = promisify(execFile);
const modules = path.join(__dirname, "../../../node_modules");

describe("The MCP adapter, through the command line of the MCP inspector,", () => {
  const at = adapters();
  const cli = command();
  let folder: string;
  let inspector: string;
  // It reads the package.json of the inspector's other packages, which are not needed here.
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-inspector-"));
    await cp(path.join(modules, "@modelcontextprotocol/inspector-cli"), path.join(folder, "cli"), { recursive: true });
    await writeFile(path.join(folder, "package.json"), '{ "name": "inspector", "version": "1.0.0" }');
    await symlink(modules, path.join(folder, "node_modules"));
    inspector = path.join(folder, "cli/build/cli.js");
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function callTool(...args: string[]): Promise<unknown> {
    return JSON.parse((await run(process.execPath, [inspector, "--cli", ...args])).stdout);
  }

  function call(url: string, name: string, { path, beside }: Example): Promise<CallToolResult> {
    const args = Object.entries({ ...path, ...beside }).map(
      ([property, value]) => `${property}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
    const given = args.length > 0 ? ["--tool-arg", ...args] : [];
    const requested = [url, "--transport", "http", "--method", "tools/call", "--tool-name", name, ...given];
    return callTool(...requested) as Promise<CallToolResult>;
  }

  it("lists the sixteen tools, which do what they describe", async () => {
    const { digest } = prepare(at.quay);
    const url = await at.mcp();
    const { tools } = (await callTool(url, "--transport", "http", "--method", "tools/list")) as { tools: Tool[] };
    expect(tools.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
    // One of each type: the official client calls all sixteen.
    for (const name of ["getrepo", "createorgrobot", "deletetag"]) {
      const { done } = examples(digest)[name] as Pair;
      const { isError, structuredContent } = await call(url, name, done);
      expect([name, isError]).toEqual([name, undefined]);
      expect(structuredContent).toMatchObject(
        typeof done.answer === "object" ? (done.answer as object) : { done: true },
      );
    }
    const { isError, content } = await call(url, "getrepo", { path: { repository: "acme/missing" } });
    expect([isError, content]).toEqual([
      true,
      [{ type: "text", text: expect.stringContaining("Quay refused getrepo: Not Found (404).") }],
    ]);
  });

  it("lists the eight read-only tools over stdio too", async () => {
    const env = Object.entries({ QUAY_URL: at.quay.url, QUAY_TOKEN: at.quay.token });
    const given = env.flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    const started = [process.execPath, cli.file, "mcp", "--stdio", "--read-only"];
    const { tools } = (await callTool(...given, ...started, "--method", "tools/list")) as { tools: Tool[] };
    expect(tools.map(({ name }) => name)).toEqual(rows.filter(({ readOnly }) => readOnly).map(({ name }) => name));
  });
});
