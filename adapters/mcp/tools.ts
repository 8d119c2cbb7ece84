import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { scopes } from "../../provider/quay/operation";
import type { ExposedOperation } from "../exposed-operation";
import { exposedOperations } from "../exposed-operations";

/** Which tools are offered. */
export interface Choice {
  readOnly?: boolean;
  /** Names of tools; all when left out. */
  tools?: string[];
}

/** The operations to offer as tools. Throws one sentence for a name that there is not. */
export function chosen({ readOnly = false, tools }: Choice): ExposedOperation[] {
  const unknown = tools?.find((name) => !exposedOperations.some((offer) => offer.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no tool ${unknown}. The tools are ${exposedOperations.map(({ name }) => name).join(", ")}.`,
    );
  }
  return exposedOperations.filter(
    ({ name, hints }) => (!tools || tools.includes(name)) && (!readOnly || hints.readOnly),
  );
}

/** Quay answers some writes with a word or with nothing: then that it is done is the answer. */
const Done = z.object({ done: z.literal(true).describe("Quay has done it.") });

/** An operation as agents see it. */
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

/** Quay's answer as the result of a tool. */
export function resultOf({ operation }: ExposedOperation, body: unknown): CallToolResult {
  const structuredContent = isObject(operation.output) ? (body as Record<string, unknown>) : { done: true };
  return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
}

const isObject = (schema: z.ZodType) => schema instanceof z.ZodObject;

/** Clients look at schemas with validators of the older draft. */
function objectSchema(schema: z.ZodType, io: "input" | "output"): Tool["inputSchema"] {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: "draft-7" });
  return rest as Tool["inputSchema"];
}
