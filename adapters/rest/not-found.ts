import { Problem, problemOf } from "../problem";
import type { Found } from "./routes";

/** What the parameters of paths name. */
const things = new Map([
  ["repository", "repository"],
  ["tag", "tag"],
  ["manifestref", "manifest"],
  ["orgname", "organization"],
  ["teamname", "team"],
  ["robot_shortname", "robot"],
  ["username", "user or robot"],
]);

/** What went wrong with a call; where Quay found something missing and does not say what, it is named. */
export function naming(error: unknown, { route, values }: Found): Problem {
  const problem = problemOf(error);
  const { status, detail, more } = problem;
  if (status !== 404 || !SAYS_NOTHING.test(detail)) return problem;
  const named = route.parameters.map((name) => `${things.get(name) ?? name} ${values[name]}`);
  const what = named.length > 0 ? `no ${named.reverse().join(" of ")}` : `nothing at ${more.request}`;
  return new Problem(404, `Not Found: Quay has ${what}.`, more);
}

/** How Quay, and its framework, say that there is nothing. */
const SAYS_NOTHING = /^(not found|the requested url was not found\b.*|no reason given)\.?$/i;
