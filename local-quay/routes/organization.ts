import { isEmailTaken } from "../account-checks";
import { logEvent } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { deleteOrganization } from "../deletion";
import { forbidden, invalid, message, notFound, refuse } from "../errors";
import type { Account, Namespace, Organization, Robot, User } from "../model";
import { isEmail, namingFault } from "../names";
import { quotaReport } from "../quotas";
import { created, done, ok } from "../responses";
import { route } from "../routing";
import { flag, integer, object, optional, text, textOrNull } from "../schema";
import { teamEntry } from "./team";
import { setTagExpiration } from "./user";

/** What a caller sees of an organization: the less they are in it, the less. */
export function organizationView(call: Call, organization: Organization, { knowsSynced = true } = {}) {
  const { name, email } = organization;
  const isAdmin = call.caller.administers(name);
  const isMember = call.caller.isMemberOf(name);
  const teams = [...organization.teams.values()];
  return {
    name,
    email: isAdmin && email.includes("@") ? email : "",
    // Elsewhere the same picture has the kind "org".
    avatar: avatar("user", name, email),
    is_admin: isAdmin,
    is_member: isMember,
    ...(isMember && {
      teams: Object.fromEntries(
        teams.map((team) => [team.name, { ...teamEntry(call, team), ...(!knowsSynced && { is_synced: false }) }]),
      ),
      ordered_teams: teams.map((team) => team.name),
      ...quotaReport(call, organization),
    }),
    ...(isAdmin && {
      invoice_email: organization.invoiceEmail,
      invoice_email_address: organization.invoiceEmailAddress,
      tag_expiration_s: organization.tagExpiration,
      is_free_account: true,
    }),
  };
}

/** The account in an organization, with the repositories it was granted by name. */
function memberView(organization: Namespace, member: User | Robot) {
  const teams = [...member.memberships].filter((team) => team.organization === organization);
  return {
    name: member.name,
    kind: member.kind,
    avatar: avatar(member.kind, member.name, member.email),
    teams: teams.map((team) => ({ name: team.name, avatar: avatar("team", team.name) })),
    repositories: grantedIn(organization, member),
  };
}

const collaboratorView = (organization: Organization, { kind, name, email, ...rest }: User) => ({
  kind: "user",
  name,
  avatar: avatar(kind, name, email),
  repositories: grantedIn(organization, rest),
});

const grantedIn = (organization: Namespace, { grants }: Pick<Account, "grants">) =>
  [...grants.keys()].filter(({ namespace }) => namespace === organization).map(({ name }) => name);

const newOrganization = object({
  name: text(),
  email: optional(text()),
  contact_email: optional(text()),
  recaptcha_response: optional(text()),
});

const settings = object({
  email: optional(text()),
  contact_email: optional(textOrNull),
  invoice_email: optional(flag),
  invoice_email_address: optional(textOrNull),
  tag_expiration_s: optional(integer({ minimum: 0 })),
});

/** The organization of the path, of which the caller has to be an admin. */
export function administered(call: Call<"orgname">): Organization {
  const { orgname } = call.params;
  call.demand(call.caller.administers(orgname));
  return call.store.organization(orgname) ?? refuse(notFound());
}

const membersOf = (organization: Organization) =>
  new Set([...organization.teams.values()].flatMap((team) => [...team.members]));

const adminsOf = (organization: Organization) => {
  const teams = [...organization.teams.values()].filter((team) => team.role === "admin");
  return new Set(teams.flatMap((team) => [...team.members]).filter((member) => member.kind === "user"));
};

export default [
  route("POST /v1/organization/", (call) => {
    const { user } = call.caller;
    if (!user || !call.caller.administersUser(user.name)) throw call.unauthorized;
    if (call.features.SUPERUSERS_ORG_CREATION_ONLY && !call.caller.isSuperuser) throw forbidden();
    const { name, email, contact_email } = call.json(newOrganization);
    if (call.store.namespace(name)) throw invalid("A user or organization with this name already exists");
    if (call.store.graves.has(name)) throw invalid("Username is not available");
    const misnamed = namingFault(name);
    if (misnamed) throw invalid(`Invalid namespace ${name}: ${misnamed}`);
    const address = contact_email || email;
    if (address && !isEmail(address)) throw invalid("Invalid email address");
    if (address && isEmailTaken(call.store, address)) throw invalid(`Email has already been used: ${address}`);
    const organization = call.store.addOrganization(name, user, address || undefined);
    logEvent(call, "org_create", organization, { email: address ?? null, namespace: name });
    return created("Created");
  }),

  route("GET /v1/organization/{orgname}", (call) => {
    const organization = call.store.organization(call.params.orgname) ?? refuse(notFound());
    return ok(organizationView(call, organization));
  }),

  route("PUT /v1/organization/{orgname}", (call) => {
    const wanted = call.json(settings);
    const organization = administered(call);
    // The contact address counts when it is there at all, even as null.
    const email = wanted.contact_email === undefined ? wanted.email : (wanted.contact_email ?? "");
    const { invoice_email, invoice_email_address: address, tag_expiration_s: tag_expiration } = wanted;
    const namespace = organization.name;
    if (invoice_email !== undefined) {
      organization.invoiceEmail = invoice_email;
      logEvent(call, "org_change_invoicing", organization, { invoice_email, namespace });
    }
    if (address !== undefined && address !== organization.invoiceEmailAddress) {
      organization.invoiceEmailAddress = address || null;
      logEvent(call, "org_change_invoicing", organization, { invoice_email_address: address, namespace });
    }
    if (email !== undefined && email !== organization.email) {
      if (email && !isEmail(email)) throw invalid("Invalid email address");
      logEvent(call, "org_change_email", organization, { email, namespace, old_email: organization.email });
      organization.email = email;
    }
    if (tag_expiration !== undefined && setTagExpiration(call, organization, tag_expiration))
      logEvent(call, "org_change_tag_expiration", organization, { tag_expiration, namespace });
    return ok(organizationView(call, organization, { knowsSynced: false }));
  }),

  route("DELETE /v1/organization/{orgname}", (call) => {
    const organization = administered(call);
    logEvent(call, "org_delete", organization, { namespace: organization.name });
    deleteOrganization(call.store, organization);
    return done;
  }),

  route("GET /v1/organization/{orgname}/members", (call) => {
    const organization = administered(call);
    const people = [...membersOf(organization)].filter((member) => member.kind === "user");
    return ok({ members: people.map((member) => memberView(organization, member)) });
  }),

  route("GET /v1/organization/{orgname}/collaborators", (call) => {
    const organization = administered(call);
    const members = membersOf(organization);
    const granted = [...organization.repositories.values()].flatMap(({ grants }) => [...grants.keys()]);
    const outsiders = new Set(granted.filter((one): one is User => one.kind === "user" && !members.has(one)));
    return ok({ collaborators: [...outsiders].map((one) => collaboratorView(organization, one)) });
  }),

  route("GET /v1/organization/{orgname}/members/{membername}", (call) => {
    const { orgname, membername } = call.params;
    call.demand(call.caller.administers(orgname));
    const member = call.store.user(membername) ?? call.store.robot(membername) ?? refuse(notFound());
    const namespace = call.store.namespace(orgname) ?? refuse(notFound());
    // Robots of the namespace are members without being in any team.
    const isOwn = member.kind === "robot" && membername.startsWith(`${orgname}+`);
    if (!isOwn && ![...member.memberships].some((team) => team.organization === namespace)) throw notFound();
    return ok(memberView(namespace, member));
  }),

  route("DELETE /v1/organization/{orgname}/members/{membername}", (call) => {
    const { orgname, membername } = call.params;
    call.demand(call.caller.administers(orgname));
    const member = call.store.user(membername) ?? refuse(notFound());
    const organization = administered(call);
    const admins = adminsOf(organization);
    if (admins.has(member) && admins.size === 1)
      throw message(400, "Cannot remove user as they are the only organization admin");
    for (const team of organization.teams.values()) call.store.leave(team, member);
    for (const repository of organization.repositories.values()) call.store.ungrant(repository, member);
    return done;
  }),
];
