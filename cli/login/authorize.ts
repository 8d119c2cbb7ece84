import { randomBytes } from "node:crypto";
import { type Scope, scopes } from "../../provider/quay/operation";

/** One login that was begun. */
export interface Login {
  /** Where to send the browser. */
  authorize: string;
  /** Known to nobody but whom we sent. */
  state: string;
}

/** What all kinds need together. It includes user:read, with which a token is looked at. */
export const neededByKinds: Scope[] = ["repo:admin", "repo:create", "org:admin", "user:admin"];

/** Scopes as people write them. A token can only be looked at with user:read, so that is always among them. */
export function parseScopes(text: string): Scope[] {
  const wanted = text.split(/[\s,]+/).filter(Boolean);
  const unknown = wanted.find((scope) => !Object.hasOwn(scopes, scope));
  if (unknown !== undefined || wanted.length === 0) {
    throw new Error(`Quay has no scope ${unknown ?? '""'}. Its scopes are ${Object.keys(scopes).join(", ")}.`);
  }
  const known = [...new Set(wanted)] as Scope[];
  return known.some((scope) => scope.startsWith("user:")) ? known : [...known, "user:read"];
}

/**
 * Where a browser asks for a token. Quay does not hand `state` back from its consent page, only what is in the address to
 * which it returns; so it is there too.
 */
export function begin(url: string, clientId: string, wanted: Scope[], listening: string): Login {
  const state = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "token",
    realm: "realm",
    client_id: clientId,
    scope: wanted.join(" "),
    redirect_uri: `${listening}?state=${state}`,
    state,
  });
  return { authorize: `${url}/oauth/authorize?${query}`, state };
}
