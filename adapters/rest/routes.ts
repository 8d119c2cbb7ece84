import type { ExposedOperation } from "../exposed-operation";
import { exposedOperations } from "../exposed-operations";
import { faulty, nowhere, Problem } from "../problem";

/** An operation with its address here. */
export interface Route {
  offer: ExposedOperation;
  method: string;
  /** As in the table of operations, for example `/repository/{repository}/tag/`. */
  path: string;
  /** Names in the path. */
  parameters: string[];
  pattern: RegExp;
}

/** More fixed words first: a repository's name may hold slashes and would swallow what follows it. */
export const routes: Route[] = exposedOperations.map(routeOf).sort((a, b) => fixed(b) - fixed(a));

function fixed({ path }: Route): number {
  return path.split("/").filter((part) => !part.startsWith("{")).length;
}

function routeOf(offer: ExposedOperation): Route {
  const [method = "", route = ""] = offer.operation.route.split(" ");
  const path = route.replace(/^\/v1/, "");
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const source = path.replace(/\{(\w+)\}/g, (_, name) => (name === "repository" ? "(.+)" : "([^/]+)"));
  return { offer, method, path, parameters, pattern: new RegExp(`^(?:/api/v1)?${source}$`) };
}

/** What was asked for, with the values of its path. */
export interface Found {
  route: Route;
  values: Record<string, string>;
}

/** Finds the operation at an address, as Quay does. */
export function find(method: string, path: string): Found | { redirect: string } {
  const slashed = routes.some((route) => route.path.endsWith("/") && route.pattern.test(`${path}/`));
  if (slashed) return { redirect: `${path}/` };
  const here = routes.filter(({ pattern }) => pattern.test(path));
  const asked = method === "HEAD" ? "GET" : method;
  const route = here.find((one) => one.method === asked);
  if (route) return { route, values: valuesOf(route, path) };
  if (here.length === 0) throw nowhere(path, "/ lists all operations.");
  const allow = [...new Set(here.flatMap((one) => (one.method === "GET" ? ["GET", "HEAD"] : [one.method])))].join(", ");
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
    throw faulty([{ property, detail: "This is not written as an address has to be." }]);
  }
}
