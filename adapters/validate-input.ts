import type { z } from "zod";
import { DEEPEST, isDeep } from "../provider/quay/client/http/body";
import type { ExposedOperation } from "./exposed-operation";
import { type Fault, faulty } from "./problem";

/** The input of an operation, with its defaults. Throws a Problem that names every property that cannot be. */
export function accepted({ operation }: ExposedOperation, given: unknown): Record<string, unknown> {
  // The input that holds them is the first level.
  const deep = Object.entries(Object(given)).filter(([, value]) => isDeep(value, 1));
  if (deep.length > 0) {
    throw faulty(
      deep.map(([name]) => ({
        property: shown(name),
        detail: `With it the input is nested deeper than ${DEEPEST} levels.`,
      })),
    );
  }
  const result = operation.input.safeParse(given);
  if (result.success) return result.data;
  throw faulty(result.error.issues.flatMap(faultsOf));
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
