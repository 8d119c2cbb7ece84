import { ok } from "../answers";
import { tagExpirationOptions } from "../features";
import { route } from "../routing";
import { secret } from "../secrets";

/** What Quay serves beside its API. */
export default [
  route("GET /config", ({ features, quay, request }) =>
    ok({
      config: {
        SERVER_HOSTNAME: quay.hostname ?? request.headers.host,
        PREFERRED_URL_SCHEME: "http",
        REGISTRY_TITLE: "Local Quay",
        AUTHENTICATION_TYPE: "Database",
        TAG_EXPIRATION_OPTIONS: Object.keys(tagExpirationOptions),
      },
      features,
      oauth: {},
      external_login: [],
      registry_state: quay.registryState,
      account_recovery_mode: false,
      version_number: "Quay 3.16.0",
    }),
  ),

  route("GET /csrf_token", ({ store }) => {
    const id = secret(40);
    const csrf = secret(40);
    store.sessions.set(id, { csrf });
    return { ...ok({ csrf_token: csrf }), headers: { "set-cookie": `_csrf_token=${id}; Path=/; HttpOnly` } };
  }),
];
