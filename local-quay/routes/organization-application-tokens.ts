import { logEvent } from "../audit";
import type { Call } from "../call";
import { isoMicro } from "../dates";
import { forbidden, message, notFound, refuse } from "../errors";
import type { AccessToken, Application } from "../model";
import { maxTokenSeconds } from "../new-records";
import { pageDescending } from "../pagination";
import { done, ok } from "../responses";
import { route } from "../routing";
import { integer, object, optional, text } from "../schema";
import { type Caller, isWithin, parseScopes } from "../scopes";
import { administeredApplication, applicationDetails } from "./organization-applications";

const tokenView = ({ uuid, name, scopes, expires, created, user, lastAccessed }: AccessToken) => ({
  uuid,
  name,
  scope: [...scopes].join(" "),
  expires_at: isoMicro(expires),
  created: isoMicro(created),
  created_by: user.name,
  last_accessed: lastAccessed && isoMicro(lastAccessed),
});

const newToken = object({
  name: text({ minLength: 1, maxLength: 255 }),
  scope: text(),
  expiration: optional(integer({ minimum: 1 })),
});

/** What somebody has to be to hand on a scope, apart from users, who always may for themselves. */
const needed: Record<string, (caller: Caller, organization: string) => boolean> = {
  "repo:read": isAdmin,
  "repo:write": isAdmin,
  "repo:admin": isAdmin,
  "repo:create": (caller, organization) => ["creator", "admin"].includes(caller.rankIn(organization) ?? ""),
  "org:admin": isAdmin,
  "super:user": (caller) => caller.isSuperuser,
};

/** An admin by membership: that a superuser may do everything everywhere cannot be handed on. */
function isAdmin(caller: Caller, organization: string): boolean {
  return caller.rankIn(organization) === "admin";
}

/** A token cannot hand on more than it has, and nobody more than they may do. */
function demandScopes({ caller }: Call, organization: string, scopes: Set<string>) {
  if (!isWithin(scopes, caller.scopes)) throw forbidden();
  if ([...scopes].some((scope) => needed[scope]?.(caller, organization) === false)) throw forbidden();
}

const tokensOf = ({ store }: Call, application: Application) =>
  [...store.tokens.values()].filter(
    (token) => token.application === application && token.expires.getTime() > Date.now(),
  );

export default [
  route("GET /v1/organization/{orgname}/applications/{client_id}/tokens", (call) => {
    const tokens = tokensOf(call, administeredApplication(call));
    const { items, next } = pageDescending(tokens, 50, call.text("next_page"));
    return ok({ tokens: items.map(tokenView), ...next });
  }),

  route("POST /v1/organization/{orgname}/applications/{client_id}/tokens", (call) => {
    const wanted = call.json(newToken);
    const application = administeredApplication(call);
    const { user } = call.caller;
    if (!user) throw call.unauthorized;
    const scopes = parseScopes(wanted.scope) ?? refuse(message(400, `Invalid scope: ${wanted.scope}`));
    const name = wanted.name.trim();
    if (!name) throw message(400, "'name' must not be empty");
    demandScopes(call, call.params.orgname, scopes);
    const seconds = Math.min(wanted.expiration ?? maxTokenSeconds, maxTokenSeconds);
    const token = call.store.addToken(user, scopes, { name, seconds, application });
    logEvent(call, "create_oauth_api_token", application.organization, {
      ...applicationDetails(application),
      oauth_token_uuid: token.uuid,
      scope: [...scopes].join(" "),
      token_display_name: name,
      auth_method: "OAuth",
    });
    return ok({ ...tokenView(token), token: token.code });
  }),

  route("DELETE /v1/organization/{orgname}/applications/{client_id}/tokens/{token_uuid}", (call) => {
    const application = administeredApplication(call);
    const { token_uuid: uuid } = call.params;
    const token = tokensOf(call, application).find((one) => one.uuid === uuid) ?? refuse(notFound());
    call.store.tokens.delete(token.code);
    const revoked = { ...applicationDetails(application), oauth_token_uuid: uuid };
    logEvent(call, "revoke_oauth_api_token", application.organization, revoked);
    return done;
  }),
];
