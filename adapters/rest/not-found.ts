import { Problem, problemOf } from "../problem";
import type { MatchedRoute } from "./routes";

/** Nouns for the path parameters, as they appear in messages. */
const parameterNouns = new Map([
  ["repository", "repository"],
  ["tag", "tag"],
  ["manifestref", "manifest"],
  ["orgname", "organization"],
  ["teamname", "team"],
  ["robot_shortname", "robot"],
  ["username", "user or robot"],
]);

/** The problem to respond with. Where Quay's 404 does not say what is missing, the path parameters do. */
export function describeProblem(error: unknown, { route, values }: MatchedRoute): Problem {
  const problem = problemOf(error);
  const { status, detail, more } = problem;
  if (status !== 404 || !UNSPECIFIC.test(detail)) return problem;
  const named = route.parameters.map((name) => `${parameterNouns.get(name) ?? name} ${values[name]}`);
  // Quay answers the same whether the organization or repository is missing, or only this of it.
  const [single] = /(?<=\}\/)mirror(?=\/|$)/.exec(route.path) ?? [];
  if (single) named.push(single);
  const what = named.length > 0 ? `no ${named.reverse().join(" of ")}` : `nothing at ${more.request}`;
  return new Problem(404, `Not Found: Quay has ${what}.`, more);
}

/** The 404 messages of Quay and its framework that do not name what is missing. */
const UNSPECIFIC = /^(not found|the requested url was not found\b.*|no reason given)\.?$/i;
