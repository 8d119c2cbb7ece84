import { done, ok } from "../answers";
import { logged } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { deleteTeam } from "../cascades";
import { crash, invalid, message, notFound, refuse } from "../errors";
import { namingFault } from "../names";
import type { Organization, Robot, Team, User } from "../nouns";
import { gated, route } from "../routing";
import { choice, object, optional, text } from "../schema";
import { secret } from "../secrets";

/** A team as it shows in its organization. */
export const teamEntry = (call: Call, team: Team) => ({
  name: team.name,
  description: team.description,
  role: team.role,
  avatar: avatar("team", team.name),
  can_view: call.caller.maySee(team.organization.name, team.name),
  repo_count: team.grants.size,
  member_count: team.members.size,
  is_synced: team.syncedWith !== undefined,
});

const teamView = (call: Call, team: Team, isNew: boolean) => ({
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

const inviteView = (invited: User | string) =>
  typeof invited === "string"
    ? { email: invited, kind: "invite", avatar: avatar("user", invited), invited: true }
    : memberView(invited, true);

/** Which directory the team may be, or is, filled from. */
function syncingView(call: Call, team: Team) {
  if (!call.features.TEAM_SYNCING) return {};
  const { caller, features } = call;
  const isAdmin = caller.administers(team.organization.name);
  const maySync = caller.isSuperuser || (isAdmin && features.NONSUPERUSER_TEAM_SYNCING_SETUP);
  return {
    ...(maySync && { can_sync: { service: "ldap" } }),
    ...(team.syncedWith !== undefined && {
      synced: { service: "ldap", ...(isAdmin && { last_updated: null, config: { group_dn: team.syncedWith } }) },
    }),
  };
}

const teamBody = object({ role: choice("member", "creator", "admin"), description: optional(text()) });
const groupBody = object({ group_dn: optional(text()), group_id: optional(text()), group_name: optional(text()) });

/** The team of the path, in an organization of which the caller has to be an admin. */
function administeredTeam(call: Call<"orgname" | "teamname">): Team {
  const { orgname, teamname } = call.params;
  call.demand(call.caller.administers(orgname));
  return call.store.team(orgname, teamname) ?? refuse(notFound());
}

/** Teams other than this one through which the caller is an admin. */
const otherAdminTeams = (call: Call, team: Team) =>
  [...team.organization.teams.values()].filter(
    (other) => other !== team && other.role === "admin" && call.caller.user && other.members.has(call.caller.user),
  );

/** A new team is one entry whatever it starts with; of one that exists only what really changes is told. */
function logChanges(call: Call, before: Team, { organization, name, role, description }: Team) {
  if (description !== before.description)
    logged(call, "org_set_team_description", organization, { team: name, description });
  if (role !== before.role) logged(call, "org_set_team_role", organization, { team: name, role });
}

const isInAnyTeam = (organization: Organization, member: User | Robot) =>
  [...member.memberships].some((team) => team.organization === organization);

function refuseIfSynced(call: Call, team: Team, member: User | Robot) {
  if (call.features.TEAM_SYNCING && team.syncedWith !== undefined && member.kind !== "robot")
    throw invalid("Cannot call this method on an auth-synced team");
}

const invite = (call: Call, team: Team, invited: User | string) =>
  team.invites.push({ code: secret(32), invited, inviter: call.caller.user?.name ?? "" });

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
  if (invited) logged(call, "org_invite_team_member", team.organization, { user: name, member: name, team: team.name });
  else logged(call, "org_add_team_member", team.organization, { member: name, team: team.name });
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
    } else if (
      found.role === "admin" &&
      role !== "admin" &&
      !call.caller.hasFullAccess &&
      !otherAdminTeams(call, found).length
    ) {
      throw message(
        400,
        `Cannot remove admin from team '${teamname}' because calling user would no longer have admin on org '${orgname}'`,
      );
    }
    const team = found ?? call.store.addTeam(organization, teamname, role);
    const before = { ...team };
    team.role = role;
    team.description = description ?? team.description;
    if (!found) logged(call, "org_create_team", organization, { team: teamname });
    else logChanges(call, before, team);
    return ok(teamView(call, team, !found));
  }),

  route("DELETE /v1/organization/{orgname}/team/{teamname}", (call) => {
    const { orgname, teamname } = call.params;
    call.demand(call.caller.administers(orgname));
    const team =
      call.store.team(orgname, teamname) ??
      refuse(message(400, `Team '${teamname}' is not a team in org '${orgname}'`));
    if (team.role === "admin" && !otherAdminTeams(call, team).length) {
      const user = call.caller.user as User;
      if (!team.members.has(user) && call.caller.hasFullAccess) throw crash();
      throw message(
        400,
        `Deleting team '${teamname}' would remove admin ability for user '${user.name}' in organization '${orgname}'`,
      );
    }
    deleteTeam(call.store, team);
    logged(call, "org_delete_team", team.organization, { team: teamname });
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
    const team = administeredTeam(call);
    const { membername } = call.params;
    const member = call.store.user(membername) ?? call.store.robot(membername) ?? refuse(invalid("Unknown user"));
    refuseIfSynced(call, team, member);
    return ok(addMember(call, team, member));
  }),

  route("DELETE /v1/organization/{orgname}/team/{teamname}/members/{membername}", (call) => {
    const { orgname, membername } = call.params;
    call.demand(call.caller.administers(orgname));
    const member = call.store.user(membername) ?? call.store.robot(membername) ?? refuse(notFound());
    const team = administeredTeam(call);
    refuseIfSynced(call, team, member);
    const invitation = team.invites.findIndex(({ invited }) => invited === member);
    if (invitation >= 0) {
      team.invites.splice(invitation, 1);
      const told = { user: membername, team: team.name, member: membername };
      logged(call, "org_delete_team_member_invite", team.organization, told);
      return done;
    }
    if (!team.members.has(member)) throw message(400, `User ${membername} does not belong to team ${team.name}`);
    if (team.role === "admin" && member === call.caller.user && !otherAdminTeams(call, team).length)
      throw message(400, "User cannot remove themselves from their only admin team.");
    call.store.leave(team, member);
    logged(call, "org_remove_team_member", team.organization, { member: membername, team: team.name });
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

  ...gated(
    ["MAILING"],
    [
      route("PUT /v1/organization/{orgname}/team/{teamname}/invite/{email}", (call) => {
        const team = administeredTeam(call);
        const { email } = call.params;
        invite(call, team, email);
        logged(call, "org_invite_team_member", team.organization, { email, team: team.name, member: email });
        return ok(inviteView(email));
      }),

      route("DELETE /v1/organization/{orgname}/team/{teamname}/invite/{email}", (call) => {
        const team = administeredTeam(call);
        const { email } = call.params;
        const invitation = team.invites.findIndex(({ invited }) => invited === email);
        if (invitation < 0) throw notFound();
        team.invites.splice(invitation, 1);
        logged(call, "org_delete_team_member_invite", team.organization, { email, team: team.name, member: email });
        return done;
      }),
    ],
  ),

  ...gated(
    ["TEAM_SYNCING"],
    [
      route("POST /v1/organization/{orgname}/team/{teamname}/syncing", (call) => {
        const group = call.json(groupBody);
        const team = administeredTeam(call);
        call.demand(call.caller.isSuperuser || Boolean(call.features.NONSUPERUSER_TEAM_SYNCING_SETUP));
        team.syncedWith = group.group_dn ?? group.group_name ?? group.group_id ?? "";
        logged(call, "enable_team_sync", team.organization, { team: team.name });
        return ok(teamView(call, team, false));
      }),

      route("DELETE /v1/organization/{orgname}/team/{teamname}/syncing", (call) => {
        const team = administeredTeam(call);
        team.syncedWith = undefined;
        logged(call, "disable_team_sync", team.organization, { team: team.name });
        return ok(teamView(call, team, false));
      }),
    ],
  ),
];
