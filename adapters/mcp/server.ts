import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool,
} from "@modelcontextprotocol/sdk/types.js";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv-provider.js";
import type { ExposedOperation } from "../exposed-operation";
import type { AdapterContext } from "../http-app";
import { accepted } from "../validate-input";
import { adviceOf } from "./error-text";
import { resultOf, toolOf } from "./tools";

const { version } = require("pulumi-quay/package.json") as { version: string };

const instructions =
  "A Quay container registry. Repositories are named with their namespace, like acme/web; robots like acme+ci. What a token " +
  "may not see is refused as if it did not exist. Begin with getloggedinuser when you do not know where you may work.";

const tools = new Map<ExposedOperation, Tool>();

function tool(offer: ExposedOperation): Tool {
  const known = tools.get(offer) ?? toolOf(offer);
  tools.set(offer, known);
  return known;
}

/** Shared, because making one takes longer than a call. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** One MCP server for one caller, whose token it asks Quay with. */
export function server({ relay, log }: AdapterContext, offers: ExposedOperation[], token: string): Server {
  const mcp = new Server(
    { name: "pulumi-quay", title: "Quay container registry", version },
    { capabilities: { tools: {} }, instructions, jsonSchemaValidator },
  );
  mcp.setRequestHandler(ListToolsRequestSchema, () => ({ tools: offers.map(tool) }));

  mcp.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }): Promise<CallToolResult> => {
    const offer = offers.find(({ name }) => name === params.name);
    if (!offer) {
      const names = offers.map(({ name }) => name).join(", ");
      throw new McpError(ErrorCode.InvalidParams, `There is no tool of this name here; there are ${names}.`);
    }
    const began = performance.now();
    const told = (status: "done" | "error", error?: string) =>
      log.call(
        {
          adapter: "mcp",
          operation: offer.name,
          status,
          ms: Math.round(performance.now() - began),
          ...(error && { error }),
        },
        token,
      );
    try {
      const { body } = await relay.call(offer, token, accepted(offer, params.arguments ?? {}), signal);
      told("done");
      return resultOf(offer, body);
    } catch (error) {
      const text = signal.aborted ? "The caller cancelled it." : adviceOf(offer, error);
      told("error", text);
      return { content: [{ type: "text", text }], isError: true };
    }
  });
  return mcp;
}
