import type { Call, Quay } from "./call";
import type { HttpResponse } from "./responses";

type ParametersOf<Name extends string> = Name extends `${string}{${infer Parameter}}${infer Rest}`
  ? Parameter | ParametersOf<Rest>
  : never;

/** A route of Quay. Its name is written like `PUT /v1/organization/{orgname}`. */
export interface Route {
  name: string;
  method: string;
  pattern: RegExp;
  parameters: string[];
  /** Feature flags that the route needs to exist. */
  features: string[];
  answer(call: Call): HttpResponse | Promise<HttpResponse>;
}

/** Patterns of path parameters that are not exactly one segment. */
const segments: Record<string, string> = {
  repository: "[^/]+(?:/[^/]+)+?",
  manifestref: "[A-Za-z0-9_+.-]+:[A-Fa-f0-9]+",
};

export function route<Name extends string>(
  name: Name,
  answer: (call: Call<ParametersOf<Name>>) => HttpResponse | Promise<HttpResponse>,
): Route {
  const [method = "", path = ""] = name.split(" ");
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  const source = path
    .replaceAll(".", "\\.")
    .replace(/\{(\w+)\}/g, (_, parameter) => `(${segments[parameter] ?? "[^/]+"})`);
  return {
    name,
    method,
    pattern: new RegExp(`^${source}$`),
    parameters,
    features: [],
    answer: answer as Route["answer"],
  };
}

/** Routes that exist only while these feature flags are enabled. */
export const behindFeatures = (features: string[], routes: Route[]): Route[] =>
  routes.map((one) => ({ ...one, features: [...features, ...one.features] }));

/** Whether this Quay has the route. */
export const isAvailable = ({ name, features }: Route, quay: Pick<Quay, "features" | "without">): boolean =>
  features.every((flag) => quay.features[flag]) && !quay.without.has(name);

/** Routes with more fixed segments come first, because the pattern of repository names would match what follows them. */
export const bySpecificity = (routes: Route[]): Route[] => {
  const weight = ({ name }: Route) => name.split("/").filter((segment) => !segment.startsWith("{")).length;
  return [...routes].sort((a, b) => weight(b) - weight(a));
};

export interface Match {
  route: Route;
  params: Record<string, string>;
}

export type Outcome = Match | { redirect: string } | { refused: "json" | "html" } | "unknown";

/** Matches a route as Quay does, or says how Quay responds when there is none. */
export function match(routes: Route[], method: string, path: string): Outcome {
  let knowsPath = false;
  for (const route of routes) {
    const found = route.pattern.exec(path);
    if (!found) continue;
    knowsPath = true;
    if (route.method !== method) continue;
    return { route, params: Object.fromEntries(route.parameters.map((name, i) => [name, found[i + 1] as string])) };
  }
  const slashed = `${path}/`;
  // Every other GET belongs to the web interface, whose paths end with a slash.
  if (method === "GET") return path.endsWith("/") ? "unknown" : { redirect: slashed };
  if (routes.some((route) => route.method === method && route.pattern.test(slashed))) return { redirect: slashed };
  return { refused: knowsPath ? "json" : "html" };
}
