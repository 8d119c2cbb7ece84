import { masked } from "../../client/masking";

// Controls of a terminal, ends of lines as Unicode has them, and what lets a text be read in another order than it stands.
const INVISIBLE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text of others for a line that people read: it ends no line and begins none, and no known secret is in it. */
export const onOneLine = (text: string): string =>
  masked(text.replace(/[\t-\r\x85\u2028\u2029]+/g, " ")).replace(INVISIBLE, "");

/** The same of every text in a value. */
export function allOnOneLine<T>(value: T): T;
export function allOnOneLine(value: unknown): unknown {
  if (typeof value === "string") return onOneLine(value);
  if (Array.isArray(value)) return value.map(allOnOneLine);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [onOneLine(name), allOnOneLine(inner)]));
}

/** JSON, or a program with JSON's strings, in signs that every terminal shows as they are. */
export const escaped = (source: string): string =>
  source.replace(INVISIBLE, (sign) =>
    sign === "\n" ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
