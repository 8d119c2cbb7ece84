import type { Quay, Request } from "./call";
import { invalidCsrf, jsonAsHtml, readOnly } from "./errors";
import { allScopes, Caller } from "./scopes";

const readMethods = ["GET", "HEAD", "OPTIONS"];

/** The browser session of the request's cookie. */
export function sessionOf({ store }: Quay, { headers }: Request) {
  const id = /(?:^|;\s*)_csrf_token=([^;]+)/.exec(headers.cookie ?? "")?.[1];
  return id ? store.sessions.get(id) : undefined;
}

/** The caller of a request. One with an unknown or expired token, or that of a disabled user, counts as anonymous. */
export function callerOf(quay: Quay, request: Request): Caller {
  const { store, features } = quay;
  const bearer = /^bearer\s*(.*)$/i.exec(request.headers.authorization ?? "");
  if (bearer) {
    const token = store.tokens.get(bearer[1] ?? "");
    if (!token?.user.enabled || token.expires.getTime() <= Date.now()) return new Caller(store, features);
    token.lastAccessed = new Date();
    return new Caller(store, features, token.user, token.scopes, token);
  }
  const user = sessionOf(quay, request)?.user;
  return user?.enabled ? new Caller(store, features, user, new Set(allScopes)) : new Caller(store, features);
}

/** Checks before those of the route: CSRF tokens, a read-only registry, anonymous access. */
export function admit(quay: Quay, request: Request, caller: Caller, route: string) {
  const writes = !readMethods.includes(request.method);
  const csrf = sessionOf(quay, request)?.csrf;
  const isTrusted = caller.token ?? (csrf !== undefined && request.headers["x-csrf-token"] === csrf);
  if (writes && !isTrusted && route !== "POST /v1/user/initialize") throw invalidCsrf();
  if (writes && quay.registryState === "readonly" && route !== "POST /v1/signin") throw readOnly();
  if (!quay.features.ANONYMOUS_ACCESS && !caller.user && route !== "POST /v1/signin")
    throw jsonAsHtml(401, "Anonymous access is not allowed");
}
