import { randomUUID } from "node:crypto";
import type { Account, Application, Namespace, Organization, Repository, Robot, Team, User } from "./model";
import type { Store } from "./store";

/** Renames a repository to a UUID until garbage collection, so its grants are still listed. Its stars are deleted at once. */
export function deleteRepository(store: Store, repository: Repository) {
  const { namespace } = repository;
  namespace.repositories.delete(repository.name);
  repository.name = randomUUID();
  repository.dead = true;
  namespace.repositories.set(repository.name, repository);
  for (const user of store.users()) user.stars.delete(repository);
}

export function deleteTeam(store: Store, team: Team) {
  for (const member of team.members) store.leave(team, member);
  removeGrants(store, team);
  team.organization.teams.delete(team.name);
}

export function deleteRobot(store: Store, robot: Robot) {
  for (const team of robot.memberships) store.leave(team, robot);
  removeGrants(store, robot);
  for (const organization of store.organizations())
    if (organization.mirror?.robot === robot) organization.mirror = undefined;
  store.accounts.delete(robot.name);
}

export function deleteApplication(store: Store, application: Application) {
  for (const token of store.tokens.values()) if (token.application === application) store.tokens.delete(token.code);
  application.organization.applications.delete(application.client_id);
}

export function deleteOrganization(store: Store, organization: Organization) {
  for (const team of organization.teams.values()) deleteTeam(store, team);
  for (const application of organization.applications.values()) deleteApplication(store, application);
  organization.quota = undefined;
  organization.mirror = undefined;
  softDelete(store, organization);
}

/** Grants and default permissions of the user are still listed under a UUID until garbage collection. */
export function deleteUser(store: Store, user: User) {
  for (const team of user.memberships) store.leave(team, user);
  deleteTokens(store, user);
  user.enabled = false;
  softDelete(store, user);
}

/** Creates an organization with the name, the content and the log of the user. Grants to the user are removed. */
export function convertToOrganization(store: Store, user: User, admin: User): Organization {
  for (const team of user.memberships) store.leave(team, user);
  deleteTokens(store, user);
  for (const repository of user.grants.keys()) store.ungrant(repository, user);
  user.enabled = false;
  const organization = store.addOrganization(user.name, admin);
  const { repositories, tagExpiration, invoiceEmail, invoiceEmailAddress, autoPrune, notifications, quota } = user;
  Object.assign(organization, { tagExpiration, invoiceEmail, invoiceEmailAddress, autoPrune, notifications, quota });
  for (const repository of repositories.values()) {
    repository.namespace = organization;
    organization.repositories.set(repository.name, repository);
  }
  for (const entry of store.log) if (entry.namespace === user) entry.namespace = organization;
  return organization;
}

function deleteTokens(store: Store, user: User) {
  for (const token of store.tokens.values()) if (token.user === user) store.tokens.delete(token.code);
}

/** Turns all invitations of the user to teams of the organization into memberships. */
export function acceptInvite(store: Store, organization: string, teamName: string, userName: string) {
  const team = store.team(organization, teamName);
  const user = store.user(userName);
  if (!team || !user || !team.invites.some(({ invited }) => invited === user || invited === user.email))
    throw new Error(`${userName} is not invited to ${organization}/${teamName}.`);
  for (const one of team.organization.teams.values()) {
    const others = one.invites.filter(({ invited }) => invited !== user && invited !== user.email);
    if (others.length < one.invites.length) store.join(one, user);
    one.invites = others;
  }
  removeInvitationNotices(user, organization);
}

/** Deletes a user's notifications about invitations to teams of an organization. */
export function removeInvitationNotices(user: User, organization: string) {
  user.notices = user.notices.filter(
    ({ kind, metadata }) => kind !== "org_team_invite" || metadata.org !== organization,
  );
}

/** Purges what was deleted: names become available, and nothing is listed under a UUID any more. */
export function collectGarbage(store: Store) {
  for (const namespace of [...store.users(), ...store.organizations()])
    for (const repository of namespace.repositories.values()) if (repository.dead) removeRepository(store, repository);
  for (const namespace of store.graves.values()) {
    for (const repository of namespace.repositories.values()) removeRepository(store, repository);
    removeGrants(store, namespace);
  }
  store.graves.clear();
}

/** Renames a namespace to a UUID. Quay finds its robots by an SQL pattern, so those of similar names are deleted too. */
function softDelete(store: Store, namespace: Namespace) {
  for (const robot of store.robotsOf(namespace.name)) deleteRobot(store, robot);
  store.accounts.delete(namespace.name);
  store.graves.set(namespace.name, namespace);
  namespace.name = randomUUID();
}

function removeGrants(store: Store, grantee: Account | Team) {
  for (const repository of grantee.grants.keys()) store.ungrant(repository, grantee);
  for (const organization of store.organizations())
    for (const [id, { delegate, activatingUser }] of organization.prototypes)
      if (delegate === grantee || activatingUser === grantee) organization.prototypes.delete(id);
}

function removeRepository(store: Store, repository: Repository) {
  for (const grantee of repository.grants.keys()) store.ungrant(repository, grantee);
  for (const user of store.users()) user.stars.delete(repository);
  repository.namespace.repositories.delete(repository.name);
}
