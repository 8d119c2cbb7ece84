import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { Command } from "commander";
import type { ExposedOperation } from "../adapters/exposed-operation";
import type { AdapterContext } from "../adapters/http-app";
import { mcp } from "../adapters/mcp/app";
import { connect } from "../adapters/mcp/connect";
import { server } from "../adapters/mcp/server";
import { selectTools } from "../adapters/selection";
import { adapterContext, type ServeOptions, serveUntilStopped, withServeOptions } from "./serve";
import { untilShutdown } from "./shutdown";

interface McpOptions extends ServeOptions {
  stdio?: boolean;
  readOnly?: boolean;
}

export function mcpCommand(command: Command): void {
  withServeOptions(command, 9090)
    .description("serve the same operations as tools for agents, over HTTP or --stdio")
    .option("--stdio", "speak on stdin and stdout, as desktop agents want it")
    .option("--read-only", "offer only the tools that change nothing")
    .addHelpText(
      "after",
      `
Over HTTP agents connect to http://127.0.0.1:9090/mcp and may send their own Quay token as Authorization: Bearer;
for those who send none, and over --stdio, the token in QUAY_TOKEN is used. A desktop agent starts it like this:

  { "mcpServers": { "quay": {
      "command": "npx", "args": ["pulumi-quay", "mcp", "--stdio", "--read-only"],
      "env": { "QUAY_URL": "https://quay.example.com", "QUAY_TOKEN": "…" } } } }`,
    )
    .action(async (options: McpOptions) => {
      const adapter = adapterContext(options);
      const exposedOperations = selectTools(options);
      if (options.stdio) return overStdio(adapter, exposedOperations);
      await serveUntilStopped(options, adapter, mcp(adapter, exposedOperations), (url) => `${url}/mcp`);
    });
}

/** Serves one agent on stdin and stdout until it closes stdin. Nothing else may write to stdout. */
async function overStdio(adapter: AdapterContext, exposedOperations: ExposedOperation[]): Promise<void> {
  const { token } = adapter.admission;
  if (!token) throw new Error("Set QUAY_TOKEN to a Quay token: over --stdio there is no other way to bring one.");
  const one = server(adapter, exposedOperations, token);
  const ended = new Promise<void>((end) => {
    one.onclose = end;
    process.stdin.once("end", end).once("close", end);
    void untilShutdown().then(end);
  });
  await connect(one, new StdioServerTransport());
  await ended;
  await one.close();
  await adapter.clients.close();
}
