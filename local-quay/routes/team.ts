import { logEvent } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { deleteTeam } from "../deletion";
import { crash, invalid, message, notFound, refuse } from "../errors";
import type { Organization, Robot, Team, User } from "../model";
import { namingFault } from "../names";
import { done, ok } from "../responses";
import { route } from "../routing";
import { choice, object, optional, text } from "../schema";
import { invite } from "../team-invitations";
import { refuseIfSynced, syncingView } from "../team-syncing";

/** A team as it shows in its organization. */
export const teamEntry = (call: Call, team: Team) => ({
  name: team.name,
  description: team.description,
  role: team.role,
  avatar: avatar("team", team.name),
  can_view: call.caller.maySee(team.organization.name, team.name),
  repo_count: team.grants.size,
  member_count: team.members.size,
  is_synced: Boolean(call.features.TEAM_SYNCING && team.syncedWith),
});

export const teamView = (call: Call, team: Team, isNew: boolean) => ({
  name: team.name,
  description: team.description,
  can_view: call.caller.maySee(team.organization.name, team.name),
  role: team.role,
  avatar: avatar("team", team.name),
  new_team: isNew,
});

const memberView = (member: User | Robot, invited: boolean) => ({
  name: member.name,
  kind: "user",
  is_robot: member.kind === "robot",
  avatar: avatar(member.kind, member.name, member.email),
  invited,
});

export const inviteView = (invited: User | string) =>
  typeof invited === "string"
    ? { email: invited, kind: "invite", avatar: avatar("user", invited), invited: true }
    : memberView(invited, true);

const teamBody = object({ role: choice("member", "creator", "admin"), description: optional(text()) });

/** The team of the path, in an organization of which the caller has to be an admin. */
export function administeredTeam(call: Call<"orgname" | "teamname">): Team {
  const { orgname, teamname } = call.params;
  call.demand(call.caller.administers(orgname));
  return call.store.team(orgname, teamname) ?? refuse(notFound());
}

/** The teams through which the caller is an admin of the organization, whatever else they may be. */
const adminTeamsOf = ({ caller }: Call, { teams }: Organization) =>
  [...teams.values()].filter(({ role, members }) => role === "admin" && caller.user && members.has(caller.user));

/** Whether the caller administers the organization through this team and no other. */
function isOnlyAdminTeam(call: Call, team: Team): boolean {
  const ways = adminTeamsOf(call, team.organization);
  return ways.length === 1 && ways[0] === team;
}

/** A new team is one entry whatever it starts with; of one that exists only what really changes is told. */
function logDescription(call: Call, before: Team, { organization, name, description }: Team) {
  if (description !== before.description)
    logEvent(call, "org_set_team_description", organization, { team: name, description });
}

const isInAnyTeam = (organization: Organization, member: User | Robot) =>
  [...member.memberships].some((team) => team.organization === organization);

/** Adds or, where invitations are needed, only invites. Quay does not notice that somebody was invited before. */
function addMember(call: Call, team: Team, member: User | Robot) {
  if (team.members.has(member)) throw message(400, `User ${member.name} is already a member of team ${team.name}`);
  const invites = call.features.MAILING && call.features.REQUIRE_TEAM_INVITE;
  if (invites && member.kind === "robot" && !member.name.startsWith(`${team.organization.name}+`))
    throw message(400, "Cannot add the specified robot to this team, as it is not a member of the organization");
  const invited = Boolean(invites && member.kind === "user" && !isInAnyTeam(team.organization, member));
  if (invited) invite(call, team, member as User);
  else call.store.join(team, member);
  const { name } = member;
  if (invited)
    logEvent(call, "org_invite_team_member", team.organization, { user: name, member: name, team: team.name });
  else logEvent(call, "org_add_team_member", team.organization, { member: name, team: team.name });
  return memberView(member, invited);
}

export default [
  route("PUT /v1/organization/{orgname}/team/{teamname}", (call) => {
    const { role, description } = call.json(teamBody);
    const { orgname, teamname } = call.params;
    call.demand(call.caller.administers(orgname));
    const organization =
      call.store.organization(orgname) ?? refuse(message(400, `Organization does not exist: ${orgname}`));
    const found = organization.teams.get(teamname);
    if (!found) {
      const misnamed = namingFault(teamname, "Team");
      if (misnamed) throw message(400, `Invalid team name ${teamname}: ${misnamed}`);
    }
    const team = found ?? call.store.addTeam(organization, teamname, role);
    const before = { ...team };
    // The description is kept even when the role is refused.
    team.description = description ?? team.description;
    if (found) logDescription(call, before, team);
    if (role !== "admin" && isOnlyAdminTeam(call, team))
      throw message(
        400,
        `Cannot remove admin from team '${teamname}' because calling user would no longer have admin on org '${orgname}'`,
      );
    team.role = role;
    if (!found) logEvent(call, "org_create_team", organization, { team: teamname });
    else if (role !== before.role) logEvent(call, "org_set_team_role", organization, { team: teamname, role });
    return ok(teamView(call, team, !found));
  }),

  route("DELETE /v1/organization/{orgname}/team/{teamname}", (call) => {
    const { orgname, teamname } = call.params;
    call.demand(call.caller.administers(orgname));
    const team =
      call.store.team(orgname, teamname) ??
      refuse(message(400, `Team '${teamname}' is not a team in org '${orgname}'`));
    // Quay looks at the first of the caller's ways, even when there is none.
    if (team.role === "admin" && !adminTeamsOf(call, team.organization).length) throw crash();
    if (isOnlyAdminTeam(call, team))
      throw message(
        400,
        `Deleting team '${teamname}' would remove admin ability for user '${call.caller.user?.name}' in organization '${orgname}'`,
      );
    deleteTeam(call.store, team);
    logEvent(call, "org_delete_team", team.organization, { team: teamname });
    return done;
  }),

  route("GET /v1/organization/{orgname}/team/{teamname}/members", (call) => {
    const { orgname, teamname } = call.params;
    call.demand(call.caller.maySee(orgname, teamname));
    const team = call.store.team(orgname, teamname) ?? refuse(notFound());
    const canEdit = call.caller.administers(orgname);
    const pending = canEdit && call.flag("includePending") ? team.invites : [];
    return ok({
      name: team.name,
      members: [
        ...[...team.members].map((member) => memberView(member, false)),
        ...pending.map(({ invited }) => inviteView(invited)),
      ],
      can_edit: canEdit,
      ...syncingView(call, team),
    });
  }),

  route("PUT /v1/organization/{orgname}/team/{teamname}/members/{membername}", (call) => {
    refuseIfSynced(call);
    const team = administeredTeam(call);
    const { membername } = call.params;
    const member = call.store.user(membername) ?? call.store.robot(membername) ?? refuse(invalid("Unknown user"));
    return ok(addMember(call, team, member));
  }),

  route("DELETE /v1/organization/{orgname}/team/{teamname}/members/{membername}", (call) => {
    refuseIfSynced(call);
    const { membername } = call.params;
    const team = administeredTeam(call);
    const member = call.store.user(membername) ?? call.store.robot(membername) ?? refuse(notFound());
    const invitation = team.invites.findIndex(({ invited }) => invited === member);
    if (invitation >= 0) {
      team.invites.splice(invitation, 1);
      const told = { user: membername, team: team.name, member: membername };
      logEvent(call, "org_delete_team_member_invite", team.organization, told);
      return done;
    }
    if (!team.members.has(member)) throw message(400, `User ${membername} does not belong to team ${team.name}`);
    if (member === call.caller.user && isOnlyAdminTeam(call, team))
      throw message(400, "User cannot remove themselves from their only admin team.");
    call.store.leave(team, member);
    logEvent(call, "org_remove_team_member", team.organization, { member: membername, team: team.name });
    return done;
  }),

  route("GET /v1/organization/{orgname}/team/{teamname}/permissions", (call) => {
    const team = administeredTeam(call);
    const permissions = [...team.grants].map(([{ name, isPublic }, role]) => ({
      repository: { name, is_public: isPublic },
      role,
    }));
    return ok({ permissions });
  }),
];
