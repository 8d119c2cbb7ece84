import { accountFault, isEmailTaken } from "../account-checks";
import { logEvent } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { deleteUser } from "../deletion";
import { invalid, message, refuse, unauthenticated, unknownPath } from "../errors";
import { tagExpirationOptions } from "../features";
import { mailAddressChange, mailConfirmation, mailPasswordChanged } from "../mails";
import type { Organization, User } from "../model";
import { isEmail, passwordFault } from "../names";
import { quotaReport } from "../quotas";
import { done, type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { flag, integer, object, optional, text, textOrNull } from "../schema";
import { allScopes, Caller } from "../scopes";
import type { Store } from "../store";

/** What a caller sees of a user: themselves as far as their scopes reach, of others the name. */
export function userView(call: Call, user: User, caller = call.caller) {
  const role = caller.userRole(user.name);
  return {
    anonymous: false,
    username: user.name,
    avatar: avatar("user", user.name, user.email),
    ...(role === "admin" ? accountView(call, user) : {}),
    ...(role ? { organizations: organizationsOf(user).map((one) => membershipView(one, caller, role)) } : {}),
    ...(caller.isSuperuser ? { super_user: user.superuser } : {}),
  };
}

function accountView(call: Call, user: User) {
  return {
    can_create_repo: true,
    is_me: true,
    verified: user.verified,
    email: user.email,
    logins: user.login === undefined ? [] : [{ service: "ldap", service_identifier: user.login, metadata: {} }],
    invoice_email: user.invoiceEmail,
    invoice_email_address: user.invoiceEmailAddress,
    preferred_namespace: false,
    tag_expiration_s: user.tagExpiration,
    prompts: [...user.prompts],
    ...user.profile,
    is_free_account: true,
    has_password_set: user.password !== undefined,
    ...quotaReport(call, user),
  };
}

function membershipView(organization: Organization, caller: Caller, role: "read" | "admin") {
  return {
    name: organization.name,
    avatar: avatar("org", organization.name, organization.email),
    can_create_repo: caller.mayCreateRepositories(organization.name),
    public: false,
    ...(role === "admin" ? { is_org_admin: caller.administers(organization.name), preferred_namespace: false } : {}),
  };
}

const organizationsOf = (user: User) => [...new Set([...user.memberships].map((team) => team.organization))];

const newUser = object({
  username: text(),
  password: text(),
  email: optional(text()),
  invite_code: optional(text()),
});

const profile = object({
  password: optional(text()),
  email: optional(text()),
  invoice_email: optional(flag),
  invoice_email_address: optional(textOrNull),
  tag_expiration_s: optional(integer({ minimum: 0 })),
  given_name: optional(textOrNull),
  family_name: optional(textOrNull),
  company: optional(textOrNull),
  location: optional(textOrNull),
});

/** The user asking, who needs the scope user:admin. */
export function ownAccount(call: Call): User {
  const { user } = call.caller;
  if (!user || !call.caller.administersUser(user.name)) throw call.unauthorized;
  return user;
}

/** False when nobody may change it here. */
export function setTagExpiration(call: Call, namespace: { tagExpiration: number }, seconds: number): boolean {
  if (!call.features.CHANGE_TAG_EXPIRATION) return false;
  if (!Object.values(tagExpirationOptions).includes(seconds)) throw message(400, "Invalid tag expiration option");
  namespace.tagExpiration = seconds;
  return true;
}

/**
 * Organizations that would be left without any admin. Quay counts places in admin teams, not people: who has two of
 * them does not seem to be the only one.
 */
const soleAdminOf = (user: User) =>
  organizationsOf(user).filter(({ teams }) => {
    const admins = [...teams.values()].filter(({ role }) => role === "admin");
    const places = admins.flatMap(({ members }) => [...members]).filter(({ kind }) => kind === "user");
    return places.length === 1 && places[0] === user;
  });

export default [
  route("GET /v1/user/", (call) => {
    const { user } = call.caller;
    if (!user || !call.caller.userRole(user.name)) throw unauthenticated({ session_required: false });
    return ok(userView(call, user));
  }),

  ...behindFeatures(["USER_CREATION", "DIRECT_LOGIN"], [route("POST /v1/user/", signUp)]),

  route("PUT /v1/user/", (call) => {
    const user = ownAccount(call);
    const wanted = call.json(profile);
    if (wanted.password !== undefined) {
      const wrong = passwordFault(wanted.password);
      if (wrong) throw invalid(wrong);
      user.password = wanted.password;
      if (call.features.MAILING) mailPasswordChanged(call.store, user);
      logEvent(call, "account_change_password", user, {});
    }
    const { invoice_email, invoice_email_address, tag_expiration_s: tag_expiration } = wanted;
    if (invoice_email !== undefined) {
      user.invoiceEmail = invoice_email;
      logEvent(call, "user_change_invoicing", user, { invoice_email });
    }
    if (tag_expiration !== undefined && setTagExpiration(call, user, tag_expiration))
      logEvent(call, "user_change_tag_expiration", user, { tag_expiration });
    if (invoice_email_address !== undefined && invoice_email_address !== user.invoiceEmailAddress) {
      user.invoiceEmailAddress = invoice_email_address || null;
      logEvent(call, "user_change_invoicing", user, { invoice_email_address });
    }
    if (wanted.email !== undefined && wanted.email !== user.email) changeEmail(call, user, wanted.email);
    if (call.features.USER_METADATA) describe(call, user, wanted);
    return ok(userView(call, user));
  }),

  route("DELETE /v1/user/", (call) => {
    const user = ownAccount(call);
    if (call.quay.directory) throw unknownPath();
    const orphans = soleAdminOf(user).map(({ name }) => name);
    if (orphans.length)
      throw message(
        400,
        `Cannot delete ${user.name} as you are the only admin for organizations: ${orphans.join(", ")}`,
      );
    const username = user.name;
    deleteUser(call.store, user);
    logEvent(call, "user_delete", user, { username });
    return done;
  }),

  route("GET /v1/users/{username}", (call) => {
    const user = call.store.user(call.params.username);
    return user ? ok(userView(call, user)) : refuse(unknownPath());
  }),
];

function signUp(call: Call): HttpResponse {
  const { username, password, email, invite_code: invitation } = call.json(newUser);
  if (call.quay.directory) throw unknownPath();
  if (call.store.user(username)) throw invalid("The username already exists");
  if (call.features.MAILING && !email) throw invalid("Email address is required");
  const wrong = passwordFault(password) ?? accountFault(call, username, email);
  if (wrong) throw invalid(wrong);
  // An invitation came by mail, so who brings one back need not confirm the address again.
  const verified = !call.features.MAILING || isInvited(call.store, invitation, email);
  const user = call.store.addUser(username, { email, password, verified });
  logEvent(call, "user_create", user, { email: email ?? null, username });
  if (!verified) {
    mailConfirmation(call.store, user);
    return ok({ awaiting_verification: true });
  }
  return ok(
    userView(call, user, new Caller(call.store, { ...call.features, SUPER_USERS: false }, user, new Set(allScopes))),
  );
}

const isInvited = (store: Store, code: string | undefined, email: string | undefined) =>
  store
    .organizations()
    .flatMap(({ teams }) => [...teams.values()])
    .some(({ invites }) => invites.some((invite) => invite.code === code && invite.invited === email));

/** With mails, the address waits until its owner follows a link; Quay logs nothing of that. */
function changeEmail(call: Call, user: User, email: string) {
  const { store, features } = call;
  if (isEmailTaken(store, email, user)) throw invalid("E-mail address already used");
  if (!features.MAILING) {
    logEvent(call, "user_change_email", user, { email, old_email: user.email });
    user.email = email;
  } else if (email && !isEmail(email)) throw message(400, `Invalid email address: ${email}`);
  else if (email) mailAddressChange(store, user, email);
}

function describe(call: Call, user: User, wanted: Partial<User["profile"]>) {
  const given = (["given_name", "family_name", "company", "location"] as const).filter((key) => key in wanted);
  const profile = Object.fromEntries(given.map((key) => [key, wanted[key]]));
  Object.assign(user.profile, profile);
  if (given.length) logEvent(call, "user_change_metadata", user, profile);
  if (wanted.given_name !== undefined || wanted.family_name !== undefined) user.prompts.delete("enter_name");
  if (wanted.company !== undefined) user.prompts.delete("enter_company");
}
