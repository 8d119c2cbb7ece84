import { Expression } from "../../program/literal";

/** How long a text of several lines may be to stand on one. */
const SHORT = 60;

/** Long texts of several lines become template literals, in which their lines show. */
export function withReadableTexts(value: unknown): unknown {
  if (typeof value === "string") return isLong(value) ? new Expression(templateLiteral(value)) : value;
  if (value instanceof Expression || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(withReadableTexts);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withReadableTexts(inner)]));
}

/** Editors remove spaces at the end of a line, where Markdown means a line break by them. */
const isLong = (text: string) => text.length > SHORT && text.trimEnd().includes("\n") && !/[ \t](\n|$)/.test(text);

/** JavaScript reads a raw carriage return in a template literal as a line feed. */
const templateLiteral = (text: string) =>
  `\`${text
    .replace(/[\\`]|\$\{/g, "\\$&")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")}\``;
