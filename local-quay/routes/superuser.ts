import { accountFault, isEmailTaken } from "../account-checks";
import { logEvent } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { convertToOrganization, deleteOrganization, deleteUser } from "../deletion";
import { crash, invalid, message, notFound, refuse } from "../errors";
import { mailConfirmation, mailRecovery } from "../mails";
import type { Organization, User } from "../model";
import { namingFault, passwordFault } from "../names";
import { pageAscending } from "../pagination";
import { quotaReport } from "../quotas";
import { created, done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { flag, object, optional, text } from "../schema";
import { secret } from "../secrets";
import type { Store } from "../store";

const userEntry = (call: Call, user: User) => ({
  kind: "user",
  name: user.name,
  username: user.name,
  email: user.email,
  verified: user.verified,
  avatar: avatar("user", user.name, user.email),
  super_user: user.superuser,
  global_readonly_super_user: false,
  enabled: user.enabled,
  ...quotaReport(call, user),
});

const organizationEntry = (call: Call, organization: Organization) => ({
  name: organization.name,
  email: organization.email,
  avatar: avatar("org", organization.name, organization.email),
  ...quotaReport(call, organization),
});

const newUser = object({ username: text(), email: optional(text()) });
const userChanges = object({ password: optional(text()), email: optional(text()), enabled: optional(flag) });

/** One page when the caller sets a limit, everything otherwise. */
function listed<T extends { id: number }>(call: Call, all: T[]) {
  const limit = call.integer("limit", "The number of items to return per page");
  if (limit !== undefined && limit > 100) throw invalid("Page limit cannot be above 100");
  return limit === undefined ? { items: all, next: {} } : pageAscending(all, limit, call.text("next_page"));
}

const demandSuperuser = (call: Call) => call.demand(call.caller.isSuperuser);

/** Robots carry the name of their namespace, and change it with it. */
function rename({ accounts }: Store, organization: Organization, name: string) {
  const prefix = organization.name;
  const robots = [...accounts.values()].filter((one) => one.kind === "robot" && one.name.startsWith(`${prefix}+`));
  for (const account of [organization, ...robots]) {
    accounts.delete(account.name);
    account.name = name + account.name.slice(prefix.length);
    accounts.set(account.name, account);
  }
}

export default behindFeatures(
  ["SUPER_USERS"],
  [
    route("GET /v1/superuser/users/", (call) => {
      demandSuperuser(call);
      const users = call.store.users().filter((user) => user.enabled || call.flag("disabled", true));
      const { items, next } = listed(call, users);
      return ok({ users: items.map((user) => userEntry(call, user)), ...next });
    }),

    route("POST /v1/superuser/users/", (call) => {
      const { username, email } = call.json(newUser);
      if (call.quay.directory) throw invalid("Cannot create a user in a non-database auth system");
      demandSuperuser(call);
      const wrong = accountFault(call, username, email);
      if (wrong) throw message(400, wrong);
      const password = secret(32);
      const user = call.store.addUser(username, { email, password, verified: !call.features.MAILING });
      logEvent(call, "user_create", user, { email: email ?? null, username, superuser: call.caller.user?.name });
      if (!user.verified) mailConfirmation(call.store, user);
      return ok({ username, email: email ?? null, password, encrypted_password: secret(64) });
    }),

    route("GET /v1/superuser/users/{username}", (call) => {
      demandSuperuser(call);
      return ok(userEntry(call, call.store.user(call.params.username) ?? refuse(notFound())));
    }),

    route("PUT /v1/superuser/users/{username}", (call) => {
      const wanted = call.json(userChanges);
      demandSuperuser(call);
      const user = call.store.user(call.params.username) ?? refuse(notFound());
      if (user.superuser) throw invalid("Cannot update a superuser");
      // The answer shows the user from before the change, but for the e-mail address.
      const before = userEntry(call, user);
      const told = { username: user.name, superuser: call.caller.user?.name };
      if (wanted.password !== undefined) {
        if (call.quay.directory) throw invalid("Cannot change password in non-database auth");
        const wrong = passwordFault(wanted.password);
        if (wrong) throw message(400, wrong);
        user.password = wanted.password;
        logEvent(call, "user_change_password", user, told);
      }
      if (wanted.email !== undefined) {
        if (call.quay.directory) throw invalid("Cannot change e-mail in non-database auth");
        if (isEmailTaken(call.store, wanted.email, user)) throw message(400, "E-mail address already used");
        const { superuser } = told;
        logEvent(call, "user_change_email", user, { email: wanted.email, old_email: user.email, superuser });
        user.email = wanted.email;
        user.verified = true;
      }
      if (wanted.enabled !== undefined) {
        user.enabled = wanted.enabled;
        logEvent(call, wanted.enabled ? "user_enable" : "user_disable", user, told);
      }
      return ok({
        ...before,
        email: user.email,
        ...(wanted.password !== undefined && { encrypted_password: secret(64) }),
      });
    }),

    route("DELETE /v1/superuser/users/{username}", (call) => {
      demandSuperuser(call);
      const user = call.store.user(call.params.username) ?? refuse(notFound());
      if (user.superuser) throw invalid("Cannot delete a superuser");
      logEvent(call, "user_delete", user, { username: user.name });
      if (user.enabled) deleteUser(call.store, user);
      return done;
    }),

    route("GET /v1/superuser/organizations/", (call) => {
      demandSuperuser(call);
      const { items, next } = listed(call, call.store.organizations());
      return ok({ organizations: items.map((one) => organizationEntry(call, one)), ...next });
    }),

    route("PUT /v1/superuser/organizations/{name}", (call) => {
      const { name } = call.json(object({ name: optional(text()) }));
      demandSuperuser(call);
      const organization = call.store.organization(call.params.name);
      const told = { old_name: call.params.name, new_name: name ?? null, superuser: call.caller.user?.name };
      if (organization) logEvent(call, "org_change_name", organization, told);
      if (name !== undefined) {
        const misnamed = namingFault(name);
        if (misnamed) throw message(400, `Invalid username ${name}: ${misnamed}`);
      }
      if (!organization) throw crash();
      if (name !== undefined && name !== organization.name) {
        if (call.store.accounts.has(name)) throw crash();
        rename(call.store, organization, name);
      }
      return ok(organizationEntry(call, organization));
    }),

    route("DELETE /v1/superuser/organizations/{name}", (call) => {
      demandSuperuser(call);
      deleteOrganization(call.store, call.store.organization(call.params.name) ?? refuse(notFound()));
      return done;
    }),

    route("POST /v1/superuser/takeownership/{namespace}", (call) => {
      demandSuperuser(call);
      const { namespace } = call.params;
      const { user } = call.caller;
      const taken = call.store.namespace(namespace) ?? refuse(notFound());
      if (!user) return ok({ namespace });
      const was_user = taken.kind === "user";
      if (taken.kind === "user") convertToOrganization(call.store, taken, user);
      else {
        const admins = [...taken.teams.values()].find((team) => team.role === "admin");
        if (admins) call.store.join(admins, user);
      }
      logEvent(call, "take_ownership", user, { entity_id: taken.id, namespace, was_user, superuser: user.name });
      return ok({ namespace });
    }),

    route("GET /v1/superuser/registrysize/", (call) => {
      demandSuperuser(call);
      return ok({ size_bytes: 0, last_ran: null, running: false, queued: false });
    }),

    route("POST /v1/superuser/registrysize/", (call) => {
      demandSuperuser(call);
      return created("");
    }),

    route("GET /v1/superuser/changelog/", (call) => {
      demandSuperuser(call);
      return ok({ log: "" });
    }),

    ...behindFeatures(
      ["MAILING"],
      [
        route("POST /v1/superusers/users/{username}/sendrecovery", (call) => {
          if (call.quay.directory) throw invalid("Cannot send a recovery e-mail for non-database auth");
          demandSuperuser(call);
          const user = call.store.user(call.params.username) ?? refuse(notFound());
          if (user.superuser) throw invalid("Cannot send a recovery email for a superuser");
          mailRecovery(call.store, user);
          return ok({ email: user.email });
        }),
      ],
    ),

    // Needs a switch that the local Quay does not have.
    route("GET /v1/superuser/config", (call) => {
      throw call.unauthorized;
    }),
  ],
);
