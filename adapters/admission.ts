import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { Problem } from "./problem";

/** Who may call an adapter, and as whom Quay is then asked. */
export interface Admission {
  /** Token for callers who bring none. */
  token?: string;
  /** What callers have to send as X-Api-Key. */
  apiKey?: string;
  /** Names under which the adapter may be called, beside localhost and plain addresses. */
  allowedHosts: string[];
}

/** The token to ask Quay with. Throws a Problem when there is none, or when the caller may not call. */
export function admitted({ token, apiKey }: Admission, headers: Headers): string {
  if (apiKey && !same(headers.get("x-api-key") ?? "", apiKey)) {
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

/**
 * Refuses what a browser was tricked into: a name that was made to lead here (an address cannot be), or a page of another
 * origin.
 */
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

/** Compared in a time that tells nothing of where they differ. */
const same = (given: string, wanted: string) => timingSafeEqual(digest(given), digest(wanted));
const digest = (text: string) => createHash("sha256").update(text).digest();

/** Refuses to listen where everybody could call, or nobody. */
export function refuseUnfit({ token, apiKey }: Admission, host: string): void {
  const isOpen = !isLoopback(host);
  if (token && !apiKey && isOpen) {
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
  if (isOpen && apiKey.length < SHORTEST_KEY) {
    throw new Error(
      `Who reaches ${host} could guess the key of PULUMI_QUAY_API_KEY or --api-key. Choose one of at least ${SHORTEST_KEY} characters.`,
    );
  }
}

const SHORTEST_KEY = 12;

/** Whether only this machine can reach what listens there. */
const isLoopback = (host: string) => host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
