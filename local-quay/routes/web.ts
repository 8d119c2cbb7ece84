import { tagExpirationOptions } from "../features";
import { ok } from "../responses";
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
        AUTHENTICATION_TYPE: quay.directory ? (quay.directory.service ?? "LDAP") : "Database",
        DEFAULT_NAMESPACE_AUTOPRUNE_POLICY: null,
        PERMANENTLY_DELETE_TAGS: Boolean(features.PERMANENTLY_DELETE_TAGS),
        SETUP_COMPLETE: true,
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

  route("GET /.well-known/app-capabilities", ({ request: { origin } }) =>
    ok({
      appName: "io.quay",
      capabilities: {
        "io.quay.view-image": { "url-template": `${origin}/{namespace}/{reponame}:{tag}` },
        "io.quay.image-tags": {
          "rest-api-template": `${origin}/api/v1/repository/{namespace}/{reponame}/image/{imageid}/labels`,
        },
      },
    }),
  ),

  route("GET /csrf_token", ({ store }) => {
    const id = secret(40);
    const csrf = secret(40);
    store.sessions.set(id, { csrf });
    return { ...ok({ csrf_token: csrf }), headers: { "set-cookie": `_csrf_token=${id}; Path=/; HttpOnly` } };
  }),
];
