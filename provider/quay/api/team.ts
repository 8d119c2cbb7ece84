import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { membername, orgname, teamname } from "./parameters";
import { RepositoryRoles } from "./permission";

/** A team's role in its organization. */
export const TeamRole = z.enum(["member", "creator", "admin"]);
export type TeamRole = z.output<typeof TeamRole>;

export const TeamView = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  role: TeamRole,
  /** Only in the view of an organization: members with robots, without the invited. */
  member_count: z.number().optional(),
  repo_count: z.number().optional(),
  /** Only in the view of an organization, and false for all while FEATURE_TEAM_SYNCING is off. */
  is_synced: z.boolean().optional(),
});
export type TeamView = z.output<typeof TeamView>;

/** A member of a team, or an invited user. */
export const TeamMemberView = z.looseObject({
  /** Missing for somebody who was invited by e-mail. */
  name: z.string().optional(),
  email: z.string().optional(),
  kind: z.string(),
  is_robot: z.boolean().optional(),
  invited: z.boolean(),
});
export type TeamMemberView = z.output<typeof TeamMemberView>;

/** The group that a team takes its people from. Only superusers see which one, and when Quay last looked into it. */
const SyncedView = z.looseObject({
  service: z.string(),
  last_updated: z.string().nullish(),
  config: z
    .looseObject({
      group_dn: z.string().nullish(),
      group_name: z.string().nullish(),
      group_id: z.string().nullish(),
    })
    .optional(),
});

const TeamMembersView = z.looseObject({
  name: z.string(),
  members: listOf(TeamMemberView),
  can_edit: z.boolean(),
  /** Only shown to those who may bind the team to a group; the base only of an LDAP directory. */
  can_sync: z.looseObject({ service: z.string(), base_dn: z.string().optional() }).optional(),
  /** Missing while no group decides who is in the team. */
  synced: SyncedView.optional(),
});
export type TeamMembersView = z.output<typeof TeamMembersView>;

export const updateOrganizationTeam = operation({
  nickname: "updateOrganizationTeam",
  route: "PUT /v1/organization/{orgname}/team/{teamname}",
  scope: "org:admin",
  summary: "Create a team, or change its role or description.",
  input: z.strictObject({
    orgname,
    teamname,
    role: TeamRole.describe(
      "What every member may do across the organization: nothing more, create repositories, or everything.",
    ),
    description: z.string().optional().describe("Markdown, shown on the team's page. Left out, it stays as it is."),
  }),
  output: TeamView.extend({ new_team: z.boolean().optional() }),
});

export const deleteOrganizationTeam = operation({
  nickname: "deleteOrganizationTeam",
  route: "DELETE /v1/organization/{orgname}/team/{teamname}",
  scope: "org:admin",
  summary: "Delete a team with its memberships and grants.",
  input: z.strictObject({ orgname, teamname }),
  output: z.unknown(),
});

export const getOrganizationTeamMembers = operation({
  nickname: "getOrganizationTeamMembers",
  route: "GET /v1/organization/{orgname}/team/{teamname}/members",
  scope: "org:admin",
  summary: "List the members of a team; with includePending also the invited.",
  input: z.strictObject({ orgname, teamname, includePending: z.boolean().optional() }),
  output: TeamMembersView,
});

export const updateOrganizationTeamMember = operation({
  nickname: "updateOrganizationTeamMember",
  route: "PUT /v1/organization/{orgname}/team/{teamname}/members/{membername}",
  scope: "org:admin",
  summary: "Add a user or robot to a team, or invite the user. Inviting twice makes two invitations.",
  input: z.strictObject({ orgname, teamname, membername }),
  output: z.looseObject({ name: z.string(), invited: z.boolean() }),
  repeatable: false,
});

export const deleteOrganizationTeamMember = operation({
  nickname: "deleteOrganizationTeamMember",
  route: "DELETE /v1/organization/{orgname}/team/{teamname}/members/{membername}",
  scope: "org:admin",
  summary: "Remove a member from a team, or take one invitation back.",
  input: z.strictObject({ orgname, teamname, membername }),
  output: z.unknown(),
});

export const getOrganizationTeamPermissions = operation({
  nickname: "getOrganizationTeamPermissions",
  route: "GET /v1/organization/{orgname}/team/{teamname}/permissions",
  scope: "org:admin",
  summary: "List what a team may do on repositories.",
  input: z.strictObject({ orgname, teamname }),
  output: RepositoryRoles,
});

export const enableOrganizationTeamSync = operation({
  nickname: "enableOrganizationTeamSync",
  route: "POST /v1/organization/{orgname}/team/{teamname}/syncing",
  scope: "super:user",
  summary:
    "Let a group of the directory decide which people are in a team. A team that is bound already is an error page.",
  input: z.strictObject({
    orgname,
    teamname,
    group_dn: z.string().optional().describe("LDAP: name of the group, relative to the base DN."),
    group_name: z.string().optional().describe("OIDC: name of the group."),
    group_id: z.string().optional().describe("Keystone: id of the group."),
  }),
  output: TeamView,
});

export const disableOrganizationTeamSync = operation({
  nickname: "disableOrganizationTeamSync",
  route: "DELETE /v1/organization/{orgname}/team/{teamname}/syncing",
  scope: "super:user",
  summary: "Let no group decide any more who is in a team. Its members stay.",
  input: z.strictObject({ orgname, teamname }),
  output: TeamView,
  confirmedBy: 200,
});
