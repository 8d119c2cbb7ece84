import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { Problem } from "./problem";

/** Who may call an adapter, and with which token it then calls Quay. */
export interface Admission {
  /** Quay token for callers who send none. */
  token?: string;
  /** Key that callers have to send as X-Api-Key. */
  apiKey?: string;
  /** Host names that requests may use, besides localhost and IP addresses. */
  allowedHosts: string[];
}

/** Authenticates a caller and returns the token to call Quay with. Throws a Problem when the key or the token is missing. */
export function admit({ token, apiKey }: Admission, headers: Headers): string {
  if (apiKey && !isEqual(headers.get("x-api-key") ?? "", apiKey)) {
    throw new Problem(401, "Send the adapter's key as X-Api-Key.", { headers: challenge });
  }
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const bearer = /^bearer +([\x21-\x7e]+)$/i.exec(authorization.trim())?.[1];
    if (bearer) return bearer;
    throw new Problem(401, "Send a Quay token as Authorization: Bearer, or no Authorization at all.", {
      headers: challenge,
    });
  }
  if (token) return token;
  throw new Problem(401, "Send a Quay token as Authorization: Bearer; this adapter has none of its own.", {
    headers: challenge,
  });
}

const challenge = { "www-authenticate": 'Bearer realm="quay"' };

/** Refuses requests of web pages of other origins, and host names that an attacker may have pointed at this machine. */
export function rejectDnsRebinding(
  { allowedHosts }: Admission,
  host: string | undefined,
  origin: string | undefined,
): void {
  const name = hostname(host ?? "");
  const known = isIP(name) || name === "localhost" || name.endsWith(".localhost") || allowedHosts.includes(name);
  if (!name || !known) {
    throw new Problem(
      403,
      `This adapter is not called ${JSON.stringify(name.slice(0, 64))}. Allow it with --allow-host.`,
    );
  }
  if (origin === undefined) return;
  if (origin.replace(/^https?:\/\//, "").toLowerCase() === host?.toLowerCase()) return;
  throw new Problem(403, "Pages of other origins may not call this adapter.");
}

/** The name in a Host header, without the port. */
function hostname(host: string): string {
  const [, address, name] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/\s@]+))(?::\d*)?$/i.exec(host) ?? [];
  return (address ?? name ?? "").toLowerCase();
}

/** Compares in constant time. */
const isEqual = (given: string, wanted: string) => timingSafeEqual(digest(given), digest(wanted));
const digest = (text: string) => createHash("sha256").update(text).digest();

/** Throws when the adapter would be open to everybody on the network, or when no caller could send its key. */
export function rejectInsecureSetup({ token, apiKey }: Admission, host: string): void {
  const isReachable = !isLoopback(host);
  if (token && !apiKey && isReachable) {
    throw new Error(
      `Everybody who reaches ${host} could act with QUAY_TOKEN. Choose a key with PULUMI_QUAY_API_KEY, or unset QUAY_TOKEN, ` +
        "so that callers bring tokens of their own.",
    );
  }
  if (!apiKey) return;
  if (!/^[\x20-\x7e]+$/.test(apiKey) || apiKey.trim() !== apiKey) {
    throw new Error(
      "No caller could send the key of PULUMI_QUAY_API_KEY or --api-key. Choose one of ASCII letters, digits and signs, without " +
        "spaces around it.",
    );
  }
  if (isReachable && apiKey.length < MIN_KEY_LENGTH) {
    throw new Error(
      `Who reaches ${host} could guess the key of PULUMI_QUAY_API_KEY or --api-key. Choose one of at least ${MIN_KEY_LENGTH} characters.`,
    );
  }
}

const MIN_KEY_LENGTH = 12;

/** Whether only this machine can reach what listens there. */
const isLoopback = (host: string) => host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
