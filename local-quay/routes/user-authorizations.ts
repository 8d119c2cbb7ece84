import { avatar } from "../avatar";
import type { Call } from "../call";
import { notFound, refuse } from "../errors";
import type { AccessToken, Application } from "../model";
import { done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { ownAccount } from "./user";

type Authorization = AccessToken & { application: Application };

/** What Quay calls the scopes when it speaks to people. */
const titles: Record<string, string> = {
  "repo:read": "View all visible repositories",
  "repo:write": "Read/Write to any accessible repositories",
  "repo:admin": "Administer Repositories",
  "repo:create": "Create Repositories",
  "user:read": "Read User Information",
  "user:admin": "Administer User",
  "org:admin": "Administer Organization",
  "super:user": "Super User Access",
};

const authorizationView = ({ uuid, scopes, application }: Authorization) => {
  const { name, description, application_uri, avatar_email, organization } = application;
  return {
    application: {
      name,
      description,
      url: application_uri,
      avatar: avatar("app", name, avatar_email ?? organization.email),
      organization: { name: organization.name, avatar: avatar("org", organization.name, organization.email) },
    },
    scopes: [...scopes].map((scope) => ({ scope, title: titles[scope], dangerous: scope === "super:user" })),
    uuid,
  };
};

/** Every token of the user that belongs to an application, however it was made. */
function authorizations(call: Call): Authorization[] {
  const user = ownAccount(call);
  const tokens = [...call.store.tokens.values()].filter((token) => token.user === user);
  return tokens.filter((token): token is Authorization => token.application !== undefined);
}

const find = (call: Call<"access_token_uuid">): Authorization =>
  authorizations(call).find(({ uuid }) => uuid === call.params.access_token_uuid) ?? refuse(notFound());

export default [
  route("GET /v1/user/authorizations", (call) => ok({ authorizations: authorizations(call).map(authorizationView) })),

  route("GET /v1/user/authorizations/{access_token_uuid}", (call) => ok(authorizationView(find(call)))),

  route("DELETE /v1/user/authorizations/{access_token_uuid}", (call) => {
    call.store.tokens.delete(find(call).code);
    return done;
  }),

  // Assigned in a browser only.
  ...behindFeatures(
    ["ASSIGN_OAUTH_TOKEN"],
    [
      route("GET /v1/user/assignedauthorization", (call) => {
        ownAccount(call);
        return ok({ authorizations: [] });
      }),

      route("DELETE /v1/user/assignedauthorization/{assigned_authorization_uuid}", (call) => {
        ownAccount(call);
        throw notFound();
      }),
    ],
  ),
];
