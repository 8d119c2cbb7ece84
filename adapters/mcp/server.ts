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
import { validateInput } from "../validate-input";
import { errorText } from "./error-text";
import { resultOf, toolOf } from "./tools";

const { version } = require("pulumi-quay/package.json") as { version: string };

const instructions =
  "A Quay container registry. Repositories are named with their namespace, like acme/web; robots like acme+ci. What a token " +
  "may not see is refused as if it did not exist. Begin with getloggedinuser when you do not know where you may work.";

const tools = new Map<ExposedOperation, Tool>();

function tool(exposed: ExposedOperation): Tool {
  const known = tools.get(exposed) ?? toolOf(exposed);
  tools.set(exposed, known);
  return known;
}

/** Shared, because creating one takes longer than a call. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** An MCP server for one caller, with whose token it calls Quay. */
export function server({ clients, log }: AdapterContext, exposedOperations: ExposedOperation[], token: string): Server {
  const mcp = new Server(
    { name: "pulumi-quay", title: "Quay container registry", version },
    { capabilities: { tools: {} }, instructions, jsonSchemaValidator },
  );
  mcp.setRequestHandler(ListToolsRequestSchema, () => ({ tools: exposedOperations.map(tool) }));

  mcp.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }): Promise<CallToolResult> => {
    const exposed = exposedOperations.find(({ name }) => name === params.name);
    if (!exposed) {
      const names = exposedOperations.map(({ name }) => name).join(", ");
      throw new McpError(ErrorCode.InvalidParams, `There is no tool of this name here; there are ${names}.`);
    }
    const started = performance.now();
    const logCall = (status: "done" | "error", error?: string) =>
      log.call(
        {
          adapter: "mcp",
          operation: exposed.name,
          status,
          ms: Math.round(performance.now() - started),
          ...(error && { error }),
        },
        token,
      );
    try {
      const { body } = await clients.call(exposed, token, validateInput(exposed, params.arguments ?? {}), signal);
      logCall("done");
      return resultOf(exposed, body);
    } catch (error) {
      const text = signal.aborted ? "The caller cancelled it." : errorText(exposed, error);
      logCall("error", text);
      return { content: [{ type: "text", text }], isError: true };
    }
  });
  return mcp;
}
