/** Shorter texts are no tokens, and would be found in innocent words. */
const SHORTEST = 6;

/** Tokens and passwords that this process has seen, also as they stand in a header or in Docker's configuration. */
const secrets = new Set<string>();

/** From now on this text is in nothing that is written for people; nor is it as the password of these users, in base64. */
export function keepSecret(secret: string | undefined, ...users: string[]): void {
  if (!secret || secret.length < SHORTEST) return;
  secrets.add(secret);
  for (const text of [secret, ...["$oauthtoken", ...users].map((user) => `${user}:${secret}`)]) {
    secrets.add(Buffer.from(text).toString("base64"));
  }
}

/** A text for people, without known secrets, and without what would change how a terminal shows the rest. */
export function masked(text: string): string {
  let safe = visible(text);
  for (const secret of secrets) if (safe.includes(secret)) safe = safe.replaceAll(secret, MASK);
  return safe;
}

/** Without what moves a cursor, changes colours, has no width or turns the direction of writing. */
export const visible = (text: string): string => text.replace(INVISIBLE, "");

export const MASK = "[secret]";

// Escape sequences as terminals know them; all other control characters but the ends of lines; what has no width, or turns the
// direction of writing.
const INVISIBLE = new RegExp(
  [
    "\\u001b\\[[0-?]*[ -/]*[@-~]",
    "\\u001b\\][^\\u0007\\u001b]*(\\u0007|\\u001b\\\\)?",
    "[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]",
  ].join("|"),
  "g",
);
