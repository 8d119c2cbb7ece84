import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import { admit } from "../admission";
import type { ExposedOperation } from "../exposed-operation";
import {
  type AdapterContext,
  addressOf,
  bodyOf,
  type HttpApp,
  httpApp,
  problemResponse,
  type RequestContext,
} from "../http-app";
import { notFound, Problem } from "../problem";
import { answerable } from "./batch";
import { connect } from "./connect";
import { server } from "./server";

/** The MCP adapter over Streamable HTTP. It keeps no sessions, so any number of processes may serve the requests. */
export function mcp(adapter: AdapterContext, exposedOperations: ExposedOperation[]): HttpApp {
  const app = httpApp("mcp", adapter);
  app.post("/mcp", (context) => handle(context, adapter, exposedOperations));
  // Clients try to open a stream with GET first, and continue without one.
  app.all("/mcp", (context) => {
    const { req } = context;
    context.get("entry").isLogged = true;
    throw new Problem(405, `${req.method} is not possible here: this server begins no conversation.`, {
      headers: { allow: "POST" },
    });
  });
  app.notFound((context) => problemResponse(context, notFound(addressOf(context).path, "Agents connect to /mcp.")));
  return app;
}

async function handle(
  context: RequestContext,
  adapter: AdapterContext,
  exposedOperations: ExposedOperation[],
): Promise<Response> {
  const token = admit(adapter.admission, context.req.raw.headers);
  const body = await bodyOf(context);
  const message = parsed(body);
  if (Array.isArray(message) && message.length === 0) return context.json(emptyBatch, 400);
  const parsedBody = answerable(message);
  // The server logs each tool call by itself.
  context.get("entry").isLogged = true;
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const mcpServer = server(adapter, exposedOperations, token);
  await connect(mcpServer, transport);
  try {
    const { headers, method } = context.req.raw;
    return await transport.handleRequest(new Request("http://localhost/mcp", { method, headers, body }), {
      parsedBody,
    });
  } finally {
    await mcpServer.close();
  }
}

const emptyBatch = {
  jsonrpc: "2.0",
  error: { code: ErrorCode.InvalidRequest, message: "Invalid Request: the batch is empty." },
  id: null,
};

/** Undefined for invalid JSON, which the SDK reports by itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
