import type { ExposedOperation } from "../exposed-operation";
import { invalidInput, notFound, Problem } from "../problem";

/** An operation and its route in the REST adapter. */
export interface Route {
  exposed: ExposedOperation;
  method: string;
  /** Usually Quay's path without `/v1`, for example `/repository/{repository}/tag/`. */
  path: string;
  /** Names of the path parameters. */
  parameters: string[];
  pattern: RegExp;
}

/** Routes with more fixed segments come first, because a repository name may contain slashes and would match the rest too. */
export const routesOf = (operations: ExposedOperation[]): Route[] =>
  operations.map(routeOf).sort((a, b) => fixedSegments(b) - fixedSegments(a));

function fixedSegments({ path }: Route): number {
  return path.split("/").filter((part) => !part.startsWith("{")).length;
}

function routeOf(exposed: ExposedOperation): Route {
  const [method = "", route = ""] = exposed.operation.route.split(" ");
  const path = exposed.path ?? route.replace(/^\/v1/, "");
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const pattern = path.replace(/\{(\w+)\}/g, (_, name) => (name === "repository" ? "(.+)" : "([^/]+)"));
  return { exposed, method, path, parameters, pattern: new RegExp(`^(?:/api/v1)?${pattern}$`) };
}

/** The route of a request, with the values of its path parameters. */
export interface MatchedRoute {
  route: Route;
  values: Record<string, string>;
}

/** Finds the route of a request, or where to redirect it when only the slash at the end is missing, as Quay does. */
export function matchRoute(routes: Route[], method: string, path: string): MatchedRoute | { redirect: string } {
  const needsSlash = routes.some((route) => route.path.endsWith("/") && route.pattern.test(`${path}/`));
  if (needsSlash) return { redirect: `${path}/` };
  const atPath = routes.filter(({ pattern }) => pattern.test(path));
  const wantedMethod = method === "HEAD" ? "GET" : method;
  const route = atPath.find((one) => one.method === wantedMethod);
  if (route) return { route, values: valuesOf(route, path) };
  if (atPath.length === 0) throw notFound(path, "/ lists all operations.");
  const allow = [...new Set(atPath.flatMap((one) => (one.method === "GET" ? ["GET", "HEAD"] : [one.method])))].join(
    ", ",
  );
  throw new Problem(405, `${method} is not possible here, only ${allow}.`, { headers: { allow } });
}

function valuesOf({ pattern, parameters }: Route, path: string): Record<string, string> {
  const values = pattern.exec(path)?.slice(1) ?? [];
  return Object.fromEntries(parameters.map((name, index) => [name, decoded(name, values[index] ?? "")]));
}

function decoded(property: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw invalidInput([{ property, detail: "This is not written as an address has to be." }]);
  }
}
