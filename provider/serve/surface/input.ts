import type { z } from "zod";
import type { Offer } from "./offer";
import { type Fault, Problem } from "./problem";

/** The input of an operation, with its defaults. Throws a Problem that names every property that cannot be. */
export function accepted({ input }: Offer, given: unknown): Record<string, unknown> {
  const result = input.safeParse(given);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(faultsOf);
  throw new Problem(400, errors.map(({ property, detail }) => `${property}: ${detail}`).join(" "), { errors });
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ property: shown(key), detail: "There is no such property here." }));
  }
  return [{ property: issue.path.map(String).map(shown).join(".") || "body", detail: sentence(issue.message) }];
}

/** A name that somebody made up may be long and hold anything. */
const shown = (name: string) => (/^[\w.-]{1,64}$/.test(name) ? name : JSON.stringify(name.slice(0, 64)));

const sentence = (message: string) => (/[.!?…]$/.test(message) ? message : `${message}.`);
