import { z } from "zod";
import { nearest } from "./nearest";
import { quoted } from "./quoted";

/** The error message for a value; undefined when it is valid. */
export function faultOf(accepted: z.ZodType, value: unknown): string | undefined {
  const result = accepted.safeParse(value, { error: zodMessage });
  return result.success ? undefined : reasonOf(result.error);
}

function reasonOf(error: z.ZodError): string {
  const all = error.issues.map(({ message, path }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message));
  return [...new Set(all)].join(" ");
}

/** The message for an issue without a message of its own. It does not quote the value, which may be secret. */
export function zodMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return "This property is missing.";
  if (issue.code === "invalid_value") return `This is none of ${issue.values.map(quoted).join(", ")}.`;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownNestedProperty(issue.inst, key)).join(" ");
  if (issue.code === "invalid_type") return `This is not ${TYPE_NAMES[issue.expected] ?? `a ${issue.expected}`}.`;
  return undefined;
}

/** A property's name for a message, in quotes unless it is an ordinary one. */
export const propertyText = (property: string): string => (/^\w{1,100}$/.test(property) ? property : quoted(property));

function unknownNestedProperty(object: unknown, property: string): string {
  const similar = nearest(property, object instanceof z.ZodObject ? Object.keys(object.shape) : []);
  return `There is no property ${propertyText(property)}.${similar ? ` Did you mean ${similar}?` : ""}`;
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  array: "a list",
  int: "a whole number",
  object: "an object",
  record: "an object",
};
