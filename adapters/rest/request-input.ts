import { z } from "zod";
import type { ExposedOperation } from "../exposed-operation";
import { invalidInput, Problem } from "../problem";
import type { MatchedRoute } from "./routes";

/** The input of a request, from its path and its query or body. It is not validated yet. */
export function readInput(
  { route, values }: MatchedRoute,
  query: string,
  body: string,
  type: string,
): Record<string, unknown> {
  const hasNoBody = route.method === "GET" || route.method === "DELETE";
  const others = { ...fromQuery(route.exposed, query), ...(hasNoBody ? {} : fromBody(body, type)) };
  const duplicates = route.parameters.filter((name) => Object.hasOwn(others, name));
  if (duplicates.length > 0)
    throw invalidInput(duplicates.map((property) => ({ property, detail: "This stands in the path." })));
  return { ...others, ...values };
}

function fromQuery({ operation }: ExposedOperation, query: string): Record<string, unknown> {
  const { shape } = operation.input;
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    if (name in values) throw invalidInput([{ property: name, detail: "This is given twice." }]);
    values[name] = typed(Object.hasOwn(shape, name) ? shape[name] : undefined, value);
  }
  return values;
}

/** Converts text of the query to the type of the property. Text that cannot be converted is left for the validation to reject. */
function typed(schema: z.core.$ZodType | undefined, value: string): unknown {
  const type = schema && z.toJSONSchema(schema, { io: "input" }).type;
  if (type === "boolean" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  if ((type === "integer" || type === "number") && /^-?\d+$/.test(value)) return Number(value);
  return value;
}

function fromBody(body: string, type: string): object {
  if (body === "") return {};
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new Problem(415, "Send the body as Content-Type: application/json.");
  }
  const value = parsed(body);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw invalidInput([{ property: "body", detail: "This is no JSON object." }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
