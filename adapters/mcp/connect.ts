import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  CallToolRequestSchema,
  ErrorCode,
  InitializeRequestSchema,
  isJSONRPCRequest,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { z } from "zod";

const requests = new Map<string, z.ZodType>([
  ["initialize", InitializeRequestSchema],
  ["tools/list", ListToolsRequestSchema],
  ["tools/call", CallToolRequestSchema],
]);

/** Connects a server. Requests with invalid parameters are refused here, because the SDK reports them as internal errors. */
export async function connect(server: Server, transport: Transport): Promise<void> {
  await server.connect(transport);
  const { onmessage } = transport;
  transport.onmessage = (message, extra) => {
    const issue = isJSONRPCRequest(message) && requests.get(message.method)?.safeParse(message).error?.issues[0];
    if (!issue) return onmessage?.(message, extra);
    const error = { code: ErrorCode.InvalidParams, message: `Invalid params of ${message.method}: ${sentence(issue)}` };
    transport.send({ jsonrpc: "2.0", id: message.id, error }).catch((cause) => transport.onerror?.(cause));
  };
}

function sentence({ path, ...issue }: z.core.$ZodIssue): string {
  const expected = issue.code === "invalid_type" ? (words[issue.expected] ?? `of type ${issue.expected}`) : undefined;
  return `${path.join(".").slice(0, 200)} is not ${expected ?? "what MCP takes there"}.`;
}

const words: Record<string, string> = { record: "an object", object: "an object", string: "a string" };
