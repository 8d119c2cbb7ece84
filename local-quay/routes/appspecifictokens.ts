import { randomUUID } from "node:crypto";
import { logEvent } from "../audit";
import type { Call } from "../call";
import { rfc2822, rfc2822OrNull } from "../dates";
import { crash, notFound, refuse } from "../errors";
import type { AppToken } from "../model";
import { done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { object, text } from "../schema";
import { secret } from "../secrets";
import { ownAccount } from "./user";

const tokenView = ({ uuid, title, lastAccessed, created }: AppToken) => ({
  uuid,
  title,
  last_accessed: rfc2822OrNull(lastAccessed),
  created: rfc2822(created),
  expiration: null,
});

/** What the log says of a token. */
const tokenDetails = ({ uuid, title }: AppToken) => ({ app_specific_token: uuid, app_specific_token_title: title });

const withCode = (token: AppToken) => ok({ token: { ...tokenView(token), token_code: token.code } });

/** None ever expires here, so asking for those that do finds none. */
function listed(call: Call, tokens: AppToken[]) {
  const expiring = call.text("expiring") === undefined ? null : call.flag("expiring");
  return ok({ tokens: expiring ? [] : tokens.map(tokenView), only_expiring: expiring });
}

const ownToken = (call: Call<"token_uuid">): AppToken =>
  ownAccount(call).appTokens.get(call.params.token_uuid) ?? refuse(notFound());

export default behindFeatures(
  ["APP_SPECIFIC_TOKENS"],
  [
    route("GET /v1/user/apptoken", (call) => listed(call, [...ownAccount(call).appTokens.values()])),

    route("POST /v1/user/apptoken", (call) => {
      const user = ownAccount(call);
      const { title } = call.json(object({ title: text() }));
      if (title.length > 255) throw crash();
      const token = { uuid: randomUUID(), title, code: secret(80), created: new Date(), lastAccessed: null };
      user.appTokens.set(token.uuid, token);
      logEvent(call, "create_app_specific_token", user, tokenDetails(token));
      return withCode(token);
    }),

    route("GET /v1/user/apptoken/{token_uuid}", (call) => withCode(ownToken(call))),

    route("DELETE /v1/user/apptoken/{token_uuid}", (call) => {
      const user = ownAccount(call);
      const token = ownToken(call);
      user.appTokens.delete(token.uuid);
      logEvent(call, "revoke_app_specific_token", user, tokenDetails(token));
      return done;
    }),

    ...behindFeatures(
      ["SUPER_USERS"],
      [
        route("GET /v1/superuser/apptokens", (call) => {
          call.demand(call.caller.hasFullAccess);
          return listed(
            call,
            call.store.users().flatMap(({ appTokens }) => [...appTokens.values()]),
          );
        }),
      ],
    ),
  ],
);
