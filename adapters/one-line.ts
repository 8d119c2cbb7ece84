import { masked } from "../provider/quay/client/masking";

/** Text of others for a line that people read: it ends no line and begins none, and no known secret is in it. */
export const onOneLine = (text: string): string => masked(text.replace(/[\t-\r\x85\u2028\u2029]+/g, " "));

/** The same of every text in a value. */
export function allOnOneLine<T>(value: T): T;
export function allOnOneLine(value: unknown): unknown {
  if (typeof value === "string") return onOneLine(value);
  if (Array.isArray(value)) return value.map(allOnOneLine);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [onOneLine(name), allOnOneLine(inner)]));
}
