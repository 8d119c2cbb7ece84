import { masked } from "../provider/quay/client/masking";

/** Makes text from outside safe to print within one line: line breaks become spaces, and known secrets are masked. */
export const onOneLine = (text: string): string => masked(text.replace(/[\t-\r\x85\u2028\u2029]+/g, " "));

/** Applies `onOneLine` to every string in a value, property names included. */
export function allOnOneLine<T>(value: T): T;
export function allOnOneLine(value: unknown): unknown {
  if (typeof value === "string") return onOneLine(value);
  if (Array.isArray(value)) return value.map(allOnOneLine);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [onOneLine(name), allOnOneLine(inner)]));
}
