import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { scopes } from "../../provider/quay/operation";
import type { ExposedOperation } from "../exposed-operation";

/** The result of operations to which Quay responds with a text or without a body. */
const Done = z.object({ done: z.literal(true).describe("Quay has done it.") });

/** The MCP tool of an operation. */
export function toolOf({ name, operation, hints, description }: ExposedOperation): Tool {
  const { summary, scope, input, output } = operation;
  const needs = scope ? ` Needs a token with the scope ${scope} (${scopes[scope]}).` : "";
  return {
    name,
    title: summary.replace(/[.;,].*$/s, ""),
    description: description + needs,
    inputSchema: objectSchema(input, "input"),
    outputSchema: objectSchema(isObject(output) ? output : Done, "output"),
    annotations: {
      readOnlyHint: hints.readOnly,
      destructiveHint: hints.destructive,
      idempotentHint: hints.idempotent,
      openWorldHint: true,
    },
  };
}

/** Quay's response as the result of a tool call. */
export function resultOf({ operation }: ExposedOperation, body: unknown): CallToolResult {
  const structuredContent = isObject(operation.output) ? (body as Record<string, unknown>) : { done: true };
  return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
}

const isObject = (schema: z.ZodType) => schema instanceof z.ZodObject;

/** MCP clients validate with JSON Schema draft 7. */
function objectSchema(schema: z.ZodType, io: "input" | "output"): Tool["inputSchema"] {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: "draft-7" });
  return rest as Tool["inputSchema"];
}
