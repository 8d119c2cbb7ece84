import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import { admitted } from "../admission";
import type { ExposedOperation } from "../exposed-operation";
import {
  type AdapterContext,
  addressOf,
  answer,
  bodyOf,
  type HttpApp,
  httpApp,
  type RequestContext,
} from "../http-app";
import { nowhere, Problem } from "../problem";
import { answerable } from "./batch";
import { connect } from "./connect";
import { server } from "./server";

/** The tools over Streamable HTTP. Every request stands for itself, so that any number of processes may serve them. */
export function mcp(adapter: AdapterContext, offers: ExposedOperation[]): HttpApp {
  const app = httpApp("mcp", adapter);
  app.post("/mcp", (visit) => converse(visit, adapter, offers));
  // Clients ask for a stream first, and do without.
  app.all("/mcp", (visit) => {
    const { req } = visit;
    visit.get("told").already = true;
    throw new Problem(405, `${req.method} is not possible here: this server begins no conversation.`, {
      headers: { allow: "POST" },
    });
  });
  app.notFound((visit) => answer(visit, nowhere(addressOf(visit).path, "Agents connect to /mcp.")));
  return app;
}

async function converse(visit: RequestContext, adapter: AdapterContext, offers: ExposedOperation[]): Promise<Response> {
  const token = admitted(adapter.admission, visit.req.raw.headers);
  const body = await bodyOf(visit);
  const sent = parsed(body);
  if (Array.isArray(sent) && sent.length === 0) return visit.json(nothingSent, 400);
  const parsedBody = answerable(sent);
  // The log tells of each tool that is called.
  visit.get("told").already = true;
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const one = server(adapter, offers, token);
  await connect(one, transport);
  try {
    const { headers, method } = visit.req.raw;
    return await transport.handleRequest(new Request("http://localhost/mcp", { method, headers, body }), {
      parsedBody,
    });
  } finally {
    await one.close();
  }
}

const nothingSent = {
  jsonrpc: "2.0",
  error: { code: ErrorCode.InvalidRequest, message: "Invalid Request: the batch is empty." },
  id: null,
};

/** Nothing where it is no JSON: the SDK says so by itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
