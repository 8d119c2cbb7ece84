import { logEvent, repositoryNames } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { crash, invalid, message, notFound, refuse } from "../errors";
import type { Account, Organization, Repository, Role, Team } from "../model";
import { done, ok } from "../responses";
import { route } from "../routing";
import { choice, object } from "../schema";
import { roleOf } from "../scopes";
import { administeredIfAny } from "./repository";

/** Robots count as members of any organization. */
export const isMemberOf = (organization: Organization, account: Account) =>
  account.kind === "robot" || [...account.memberships].some((team) => team.organization === organization);

const userGrantView = ({ namespace }: Repository, account: Account, role: Role) => ({
  role,
  name: account.name,
  is_robot: account.kind === "robot",
  avatar: avatar(account.kind === "robot" ? "robot" : "user", account.name, account.email),
  ...(namespace.kind === "organization" && { is_org_member: isMemberOf(namespace, account) }),
});

const teamGrantView = ({ name }: Team, role: Role) => ({ role, name, avatar: avatar("team", name) });

const grantBody = object({ role: choice("read", "write", "admin") });
const noUserGrant = "User does not have permission for repo.";
const noTeamGrant = "Team does not have permission for repo.";

const accountsWithGrants = (repository: Repository | undefined) =>
  [...(repository?.grants ?? [])].filter((grant): grant is [Account, Role] => grant[0].kind !== "team");

const teamsWithGrants = (repository: Repository | undefined) =>
  [...(repository?.grants ?? [])].filter((grant): grant is [Team, Role] => grant[0].kind === "team");

const userGrant = (repository: Repository | undefined, name: string) =>
  accountsWithGrants(repository).find(([account]) => account.name === name);

const teamGrant = (repository: Repository | undefined, name: string) =>
  teamsWithGrants(repository).find(([team]) => team.name === name);

function refuseOwner(call: Call<"username">) {
  if (call.params.username === call.repositoryName[0]) throw invalid("Namespace owner must always be admin.");
}

export default [
  route("GET /v1/repository/{repository}/permissions/user/", (call) => {
    const repository = administeredIfAny(call);
    const views = accountsWithGrants(repository).map(([account, role]) => [
      account.name,
      userGrantView(repository as Repository, account, role),
    ]);
    return ok({ permissions: Object.fromEntries(views) });
  }),

  route("GET /v1/repository/{repository}/permissions/user/{username}/transitive", (call) => {
    administeredIfAny(call);
    const account = call.store.accounts.get(call.params.username) ?? refuse(notFound());
    const repository = call.store.repository(...call.repositoryName);
    const roles = [account, ...account.memberships].flatMap((grantee) => repository?.grants.get(grantee) ?? []);
    if (!repository || !roleOf(account, call.store, ...call.repositoryName)) throw notFound();
    return ok({ permissions: roles.map((role) => ({ role })) });
  }),

  route("GET /v1/repository/{repository}/permissions/user/{username}", (call) => {
    const repository = administeredIfAny(call);
    const [account, role] = userGrant(repository, call.params.username) ?? refuse(message(400, noUserGrant));
    return ok(userGrantView(repository as Repository, account, role));
  }),

  // The name of another organization is taken as if it were a user's, to no effect.
  route("PUT /v1/repository/{repository}/permissions/user/{username}", (call) => {
    const found = administeredIfAny(call);
    const { role } = call.json(grantBody);
    const { username } = call.params;
    refuseOwner(call);
    const account = call.store.accounts.get(username) ?? refuse(invalid(`Invalid username: ${username}`));
    const [namespace] = call.repositoryName;
    if (account.kind === "robot" && !username.startsWith(`${namespace}+`))
      throw invalid(`Cannot add robot ${username} under namespace ${namespace}`);
    const repository = found ?? refuse(crash());
    call.store.grant(repository, account, role);
    logEvent(call, "change_repo_permission", repository, { username, ...repositoryNames(repository), role });
    return ok(userGrantView(repository, account, role));
  }),

  route("DELETE /v1/repository/{repository}/permissions/user/{username}", (call) => {
    const found = administeredIfAny(call);
    refuseOwner(call);
    const { username } = call.params;
    const [account] = userGrant(found, username) ?? refuse(invalid(noUserGrant));
    const repository = found as Repository;
    call.store.ungrant(repository, account);
    logEvent(call, "delete_repo_permission", repository, { username, ...repositoryNames(repository) });
    return done;
  }),

  route("GET /v1/repository/{repository}/permissions/team/", (call) => {
    const grants = teamsWithGrants(administeredIfAny(call));
    return ok({
      permissions: Object.fromEntries(grants.map(([team, role]) => [team.name, teamGrantView(team, role)])),
    });
  }),

  route("GET /v1/repository/{repository}/permissions/team/{teamname}", (call) => {
    const [, role] = teamGrant(administeredIfAny(call), call.params.teamname) ?? refuse(message(400, noTeamGrant));
    return ok({ role });
  }),

  route("PUT /v1/repository/{repository}/permissions/team/{teamname}", (call) => {
    const found = administeredIfAny(call);
    const { role } = call.json(grantBody);
    const [namespace] = call.repositoryName;
    const { teamname } = call.params;
    const team =
      call.store.team(namespace, teamname) ?? refuse(invalid(`No team ${teamname} in organization ${namespace}`));
    const repository = found ?? refuse(crash());
    call.store.grant(repository, team, role);
    logEvent(call, "change_repo_permission", repository, { team: teamname, repo: repository.name, role });
    return ok(teamGrantView(team, role));
  }),

  route("DELETE /v1/repository/{repository}/permissions/team/{teamname}", (call) => {
    const found = administeredIfAny(call);
    const [team] = teamGrant(found, call.params.teamname) ?? refuse(invalid(noTeamGrant));
    const repository = found as Repository;
    call.store.ungrant(repository, team);
    logEvent(call, "delete_repo_permission", repository, { team: team.name, repo: repository.name });
    return done;
  }),
];
