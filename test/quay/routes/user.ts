import { type Answer, done, ok } from "../answers";
import { logged, userAgent } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { sessionOf } from "../callers";
import { deleteUser } from "../cascades";
import { invalid, invalidCsrf, message, notFound, refuse, unauthenticated } from "../errors";
import { tagExpirationOptions } from "../features";
import { namingFault, passwordFault } from "../names";
import type { Organization, User } from "../nouns";
import { quotaReport } from "../quotas";
import { gated, route } from "../routing";
import { flag, integer, object, optional, text, textOrNull } from "../schema";
import { allScopes, Caller } from "../scopes";
import { secret } from "../secrets";
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
    verified: true,
    email: user.email,
    logins: [],
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

const newUser = object({ username: text(), password: text(), email: optional(text()) });

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

const credentials = object({ username: text(), password: text() });

/** The user asking, who needs the scope user:admin. */
export function ownAccount(call: Call): User {
  const { user } = call.caller;
  if (!user || !call.caller.administersUser(user.name)) throw call.unauthorized;
  return user;
}

export const isEmailTaken = (store: Store, email: string, but?: User) =>
  store.users().some((user) => user !== but && user.email === email);

/** False when nobody may change it here. */
export function setTagExpiration(call: Call, namespace: { tagExpiration: number }, seconds: number): boolean {
  if (!call.features.CHANGE_TAG_EXPIRATION) return false;
  if (!Object.values(tagExpirationOptions).includes(seconds)) throw message(400, "Invalid tag expiration option");
  namespace.tagExpiration = seconds;
  return true;
}

/** Organizations that would be left without any admin. */
const soleAdminOf = (user: User) =>
  organizationsOf(user).filter((organization) => {
    const admins = [...organization.teams.values()].filter((team) => team.role === "admin");
    const people = admins.flatMap((team) => [...team.members]).filter((member) => member.kind === "user");
    return people.length > 0 && people.every((member) => member === user);
  });

export default [
  route("GET /v1/user/", (call) => {
    const { user } = call.caller;
    if (!user || !call.caller.userRole(user.name)) throw unauthenticated({ session_required: false });
    return ok(userView(call, user));
  }),

  ...gated(["USER_CREATION"], [route("POST /v1/user/", signUp)]),

  route("PUT /v1/user/", (call) => {
    const user = ownAccount(call);
    const wanted = call.json(profile);
    if (wanted.password !== undefined) {
      const wrong = passwordFault(wanted.password);
      if (wrong) throw invalid(wrong);
      user.password = wanted.password;
      logged(call, "account_change_password", user, {});
    }
    const { invoice_email, invoice_email_address, tag_expiration_s: tag_expiration } = wanted;
    if (invoice_email !== undefined) {
      user.invoiceEmail = invoice_email;
      logged(call, "user_change_invoicing", user, { invoice_email });
    }
    if (tag_expiration !== undefined && setTagExpiration(call, user, tag_expiration))
      logged(call, "user_change_tag_expiration", user, { tag_expiration });
    if (invoice_email_address !== undefined && invoice_email_address !== user.invoiceEmailAddress) {
      user.invoiceEmailAddress = invoice_email_address;
      logged(call, "user_change_invoicing", user, { invoice_email_address });
    }
    if (wanted.email !== undefined && wanted.email !== user.email) {
      if (isEmailTaken(call.store, wanted.email, user)) throw invalid("E-mail address already used");
      if (!call.features.MAILING) {
        logged(call, "user_change_email", user, { email: wanted.email, old_email: user.email });
        user.email = wanted.email;
      }
    }
    if (call.features.USER_METADATA) describe(call, user, wanted);
    return ok(userView(call, user));
  }),

  route("DELETE /v1/user/", (call) => {
    const user = ownAccount(call);
    const orphans = soleAdminOf(user).map(({ name }) => name);
    if (orphans.length)
      throw message(
        400,
        `Cannot delete ${user.name} as you are the only admin for organizations: ${orphans.join(", ")}`,
      );
    const username = user.name;
    deleteUser(call.store, user);
    logged(call, "user_delete", user, { username });
    return done;
  }),

  route("GET /v1/users/{username}", (call) => {
    const user = call.store.user(call.params.username);
    return user ? ok(userView(call, user)) : refuse(unroutable());
  }),

  route("POST /v1/signin", (call) => {
    const session = sessionOf(call.quay, call.request) ?? refuse(invalidCsrf());
    const { username, password } = call.json(credentials);
    const user = call.store.user(username);
    if (!user?.enabled || user.password !== password)
      return {
        status: 403,
        body: { needsEmailVerification: false, invalidCredentials: true, message: "Invalid Username or Password" },
      };
    logged(call, "login_success", user, { type: "quayauth", useragent: userAgent(call) });
    session.user = user;
    session.csrf = secret(40);
    return { ...ok({ success: true }), headers: { "x-next-csrf-token": session.csrf } };
  }),

  route("POST /v1/signout", (call) => {
    const session = sessionOf(call.quay, call.request);
    if (session) session.user = undefined;
    if (call.caller.user) logged(call, "logout_success", call.caller.user, {});
    return ok({ success: true });
  }),

  route("POST /v1/user/initialize", (call) => {
    if (!call.features.USER_INITIALIZE) throw notFound();
    throw message(400, "Cannot initialize user in a non-empty database");
  }),
];

function signUp(call: Call): Answer {
  const { username, password, email } = call.json(newUser);
  if (call.store.namespace(username)) throw invalid("The username already exists");
  const wrong = passwordFault(password);
  if (wrong) throw invalid(wrong);
  const misnamed = namingFault(username);
  if (misnamed) throw invalid(`Invalid namespace ${username}: ${misnamed}`);
  if (call.store.graves.has(username)) throw invalid("Username is not available");
  if (email && isEmailTaken(call.store, email))
    throw invalid(`(1062, "Duplicate entry '${email}' for key 'user_email'")`);
  const user = call.store.addUser(username, { email, password });
  logged(call, "user_create", user, { email: email ?? null, username });
  if (call.features.MAILING) return ok({ awaiting_verification: true });
  return ok(
    userView(call, user, new Caller(call.store, { ...call.features, SUPER_USERS: false }, user, new Set(allScopes))),
  );
}

function describe(call: Call, user: User, wanted: Partial<User["profile"]>) {
  const given = (["given_name", "family_name", "company", "location"] as const).filter((key) => key in wanted);
  const profile = Object.fromEntries(given.map((key) => [key, wanted[key]]));
  Object.assign(user.profile, profile);
  if (given.length) logged(call, "user_change_metadata", user, profile);
  if (wanted.given_name !== undefined || wanted.family_name !== undefined) user.prompts.delete("enter_name");
  if (wanted.company !== undefined) user.prompts.delete("enter_company");
}

const unroutable = () =>
  message(
    404,
    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
  );
