const LONGEST = 120;

/** A value as it stands in a program, for a sentence about it: of a long one the beginning. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
