import type { z } from "zod";
import { misread, misreadIn, Unaddressable } from "./addressable";
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

/** What is said when it is proven that the scope is missing. */
export const needs = (scope: Scope, token = "a token") =>
  `It needs ${token} with the scope ${scope} ("${scopes[scope]}").`;

interface Description<Input extends z.ZodObject, Output extends z.ZodType> {
  /** Quay's name for it, as in its discovery document. */
  nickname: string;
  /** Method and path as in Quay's discovery document, for example `PUT /v1/organization/{orgname}`. */
  route: `${Method} /${string}`;
  /** Without a scope anybody may call. */
  scope?: Scope;
  summary: string;
  /**
   * Path parameters by the names in the route; the rest is the query of a GET or DELETE, else the body. Whoever serves the
   * operation to others parses what they give with it; a call from here is held to its type, and is not parsed.
   */
  input: Input;
  output: Output;
  /** For a PUT that does more when it is done twice. */
  repeatable?: false;
}

/** One thing that Quay can do: called as a function, with what its input makes of what was given; read as data. */
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
  const [, ending] = /\/\{(\w+)\}$/.exec(template) ?? [];
  // To one's own user everything is allowed. Else Quay refuses for want of the scope and of the role in the same words.
  const own = template.startsWith("/v1/user/");
  const advice = scope && (own ? needs(scope) : needs(scope).replace(/\.$/, ", and a user who may do this."));
  const repeatable = description.repeatable ?? method !== "POST";

  async function call(quay: Quay, input: z.output<Input>): Promise<z.output<Output>> {
    const rest = Object.entries(input).filter(([name, value]) => !inPath.has(name) && value !== undefined);
    const path = template.replace(/\{(\w+)\}/g, (_, name) => segment(name, input[name]));
    const why = ending && inPath.has("repository") && misreadIn(String(input.repository), String(input[ending]));
    if (why) throw new Unaddressable(why);
    const asQuery = method === "GET" || method === "DELETE";
    const answer = await quay.send({
      method,
      path,
      query: asQuery ? Object.fromEntries(rest.map(([name, value]) => [name, String(value)])) : undefined,
      body: asQuery ? undefined : Object.fromEntries(rest),
      operation: { nickname, route },
      repeatable,
      advice,
      scope,
      // What anybody may read, Quay shows to a dead token too.
      proves: method !== "GET" || (scope !== undefined && scope !== "repo:read"),
    });
    const result = output.safeParse(answer);
    if (result.success) return result.data;
    quay.doubt();
    const places = [...new Set(result.error.issues.map(({ path }) => placeOf(path) || "all of it"))];
    const wrong = places.slice(0, 3).join(", ");
    throw new QuayError(
      `Quay's answer to ${method} ${path} has not the shape of Quay's answers: ${wrong} is missing or of another kind.`,
      {
        ambiguous: method !== "GET",
      },
    );
  }
  return Object.assign(call, description);
}

/** A key may be anything that somebody made up. */
const placeOf = (path: PropertyKey[]) =>
  path
    .map((key) =>
      String(key)
        .slice(0, 100)
        .replace(/[^\w.+-]/g, "?"),
    )
    .join(".");

/** A value as part of a path. A repository's name may hold slashes, which Quay reads also when encoded; nothing may climb or be empty. */
function segment(name: string, value: unknown): string {
  const parts = name === "repository" ? String(value).split("/") : [String(value)];
  if (value === undefined || parts.some((part) => /^\.{0,2}$/.test(part) || part.includes("/"))) {
    throw new QuayError(`${name}: ${JSON.stringify(value)} cannot stand in a path of Quay's API.`);
  }
  const why = name === "repository" && misread(String(value));
  if (why) throw new Unaddressable(why);
  return parts.map((part) => encodeURIComponent(part).replace(/%2B/g, "+")).join("/");
}
