import type { QuaySettings } from "../settings";
import { AnswerTooLong } from "./http/body";
import { ProxyError } from "./http/proxy";

type Connection = Pick<QuaySettings, "url" | "caCertificate">;
type Cause = NodeJS.ErrnoException & {
  address?: string;
  port?: number;
  host?: string;
  cert?: { subjectaltname?: string };
};

const UNKNOWN_AUTHORITY = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
];

const NO_TLS = ["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG"];

/** The parser's errors when the first bytes are not HTTP. */
const NO_HTTP = ["HPE_INVALID_CONSTANT", "HPE_INVALID_VERSION", "HPE_INVALID_METHOD"];

const CERTIFICATE = [...UNKNOWN_AUTHORITY, "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID"];

const NO_CONNECTION = [
  ...NO_TLS,
  ...CERTIFICATE,
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "NOT_CONNECTED",
];

const codeOf = (cause: unknown): string => (cause as { code?: string } | undefined)?.code ?? "";

/** Whether a connection failed before anything was sent over it. */
export const neverSent = (cause: unknown): boolean => NO_CONNECTION.includes(codeOf(cause));

/** Whether retrying is useless, because somebody has to fix the configuration first. */
export const isPermanent = (cause: unknown): boolean =>
  cause instanceof AnswerTooLong ||
  (cause instanceof ProxyError && cause.permanent) ||
  [...NO_TLS, ...CERTIFICATE, ...NO_HTTP].includes(codeOf(cause));

/** Why there was no answer, as the end of a sentence, with what to fix. */
export function causeOf(cause: unknown, { url, caCertificate }: Connection): string {
  const { name, message, code = "", address, port, host, cert } = cause as Cause;
  if (name === "TimeoutError") return "it took longer than quay:timeoutSeconds";
  if (cause instanceof ProxyError) return message;
  if (NO_TLS.includes(code)) {
    return "what listens there does not speak TLS; if this Quay does without, quay:url begins with http://";
  }
  if (UNKNOWN_AUTHORITY.includes(code)) {
    return caCertificate
      ? `its certificate is of another authority than quay:caCertificate (${code})`
      : `its certificate is of an authority that this machine does not know (${code}); set quay:caCertificate to that authority's`;
  }
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired; who runs this Quay has to renew it";
  if (code === "CERT_NOT_YET_VALID") return "its certificate is not valid yet; look at the clock of this machine";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const names = cert?.subjectaltname?.replace(/(DNS|IP Address):/g, "") || "another name";
    return `its certificate is for ${names}, not for ${host || new URL(url).hostname}; write quay:url with a name that it is for`;
  }
  if (code === "ECONNREFUSED")
    return `nobody listens at ${address ?? "that address"}${port ? `:${port}` : ""} (${code})`;
  if (code === "ENOTFOUND") return `no host has that name (${code}); quay:url may be mistyped`;
  if (code === "EAI_AGAIN") return `the name of the host could not be looked up (${code})`;
  if (/^(ERR_SSL_|EPROTO$)/.test(code)) return `the two could not agree on TLS (${code})`;
  const tls = url.startsWith("http:") ? "; if it wants TLS, quay:url begins with https://" : "";
  if (NO_HTTP.includes(code)) return `what listens there does not speak HTTP${tls}`;
  if (code.startsWith("HPE_")) return `its answer breaks the rules of HTTP (${code})`;
  if (code === "ECONNRESET") return `the connection was closed before the answer was there (${code})${tls}`;
  if (!message) return code || name || String(cause);
  return code && !message.includes(code) ? `${message} (${code})` : message;
}
