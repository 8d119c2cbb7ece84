import type { z } from "zod";
import { isDeep, MAX_DEPTH } from "../provider/quay/client/http/body";
import type { ExposedOperation } from "./exposed-operation";
import { type Fault, invalidInput } from "./problem";

/** Validates the input of an operation and fills in its defaults. Throws a Problem that names every invalid property. */
export function validateInput({ operation }: ExposedOperation, given: unknown): Record<string, unknown> {
  // The input object itself is the first level.
  const tooDeep = Object.entries(Object(given)).filter(([, value]) => isDeep(value, 1));
  if (tooDeep.length > 0) {
    throw invalidInput(
      tooDeep.map(([name]) => ({
        property: printableName(name),
        detail: `With it the input is nested deeper than ${MAX_DEPTH} levels.`,
      })),
    );
  }
  const result = operation.input.safeParse(given);
  if (result.success) return result.data;
  throw invalidInput(result.error.issues.flatMap(faultsOf));
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ property: printableName(key), detail: "There is no such property here." }));
  }
  return [
    { property: issue.path.map(String).map(printableName).join(".") || "body", detail: asSentence(issue.message) },
  ];
}

/** A property name for a message: callers may send long names with any characters. */
const printableName = (name: string) => (/^[\w.-]{1,64}$/.test(name) ? name : JSON.stringify(name.slice(0, 64)));

const asSentence = (message: string) => (/[.!?…]$/.test(message) ? message : `${message}.`);
