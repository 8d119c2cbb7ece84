const LONGEST = 120;

/** A value as JSON for a message; a long one is truncated. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
