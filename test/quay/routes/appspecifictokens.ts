import { randomUUID } from "node:crypto";
import { done, ok } from "../answers";
import type { Call } from "../call";
import { rfc2822, rfc2822OrNull } from "../dates";
import { notFound, refuse } from "../errors";
import type { AppToken } from "../nouns";
import { gated, route } from "../routing";
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

const withCode = (token: AppToken) => ok({ token: { ...tokenView(token), token_code: token.code } });

/** None ever expires here, so asking for those that do finds none. */
function listed(call: Call, tokens: AppToken[]) {
  const expiring = call.text("expiring") === undefined ? null : call.flag("expiring");
  return ok({ tokens: expiring ? [] : tokens.map(tokenView), only_expiring: expiring });
}

const ownToken = (call: Call<"token_uuid">): AppToken =>
  ownAccount(call).appTokens.get(call.params.token_uuid) ?? refuse(notFound());

export default gated(
  ["APP_SPECIFIC_TOKENS"],
  [
    route("GET /v1/user/apptoken", (call) => listed(call, [...ownAccount(call).appTokens.values()])),

    route("POST /v1/user/apptoken", (call) => {
      const { appTokens } = ownAccount(call);
      const { title } = call.json(object({ title: text() }));
      const token = { uuid: randomUUID(), title, code: secret(80), created: new Date(), lastAccessed: null };
      appTokens.set(token.uuid, token);
      return withCode(token);
    }),

    route("GET /v1/user/apptoken/{token_uuid}", (call) => withCode(ownToken(call))),

    route("DELETE /v1/user/apptoken/{token_uuid}", (call) => {
      ownAccount(call).appTokens.delete(ownToken(call).uuid);
      return done;
    }),

    ...gated(
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
