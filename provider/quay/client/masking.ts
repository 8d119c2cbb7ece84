/** Shorter texts are no tokens, and would be found in innocent words. */
const SHORTEST = 6;

/** Tokens and passwords that this process has seen. */
const secrets = new Set<string>();

/** From now on this text is in nothing that is written for people. */
export function keepSecret(secret: string | undefined): void {
  if (secret && secret.length >= SHORTEST) secrets.add(secret);
}

/** A text for people, without known secrets, and without what would change how a terminal shows the rest. */
export function masked(text: string): string {
  let safe = visible(text);
  for (const secret of secrets) if (safe.includes(secret)) safe = safe.replaceAll(secret, MASK);
  return safe
    .replace(BASE64, (run) => (holdsSecret(Buffer.from(run, "base64").toString()) ? MASK : run))
    .replace(PERCENT, (run) => (run.includes("%") && holdsSecret(unescaped(run)) ? MASK : run));
}

/** As in a header or in Docker's configuration, and as in an address. */
const BASE64 = /[A-Za-z0-9+/_-]{8,}={0,2}/g;
const PERCENT = /(?:%[0-9a-f]{2}|[\w.~-]){8,}/gi;

const unescaped = (run: string) =>
  run.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

function holdsSecret(text: string): boolean {
  for (const secret of secrets) if (text.includes(secret)) return true;
  return false;
}

/** Without what moves a cursor, changes colours, has no width or turns the direction of writing. */
export const visible = (text: string): string => text.replace(INVISIBLE, "");

export const MASK = "[secret]";

/** In JSON's notation what is not shown of others' texts, so that a program with such texts says what they are. */
export const escaped = (source: string): string =>
  source.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

// Control characters but the ends of lines; what has no width, or turns the direction of writing.
const CHARACTERS =
  "[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]";
const UNSEEN = new RegExp(CHARACTERS, "g");

// First the escape sequences that terminals know, with all that belongs to them.
const INVISIBLE = new RegExp(
  `\\u001b\\[[0-?]*[ -/]*[@-~]|\\u001b\\][^\\u0007\\u001b]*(\\u0007|\\u001b\\\\)?|${CHARACTERS}`,
  "g",
);
