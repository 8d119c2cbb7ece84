import type { ExposedOperation } from "../exposed-operation";
import { type Problem, problemOf } from "../problem";

/** One or two sentences for an agent: what failed, and what to do about it. */
export function errorText(exposed: ExposedOperation, error: unknown): string {
  const problem = problemOf(error);
  const { errors, request, ambiguous } = problem.more;
  if (errors) return `${exposed.name} was not called: ${problem.detail}`;
  const failure = request
    ? `Quay refused ${exposed.name}: ${withoutPeriod(problem.detail)} (${problem.status}).`
    : problem.detail;
  return [failure, ambiguous && !exposed.hints.readOnly ? MAYBE_DONE : hint(exposed, problem)]
    .filter(Boolean)
    .join(" ");
}

const MAYBE_DONE = "It may have been done all the same: look before you try again.";

function hint({ name }: ExposedOperation, { status, more: { advice, request } }: Problem): string | undefined {
  if (status === 401) return "The token is missing, dead, or without the scope user:read: ask for another one.";
  if (status >= 502 && !request) return "Quay cannot be reached: try again later, and tell the user if it stays so.";
  if (!request) return undefined;
  if (status === 403) {
    return `${advice ?? ""} What does not exist is refused in the same way: check the names, with getloggedinuser and listrepos.`.trim();
  }
  if (status === 404 && name === "getmanifestsecurity") {
    return "Check the digest with listrepotags; when it is right, this Quay has no security scanner.";
  }
  if (status === 404) return "Check the names, with listrepos, listrepotags or getorganization.";
  if (status === 409) return "What is immutable has to be made mutable first, with changetag.";
  if (status === 429) return "Wait a minute before the next call.";
  if (status >= 500) return "Quay is in trouble or read-only: try again later.";
  return undefined;
}

const withoutPeriod = (text: string) => text.replace(/\.$/, "");
