import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { get } from "node:https";
import { rootCertificates } from "node:tls";
import { crash, message, refuse } from "./errors";

/** What a token of another issuer says. */
export interface Claims {
  iss?: string;
  sub?: string;
  aud?: string | string[];
  iat?: number;
  exp?: number;
}

/** How far the clocks of issuers may differ, in seconds. */
const CLOCK_SKEW = 30;

const invalid = (text: string) => message(400, `Invalid token: ${text}`);

/** The claims of a token, which nobody has verified yet. Quay fails on what is no token. */
export const unverifiedClaims = (token: string): Claims => partsOf(token).claims;

function partsOf(token: string) {
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  const parsed = (part: string): Record<string, unknown> => {
    try {
      const value = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
      return typeof value === "object" && value !== null ? value : refuse(crash());
    } catch {
      throw crash();
    }
  };
  if (more.length > 0) throw crash();
  return {
    header: parsed(header) as { kid?: string; alg?: string },
    claims: parsed(payload) as Claims,
    signed: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, "base64url"),
  };
}

/** Verifies a token with the keys of its issuer. Without audiences it may be for anybody, as in Quay. */
export async function verifiedClaims(
  token: string,
  issuer: string,
  audiences: readonly string[] | undefined,
  authorities: readonly string[],
): Promise<Claims> {
  const { header, claims, signed, signature } = partsOf(token);
  const { kid, alg } = header;
  if (kid === undefined) throw invalid("Missing `kid` header");
  const discovery = await fetched(`${withoutSlash(issuer)}/.well-known/openid-configuration`, authorities);
  const known = String(discovery.issuer ?? issuer);
  if (withoutSlash(known) !== withoutSlash(issuer))
    throw invalid(`Issuer '${issuer}' not in configured issuers: ['${known}']`);
  const { keys = [] } = (await fetched(String(discovery.jwks_uri), authorities)) as { keys?: JsonWebKey[] };
  const jwk = keys.find((key) => key.kid === kid && key.kty === "RSA") ?? refuse(crash());
  if (alg !== "RS256") throw invalid("The specified alg value is not allowed");
  if (!verify("sha256", signed, createPublicKey({ key: jwk, format: "jwk" }), signature))
    throw invalid("Signature verification failed");
  const fault = faultIn(claims, audiences);
  if (fault) throw invalid(fault);
  return claims;
}

function faultIn({ iat, exp, aud }: Claims, audiences: readonly string[] | undefined): string | undefined {
  const now = Date.now() / 1000;
  if (iat === undefined) return 'Token is missing the "iat" claim';
  if (exp === undefined) return 'Token is missing the "exp" claim';
  if (iat > now + CLOCK_SKEW) return "The token is not yet valid (iat)";
  if (exp <= now - CLOCK_SKEW) return "Signature has expired";
  if (!audiences) return undefined;
  if (aud === undefined) return 'Token is missing the "aud" claim';
  return [aud].flat().some((one) => audiences.includes(one)) ? undefined : "Audience doesn't match";
}

const withoutSlash = (address: string) => address.replace(/\/+$/, "");

/** Reads a document of an issuer. Quay fails when it cannot, and reads over HTTPS only. */
async function fetched(url: string, authorities: readonly string[]): Promise<Record<string, unknown>> {
  if (!url.startsWith("https://")) throw crash();
  const ca = [...rootCertificates, ...authorities];
  return new Promise((resolve, reject) => {
    const fail = () => reject(crash());
    const request = get(url, { ca, timeout: 5000 }, async (response) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        if (response.statusCode !== 200) return fail();
        resolve(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      } catch {
        fail();
      }
    });
    request.on("timeout", () => request.destroy());
    request.on("error", fail);
  });
}
