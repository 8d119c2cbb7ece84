import type { z } from "zod";
import { Unaddressable, whyUnaddressable, whyUnaddressableIn } from "./addressable";
import { QuayError } from "./client/errors";
import type { Method, Quay } from "./client/quay";

/** Quay's OAuth scopes, with the titles that Quay's own consent page shows. */
export const scopes = {
  "repo:read": "View all visible repositories",
  "repo:write": "Read/Write to any accessible repositories",
  "repo:admin": "Administer Repositories",
  "repo:create": "Create Repositories",
  "user:read": "Read User Information",
  "user:admin": "Administer User",
  "org:admin": "Administer Organization",
  "super:user": "Super User Access",
} as const;

export type Scope = keyof typeof scopes;

/** The advice when the scope is missing. */
export const needsScope = (scope: Scope, token = "a token") =>
  `It needs ${token} with the scope ${scope} ("${scopes[scope]}").`;

interface Description<Input extends z.ZodObject, Output extends z.ZodType> {
  /** Its `operationId` in Quay's discovery document. */
  nickname: string;
  /** Method and path as in Quay's discovery document, for example `PUT /v1/organization/{orgname}`. */
  route: `${Method} /${string}`;
  /** The OAuth scope that it needs; without one, anybody may call it. */
  scope?: Scope;
  summary: string;
  /**
   * Path parameters under the names in the route; all others go into the query of a GET or DELETE, else into the body. REST and
   * MCP parse their input with it; calls from TypeScript are checked by type only.
   */
  input: Input;
  /** The input that is the whole body, where Quay does not take an object that contains it. */
  body?: keyof z.output<Input> & string;
  output: Output;
  /** Whether it is idempotent. By default all methods but POST are. */
  repeatable?: boolean;
  /** The status with which Quay confirms a DELETE; 204 if left out. */
  confirmedBy?: number;
  /** A status of failures with which Quay answers too. It counts as an answer when the body has the shape of the output. */
  alsoAnsweredBy?: number;
}

/** An operation of Quay's API: a function that takes the parsed input, with its description as properties. */
export interface Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType>
  extends Description<Input, Output> {
  (quay: Quay, input: z.output<Input>): Promise<z.output<Output>>;
}

export function operation<Input extends z.ZodObject, Output extends z.ZodType>(
  description: Description<Input, Output>,
): Operation<Input, Output> {
  const { nickname, route, scope, output } = description;
  const [method, template] = route.split(" ") as [Method, string];
  const inPath = new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const [, lastParameter] = /\/\{(\w+)\}$/.exec(template) ?? [];
  // Users may do everything to themselves, so only the scope can be missing. Elsewhere Quay's refusal is the same for a missing
  // scope and a missing role.
  const ofOwnUser = template.startsWith("/v1/user/");
  const advice =
    scope && (ofOwnUser ? needsScope(scope) : needsScope(scope).replace(/\.$/, ", and a user who may do this."));
  const repeatable = description.repeatable ?? method !== "POST";

  async function call(quay: Quay, input: z.output<Input>): Promise<z.output<Output>> {
    const rest = Object.entries(input).filter(([name, value]) => !inPath.has(name) && value !== undefined);
    const path = template.replace(/\{(\w+)\}/g, (_, name) => segment(name, input[name]));
    const why =
      lastParameter &&
      inPath.has("repository") &&
      whyUnaddressableIn(String(input.repository), String(input[lastParameter]));
    if (why) throw new Unaddressable(why);
    const asQuery = method === "GET" || method === "DELETE";
    const answer = await quay.send({
      method,
      path,
      query: asQuery ? Object.fromEntries(rest.map(([name, value]) => [name, String(value)])) : undefined,
      body: asQuery ? undefined : description.body ? input[description.body] : Object.fromEntries(rest),
      operation: { nickname, route },
      repeatable,
      confirmedBy: description.confirmedBy,
      isAnswer: ({ status, body }) => status === description.alsoAnsweredBy && output.safeParse(body).success,
      advice,
      scope,
      // Quay answers a read of public data even when the token is invalid.
      provesToken: method !== "GET" || (scope !== undefined && scope !== "repo:read"),
    });
    const result = output.safeParse(answer);
    if (result.success) return result.data;
    quay.noteMalformedAnswer();
    const paths = [...new Set(result.error.issues.map(({ path }) => pathText(path) || "all of it"))];
    const wrong = paths.slice(0, 3).join(", ");
    throw new QuayError(
      `Quay's answer to ${method} ${path} has not the shape of Quay's answers: ${wrong} is missing or of another kind.`,
      {
        ambiguous: method !== "GET",
      },
    );
  }
  return Object.assign(call, description);
}

/** A path in Quay's answer, for a message. A key may be any user-defined text, so it is cut and cleaned. */
const pathText = (path: PropertyKey[]) =>
  path
    .map((key) =>
      String(key)
        .slice(0, 100)
        .replace(/[^\w.+-]/g, "?"),
    )
    .join(".");

/** A value as URL path segment. Only a repository's name may contain slashes; empty parts, `.` and `..` are rejected. */
function segment(name: string, value: unknown): string {
  const parts = name === "repository" ? String(value).split("/") : [String(value)];
  if (value === undefined || parts.some((part) => /^\.{0,2}$/.test(part) || part.includes("/"))) {
    throw new QuayError(`${name}: ${JSON.stringify(value)} cannot stand in a path of Quay's API.`);
  }
  const why = name === "repository" && whyUnaddressable(String(value));
  if (why) throw new Unaddressable(why);
  return parts.map((part) => encodeURIComponent(part).replace(/%2B/g, "+")).join("/");
}
