import { z } from "zod";
import type { ExposedOperation } from "../exposed-operation";
import { faulty, Problem } from "../problem";
import type { Found } from "./routes";

/** What a call gives its operation: the values of the path, and the query or the body. Not yet looked at. */
export function given({ route, values }: Found, query: string, body: string, type: string): Record<string, unknown> {
  const read = route.method === "GET" || route.method === "DELETE";
  const beside = { ...fromQuery(route.offer, query), ...(read ? {} : fromBody(body, type)) };
  const twice = route.parameters.filter((name) => Object.hasOwn(beside, name));
  if (twice.length > 0) throw faulty(twice.map((property) => ({ property, detail: "This stands in the path." })));
  return { ...beside, ...values };
}

function fromQuery({ operation }: ExposedOperation, query: string): Record<string, unknown> {
  const { shape } = operation.input;
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    if (name in values) throw faulty([{ property: name, detail: "This is given twice." }]);
    values[name] = typed(Object.hasOwn(shape, name) ? shape[name] : undefined, value);
  }
  return values;
}

/** In a query everything is text. What is no number or no yes or no stays one, and is found wrong later. */
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
  throw faulty([{ property: "body", detail: "This is no JSON object." }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
