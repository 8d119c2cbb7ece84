import { z } from "zod";
import { scopes } from "../../provider/quay/operation";
import type { Route } from "./routes";

const { version } = require("pulumi-quay/package.json") as { version: string };

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the REST adapter, generated from the schemas that validate every request. */
export function openapi(routes: Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of [...routes].sort(byPath)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "pulumi-quay",
      version,
      description:
        `${routes.length === 16 ? "Sixteen" : routes.length} operations of a Quay container registry, at the paths of Quay's own API. ` +
        "Calls are checked before anything is " +
        "sent; what Quay answers is passed on, and so is what it refuses.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }, { url: "/api/v1", description: "The same, for clients made for Quay." }],
    security: [{ bearer: [] }, { apiKey: [] }, { bearer: [], apiKey: [] }, {}],
    tags: [...new Set(["repository", "organization", "user", ...routes.map(tagOf)])].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A Quay OAuth 2 token; otherwise the adapter's own." },
        apiKey: { type: "apiKey", in: "header", name: "X-Api-Key", description: "Where the adapter asks for its key." },
      },
      schemas: { Problem: problem },
      responses: {
        Problem: {
          description: "Refused, by the adapter (400, 401, 413, 415) or by Quay in its own words.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

const tagOf = ({ path }: Route) => path.split("/")[1] as string;

const byPath = (a: Route, b: Route) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method);

function operation(route: Route): Json {
  const { exposed, method, parameters } = route;
  const { properties = {}, required = [], ...rest } = schema(exposed.operation.input, "input");
  const names = Object.keys(properties as Json);
  const others = names.filter((name) => !parameters.includes(name));
  const parameter = (location: "path" | "query") => (name: string) => {
    const { description, ...of } = (properties as Record<string, Json>)[name] as Json;
    return { name, in: location, required: (required as string[]).includes(name), description, schema: of };
  };
  const inQuery = method === "GET" || method === "DELETE";
  const { scope } = exposed.operation;
  return {
    operationId: exposed.name,
    summary: exposed.operation.summary,
    description: exposed.description + (scope ? `\n\nNeeds the scope \`${scope}\` (${scopes[scope]}).` : ""),
    tags: [tagOf(route)],
    parameters: [...parameters.map(parameter("path")), ...(inQuery ? others.map(parameter("query")) : [])],
    ...(!inQuery && {
      requestBody: {
        required: others.some((name) => (required as string[]).includes(name)),
        content: {
          "application/json": {
            schema: {
              ...rest,
              properties: pick(properties as Json, others),
              required: (required as string[]).filter((name) => others.includes(name)),
            },
          },
        },
      },
    }),
    responses: {
      [exposed.success]:
        exposed.success === 204
          ? { description: "Done." }
          : {
              description: "Quay's answer.",
              content: { "application/json": { schema: schema(exposed.operation.output, "output") } },
            },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function schema(type: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(type, { io });
  return rest;
}

const pick = (values: Json, names: string[]): Json => Object.fromEntries(names.map((name) => [name, values[name]]));

const problem = {
  type: "object",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string", const: "about:blank" },
    title: { type: "string", description: "The name of the status." },
    status: { type: "integer" },
    detail: { type: "string", description: "What is wrong, in a sentence, or in Quay's own words." },
    errors: {
      type: "array",
      description: "Every property that cannot be.",
      items: {
        type: "object",
        required: ["property", "detail"],
        properties: { property: { type: "string" }, detail: { type: "string" } },
      },
    },
    request: { type: "string", description: "What Quay was asked." },
    advice: { type: "string", description: "What the token would need." },
    ambiguous: { type: "boolean", description: "True when Quay may have done it although no answer came." },
  },
};
