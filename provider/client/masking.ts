/** Shorter texts are no tokens, and would be found in innocent words. */
const SHORTEST = 6;

/** Tokens and passwords that this process has seen. */
const secrets = new Set<string>();

/** From now on this text is in nothing that is written for people. */
export function keepSecret(secret: string | undefined): void {
  if (secret && secret.length >= SHORTEST) secrets.add(secret);
}

/** A text for people, without known secrets, and without what would move a terminal's cursor or change its colours. */
export function masked(text: string): string {
  let safe = text;
  for (const secret of secrets) if (safe.includes(secret)) safe = safe.replaceAll(secret, MASK);
  return safe.replace(CONTROLS, "");
}

export const MASK = "[secret]";

// Escape sequences as terminals know them, then all other control characters but the ends of lines.
const CONTROLS = new RegExp(
  "\\u001b\\[[0-?]*[ -/]*[@-~]|\\u001b\\][^\\u0007\\u001b]*(\\u0007|\\u001b\\\\)?|[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f]",
  "g",
);
