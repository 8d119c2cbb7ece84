import { randomBytes } from "node:crypto";
import { type Scope, scopes } from "../../provider/quay/operation";

/** A login in progress. */
export interface Login {
  /** The address of Quay's authorization page. */
  authorize: string;
  /** A secret that only the browser of this login knows. */
  state: string;
}

/** The scopes that all kinds need together. They include user:read, which the check of a new token needs. */
export const neededByKinds: Scope[] = ["repo:admin", "repo:create", "org:admin", "user:admin"];

/** Parses a list of scopes. It adds user:read where no scope includes it, because the check of a new token needs it. */
export function parseScopes(text: string): Scope[] {
  const wanted = text.split(/[\s,]+/).filter(Boolean);
  const unknown = wanted.find((scope) => !Object.hasOwn(scopes, scope));
  if (unknown !== undefined || wanted.length === 0) {
    throw new Error(`Quay has no scope ${unknown ?? '""'}. Its scopes are ${Object.keys(scopes).join(", ")}.`);
  }
  const known = [...new Set(wanted)] as Scope[];
  return known.some((scope) => scope.startsWith("user:")) ? known : [...known, "user:read"];
}

/** Starts a login. Quay's consent page drops `state`, but keeps the query of the redirect URI, so the state is in both. */
export function beginLogin(url: string, clientId: string, wanted: Scope[], redirectUri: string): Login {
  const state = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "token",
    realm: "realm",
    client_id: clientId,
    scope: wanted.join(" "),
    redirect_uri: `${redirectUri}?state=${state}`,
    state,
  });
  return { authorize: `${url}/oauth/authorize?${query}`, state };
}
