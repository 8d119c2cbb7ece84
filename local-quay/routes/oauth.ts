import { sessionOf } from "../authentication";
import type { Call } from "../call";
import { verifyPassword } from "../credentials";
import { htmlError, invalidCsrf, refuse } from "../errors";
import type { Application, User } from "../model";
import { maxTokenSeconds } from "../new-records";
import type { HttpResponse } from "../responses";
import { route } from "../routing";
import { isWithin, parseScopes } from "../scopes";
import { secret } from "../secrets";
import { type AuthorizationRequest, consentPage, signInPage } from "./oauth-pages";

function requestIn(values: URLSearchParams): AuthorizationRequest {
  const needed = (name: string) => values.get(name) ?? refuse(htmlError(400));
  return {
    client_id: needed("client_id"),
    redirect_uri: needed("redirect_uri"),
    scope: needed("scope"),
    response_type: values.get("response_type") ?? "code",
  };
}

const applicationOf = ({ store }: Call, { client_id }: AuthorizationRequest): Application | undefined =>
  store
    .organizations()
    .flatMap(({ applications }) => [...applications.values()])
    .find((one) => one.client_id === client_id);

/** An application lets itself be called back at every address that begins with its own. */
const isRedirectAllowed = ({ redirect_uri: own }: Application, { redirect_uri }: AuthorizationRequest) =>
  own !== "" && redirect_uri.startsWith(own);

const redirect = (location: string): HttpResponse => ({ status: 302, type: "text/html", headers: { location } });

/** Quay adds what it has to say to the query, and forgets the state: only what is in the address itself comes back. */
function withQuery(address: string, values: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.href;
}

/** Tokens the user gave the application before, so that it need not ask again. */
function isAuthorized({ store }: Call, user: User, application: Application, scopes: Set<string>): boolean {
  const given = [...store.tokens.values()].filter((token) => token.user === user && token.application === application);
  return isWithin(scopes, new Set(given.flatMap((token) => [...token.scopes])));
}

function tokenFor(call: Call, asked: AuthorizationRequest): HttpResponse {
  const { user } = call.caller;
  const { redirect_uri, scope } = asked;
  const application = applicationOf(call, asked);
  if (!application) return redirect(withQuery(redirect_uri, { error: "unauthorized_client" }));
  if (!isRedirectAllowed(application, asked)) return { status: 400, body: { error: "invalid_request" } };
  const scopes = parseScopes(scope);
  if (!user) return redirect(withQuery(redirect_uri, { error: "access_denied" }));
  if (!scopes) return redirect(withQuery(redirect_uri, { error: "invalid_scope" }));
  const { code } = call.store.addToken(user, scopes, { application });
  const fragment = `access_token=${code}&token_type=Bearer&expires_in=${maxTokenSeconds}`;
  return redirect(`${withQuery(redirect_uri, { scope })}#${fragment}`);
}

/** A form of one of these pages, whose sender is the browser that got the page. */
function submittedForm(call: Call): { form: URLSearchParams; asked: AuthorizationRequest } {
  const form = new URLSearchParams(call.request.body.toString("utf8"));
  const csrf = sessionOf(call.quay, call.request)?.csrf;
  if (!csrf || form.get("_csrf_token") !== csrf) throw invalidCsrf();
  return { form, asked: requestIn(form) };
}

const html = (body: string, headers?: Record<string, string>): HttpResponse => ({
  status: 200,
  type: "text/html",
  body,
  headers,
});

export default [
  route("GET /oauth/authorize", (call) => {
    const asked = requestIn(call.request.query);
    const application = applicationOf(call, asked) ?? refuse(htmlError(404));
    const { user } = call.caller;
    const scopes = parseScopes(asked.scope);
    if (user && scopes && isAuthorized(call, user, application, scopes) && asked.response_type === "token")
      return tokenFor(call, asked);
    if (!isRedirectAllowed(application, asked))
      return redirect(withQuery(application.redirect_uri, { error: "redirect_uri_mismatch" }));
    if (!scopes) throw htmlError(404);
    const known = sessionOf(call.quay, call.request);
    const id = secret(40);
    const session = known ?? { csrf: secret(40) };
    if (!known) call.store.sessions.set(id, session);
    const headers = known ? undefined : { "set-cookie": `_csrf_token=${id}; Path=/; HttpOnly` };
    if (!user) return html(signInPage(asked, session.csrf), headers);
    return html(consentPage(asked, session.csrf, application, user, scopes), headers);
  }),

  // A real Quay signs in with its web interface, which is not here.
  route("POST /oauth/authorize/signin", (call) => {
    const { form, asked } = submittedForm(call);
    const found = verifyPassword(call.quay, form.get("username") ?? "", form.get("password") ?? "");
    const session = sessionOf(call.quay, call.request);
    if (session && "user" in found && found.user.verified) session.user = found.user;
    return { ...redirect(`/oauth/authorize?${new URLSearchParams({ ...asked })}`), status: 303 };
  }),

  route("POST /oauth/authorizeapp", (call) => tokenFor(call, submittedForm(call).asked)),

  route("POST /oauth/denyapp", (call) => {
    const { asked } = submittedForm(call);
    const application = applicationOf(call, asked);
    if (!application || !isRedirectAllowed(application, asked))
      return { status: 400, body: { error: "invalid_request" } };
    return redirect(withQuery(asked.redirect_uri, { error: "authorization_denied" }));
  }),
];
