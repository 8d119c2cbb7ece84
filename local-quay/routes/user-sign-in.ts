import { logEvent, userAgent } from "../audit";
import { sessionOf } from "../authentication";
import type { Call } from "../call";
import { verifyPassword, verifyPasswordOf } from "../credentials";
import { convertToOrganization } from "../deletion";
import { crash, invalid, invalidCsrf, message, problem, refuse } from "../errors";
import { mailAdmins, mailRecovery } from "../mails";
import { type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { choice, object, text } from "../schema";
import { secret } from "../secrets";
import { ownAccount } from "./user";

const credentials = object({ username: text(), password: text() });
const password = object({ password: text() });

/** Whose account has an address that is not confirmed knows the right password, and is turned away all the same. */
function signedIn(call: Call, name: string, given: string): HttpResponse {
  const found = verifyPassword(call.quay, name, given);
  const user = "user" in found ? found.user : undefined;
  if (!user?.verified) {
    const body = {
      needsEmailVerification: Boolean(user),
      invalidCredentials: !user,
      message: "fault" in found ? found.fault : null,
    };
    return { status: 403, body };
  }
  logEvent(call, "login_success", user, { type: "quayauth", useragent: userAgent(call) });
  const session = sessionOf(call.quay, call.request);
  if (!session) return ok({ success: true });
  session.user = user;
  session.csrf = secret(40);
  return { ...ok({ success: true }), headers: { "x-next-csrf-token": session.csrf } };
}

/** What is left of a name that only its owner should recognize. */
function redacted(name: string): string {
  const shown = Math.max(name.length / 3 - 1, 1);
  return [...name].map((letter, i) => (i < shown || i >= name.length - shown ? letter : "•")).join("");
}

export default [
  route("POST /v1/signin", (call) => {
    if (!sessionOf(call.quay, call.request)) throw invalidCsrf();
    const { username, password: given } = call.json(credentials);
    return signedIn(call, username, given);
  }),

  route("POST /v1/signin/verify", (call) => {
    const user = ownAccount(call);
    const found = verifyPasswordOf(call.quay, user, call.json(password).password);
    if ("fault" in found) return { status: 403, body: { message: found.fault, invalidCredentials: true } };
    return ok({ success: true });
  }),

  route("POST /v1/signout", (call) => {
    const session = sessionOf(call.quay, call.request);
    if (session) session.user = undefined;
    if (call.caller.user) logEvent(call, "logout_success", call.caller.user, {});
    return ok({ success: true });
  }),

  route("POST /v1/user/initialize", (call) => {
    if (!call.features.USER_INITIALIZE) throw message(404, "Not Found");
    if (call.quay.directory) throw message(400, "Cannot initialize user in a non-database auth system");
    throw message(400, "Cannot initialize user in a non-empty database");
  }),

  // The local Quay knows no encrypted passwords, so what it makes is of no use.
  route("POST /v1/user/clientkey", (call) => {
    const user = ownAccount(call);
    const found = verifyPasswordOf(call.quay, user, call.json(password).password);
    if ("fault" in found) throw invalid(found.fault);
    logEvent(call, "user_generate_client_key", user, {});
    return ok({ key: secret(64) });
  }),

  route("POST /v1/user/convert", (call) => {
    const user = ownAccount(call);
    const { adminUser, adminPassword } = call.json(object({ adminUser: text(), adminPassword: text() }));
    const refused = (why: string) => problem(400, "invalid_request", why, { reason: "invaliduser" });
    const found = verifyPassword(call.quay, adminUser, adminPassword);
    if ("fault" in found) throw refused("The admin user credentials are not valid");
    if (found.user === user) throw refused("The admin user is not valid");
    logEvent(call, "account_convert", convertToOrganization(call.store, user, found.user), {});
    return signedIn(call, adminUser, adminPassword);
  }),

  // There is no other service to sign in with.
  route("POST /v1/externallogin/{service_id}", (call) => {
    call.json(object({ kind: choice("login", "attach", "cli") }));
    return refuse(crash());
  }),

  ...behindFeatures(
    ["DIRECT_LOGIN"],
    [
      route("POST /v1/detachexternal/{service_id}", (call) => {
        const user = ownAccount(call);
        if (call.params.service_id === "ldap") user.login = undefined;
        return ok({ success: true });
      }),
    ],
  ),

  ...behindFeatures(
    ["MAILING"],
    [
      // Never tells whether it knows the address of a user.
      route("POST /v1/recovery", (call) => {
        const { email } = call.json(object({ email: text() }));
        const user = call.store.users().find((one) => one.email === email);
        const organization = call.store.organizations().find((one) => one.email === email);
        if (user) mailRecovery(call.store, user);
        if (user || !organization) return ok({ status: "sent" });
        mailAdmins(call.store, email);
        return ok({ status: "org", orgemail: email, orgname: redacted(organization.name) });
      }),
    ],
  ),
];
