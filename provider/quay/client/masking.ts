/** Shorter texts are not tokens, and would also match parts of ordinary words. */
const MIN_LENGTH = 6;

/** Tokens and passwords that this process has read. */
const secrets = new Set<string>();

/** The longest first, so that one that is part of another leaves nothing of it. */
let byLength: string[] | undefined;

/** Masks this text in all messages from now on. */
export function keepSecret(secret: string | undefined): void {
  if (!secret || secret.length < MIN_LENGTH || secrets.has(secret)) return;
  for (const form of formsOf(secret)) secrets.add(form);
  byLength = undefined;
}

/** A secret as others may quote it: within JSON, line by line, and of an address what follows the host. */
function formsOf(secret: string): string[] {
  const [, path = ""] = /^https?:\/\/[^/?#]*([/?#].*)$/is.exec(secret) ?? [];
  const parts = [path, ...secret.split("\n").map((line) => line.trim())].filter(
    (part) => part.length >= MIN_PART_LENGTH,
  );
  return [secret, ...parts].flatMap((text) => {
    const inJson = JSON.stringify(text).slice(1, -1);
    return [text, inJson, inJson.replaceAll("/", "\\/")];
  });
}

/** Shorter parts of a secret are ordinary words. */
const MIN_PART_LENGTH = 8;

/** A text for messages, without known secrets and without characters that control a terminal. */
export function masked(text: string): string {
  let safe = visible(text);
  byLength ??= [...secrets].sort((one, other) => other.length - one.length);
  for (const secret of byLength) if (safe.includes(secret)) safe = safe.replaceAll(secret, MASK);
  return safe
    .replace(BASE64, (run) => (containsSecret(Buffer.from(run, "base64").toString()) ? MASK : run))
    .replace(PERCENT, (run) => (run.includes("%") && containsSecret(unescaped(run)) ? MASK : run));
}

/** Secrets may also appear Base64-encoded, as in headers and Docker's configuration, or percent-encoded, as in URLs. */
const BASE64 = /[A-Za-z0-9+/_-]{8,}={0,2}/g;
const PERCENT = /(?:%[0-9a-f]{2}|[\w.~-]){8,}/gi;

const unescaped = (run: string) =>
  run.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

function containsSecret(text: string): boolean {
  for (const secret of secrets) if (text.includes(secret)) return true;
  return false;
}

/** Removes escape sequences, control characters, zero-width characters and those that change the text direction. */
export const visible = (text: string): string => text.replace(INVISIBLE_SEQUENCE, "");

export const MASK = "[secret]";

/** Source code with invisible characters as \uXXXX escapes, so that a generated program shows them. */
export const escaped = (source: string): string =>
  source.replace(INVISIBLE_CHARACTER, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

// Control characters except line feeds, zero-width characters, and those that change the text direction.
const INVISIBLE_CHARACTERS =
  "[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]";
const INVISIBLE_CHARACTER = new RegExp(INVISIBLE_CHARACTERS, "g");

// Whole terminal escape sequences come first; otherwise their printable rest would stay.
const INVISIBLE_SEQUENCE = new RegExp(
  `\\u001b\\[[0-?]*[ -/]*[@-~]|\\u001b\\][^\\u0007\\u001b]*(\\u0007|\\u001b\\\\)?|${INVISIBLE_CHARACTERS}`,
  "g",
);
