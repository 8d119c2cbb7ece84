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
});
export type TeamView = z.output<typeof TeamView>;

/** A member of a team, or an invited user. */
export const TeamMemberView = z.looseObject({ name: z.string().optional(), kind: z.string(), invited: z.boolean() });
export type TeamMemberView = z.output<typeof TeamMemberView>;

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
  output: z.looseObject({
    name: z.string(),
    members: listOf(TeamMemberView),
    can_edit: z.boolean(),
  }),
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
