import { ok } from "../answers";
import type { Call } from "../call";
import { notFound } from "../errors";
import { route } from "../routing";
import { ownAccount } from "./user";

/** What applications were granted in a browser, and what Quay told a user there: nothing, since there is no browser. */
function none(call: Call): never {
  ownAccount(call);
  throw notFound();
}

export default [
  route("GET /v1/user/authorizations", (call) => {
    ownAccount(call);
    return ok({ authorizations: [] });
  }),
  route("GET /v1/user/authorizations/{access_token_uuid}", none),
  route("DELETE /v1/user/authorizations/{access_token_uuid}", none),
  route("GET /v1/user/assignedauthorization", (call) => {
    ownAccount(call);
    return ok({ authorizations: [] });
  }),
  route("DELETE /v1/user/assignedauthorization/{assigned_authorization_uuid}", none),
  route("GET /v1/user/notifications", (call) => {
    ownAccount(call);
    return ok({ notifications: [], additional: false });
  }),
  route("GET /v1/user/notifications/{uuid}", none),
  route("PUT /v1/user/notifications/{uuid}", none),
];
