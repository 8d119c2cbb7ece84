import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { nearest } from "./nearest";

/** Which Quay, as whom, how fast. */
export interface QuaySettings {
  /** Address of the Quay, without a trailing slash. */
  url: string;
  /** OAuth 2 access token. */
  token: string;
  /** Tokens of single namespaces, by name. What is not in it, and the making of organizations, uses `token`. */
  tokens?: Record<string, string>;
  /** Host in image references. */
  registry: string;
  /** Certificate authority of the Quay, as PEM or the path of a file. */
  caCertificate?: string;
  /** Time for one request. */
  timeoutSeconds: number;
  /** Requests at once. */
  concurrency: number;
  /** Whether a refresh asks Quay's log who changed what it finds otherwise than the state; it does unless this is false. */
  drift?: boolean;
}

const positive = (what: string) =>
  z.coerce.number({ error: `${what} is a number greater than 0.` }).positive(`${what} is a number greater than 0.`);

const MISSING = "Which Quay? Set quay:url and quay:token with pulumi config set, or QUAY_URL and QUAY_TOKEN.";

const TOKEN = /^[\x21-\x7e]+$/;

export const settingsSchema = z.object({
  url: z
    .url({
      protocol: /^https?$/,
      abort: true,
      error: ({ input }) =>
        `quay:url is the address of a Quay, for example https://quay.example.com${notThisHost(input)}.`,
    })
    .refine(isPlain, "quay:url holds no user name, password, query or fragment; set quay:token for a token.")
    .default("https://quay.io"),
  token: z
    .string({ error: MISSING })
    .trim()
    .regex(TOKEN, "quay:token is not a token: it is empty or holds spaces or other signs that no token has."),
  tokens: z.string().transform(byNamespace).optional(),
  registry: z
    .string()
    .regex(
      /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?(\/[^\s]*)?$/i,
      "quay:registry is a host as in image references, for example quay.example.com.",
    )
    .optional(),
  caCertificate: z.string().transform(pem).optional(),
  timeoutSeconds: positive("quay:timeoutSeconds").default(30),
  concurrency: positive("quay:concurrency").int("quay:concurrency is a whole number.").default(8),
  drift: z.stringbool({ truthy: ["true"], falsy: ["false"], error: "quay:drift is true or false." }).optional(),
});

/**
 * Reads the settings `quay:…` of a stack or an explicit provider; environment variables are the fallback.
 * Throws an error that names the first invalid setting.
 */
export function settings(get: GetSetting, env: NodeJS.ProcessEnv = process.env): QuaySettings {
  const result = parsed(get, env);
  const failure = failureOf(result, get, env);
  if (!result.success) throw new Error(failure);
  // An address copied from Quay's API page ends in /api/v1.
  const url = result.data.url.replace(/\/+(api(\/v1)?\/*)?$/, "");
  return { ...result.data, url, registry: result.data.registry ?? new URL(url).host };
}

/** The error message for the first invalid or misspelled setting. */
export function settingsFailure(
  get: GetSetting,
  keys: string[],
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return mistyped(keys) ?? failureOf(parsed(get, env), get, env);
}

type GetSetting = (key: string) => string | undefined;

const parsed = (get: GetSetting, env: NodeJS.ProcessEnv) =>
  settingsSchema.safeParse({
    url: get("quay:url") || env.QUAY_URL || undefined,
    token: get("quay:token") || env.QUAY_TOKEN || undefined,
    tokens: get("quay:tokens") || undefined,
    registry: get("quay:registry") || undefined,
    caCertificate: get("quay:caCertificate") || undefined,
    timeoutSeconds: get("quay:timeoutSeconds") || undefined,
    concurrency: get("quay:concurrency") || undefined,
    drift: get("quay:drift") || undefined,
  });

function failureOf({ error }: ReturnType<typeof parsed>, get: GetSetting, env: NodeJS.ProcessEnv) {
  const [issue] = error?.issues ?? [];
  return issue && messageOf(issue.message, get("quay:url") || env.QUAY_URL);
}

/** The error message for the first key `quay:…` that looks like a misspelled setting. */
export function mistyped(keys: string[]): string | undefined {
  const known = Object.keys(settingsSchema.shape);
  for (const key of keys) {
    const [, name] = /^quay:(.+)$/.exec(key) ?? [];
    if (!name || known.includes(name)) continue;
    const meant = nearest(name, known) ?? known.find((one) => one.toLowerCase().startsWith(name.toLowerCase()));
    if (meant) return `${key} is no setting of pulumi-quay. Did you mean quay:${meant}?`;
  }
  return undefined;
}

/** When the URL is set and only the token is missing, the message does not ask for the URL. */
const messageOf = (message: string, url: string | undefined) =>
  message === MISSING && url
    ? `quay:token is missing for the Quay at ${url}. Set it with pulumi config set --secret quay:token, or set QUAY_TOKEN.`
    : message;

function isPlain(address: string): boolean {
  const { username, password, search, hash } = new URL(address);
  return [username, password, search, hash].every((part) => part === "");
}

/** Quotes the value only when it looks like a host: a URL may contain a password, and the value may be a token by mistake. */
const notThisHost = (input: unknown) => (/^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(String(input)) ? `, not ${input}` : "");

function pem(value: string, context: z.RefinementCtx): string {
  if (isCertificate(value)) return value;
  try {
    const text = readFileSync(value, "utf8");
    if (isCertificate(text)) return text;
    context.addIssue({ code: "custom", message: `quay:caCertificate: ${value} holds no PEM certificate.` });
  } catch {
    context.addIssue({
      code: "custom",
      message: "quay:caCertificate is neither a PEM certificate nor a readable file.",
    });
  }
  return z.NEVER;
}

function isCertificate(text: string): boolean {
  if (!text.includes("-----BEGIN CERTIFICATE-----")) return false;
  try {
    return new X509Certificate(text).fingerprint256 !== "";
  } catch {
    return false;
  }
}

/** Pulumi passes a structured setting as JSON. */
function byNamespace(value: string, context: z.RefinementCtx): Record<string, string> {
  try {
    return z.record(z.string(), z.string().trim().regex(TOKEN)).parse(JSON.parse(value));
  } catch {
    const message =
      "quay:tokens maps namespaces to tokens: pulumi config set --secret --path 'quay:tokens.acme' <token>; for a name with " +
      "a dot --path 'quay:tokens[\"acme.eu\"]'.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
}
