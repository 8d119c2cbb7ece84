import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./many";
import { RepositoryRoles } from "./permission";

export const updateOrganizationTeam = operation({
  nickname: "updateOrganizationTeam",
  route: "PUT /v1/organization/{orgname}/team/{teamname}",
  scope: "org:admin",
  summary: "Create a team, or change its role or description.",
  input: z.object({
    orgname: z.string(),
    teamname: z.string(),
    role: z.enum(["member", "creator", "admin"]),
    description: z.string().optional(),
  }),
  output: z.looseObject({
    name: z.string(),
    description: z.string().nullish(),
    role: z.enum(["member", "creator", "admin"]),
    new_team: z.boolean().optional(),
  }),
});

export const deleteOrganizationTeam = operation({
  nickname: "deleteOrganizationTeam",
  route: "DELETE /v1/organization/{orgname}/team/{teamname}",
  scope: "org:admin",
  summary: "Delete a team with its memberships and grants.",
  input: z.object({ orgname: z.string(), teamname: z.string() }),
  output: z.unknown(),
});

export const getOrganizationTeamMembers = operation({
  nickname: "getOrganizationTeamMembers",
  route: "GET /v1/organization/{orgname}/team/{teamname}/members",
  scope: "org:admin",
  summary: "List the members of a team; with includePending also the invited.",
  input: z.object({ orgname: z.string(), teamname: z.string(), includePending: z.boolean().optional() }),
  output: z.looseObject({
    name: z.string(),
    members: listOf(z.looseObject({ name: z.string().optional(), kind: z.string(), invited: z.boolean() })),
    can_edit: z.boolean(),
  }),
});

export const updateOrganizationTeamMember = operation({
  nickname: "updateOrganizationTeamMember",
  route: "PUT /v1/organization/{orgname}/team/{teamname}/members/{membername}",
  scope: "org:admin",
  summary: "Add a user or robot to a team, or invite the user. Inviting twice makes two invitations.",
  input: z.object({ orgname: z.string(), teamname: z.string(), membername: z.string() }),
  output: z.looseObject({ name: z.string(), invited: z.boolean() }),
  repeatable: false,
});

export const deleteOrganizationTeamMember = operation({
  nickname: "deleteOrganizationTeamMember",
  route: "DELETE /v1/organization/{orgname}/team/{teamname}/members/{membername}",
  scope: "org:admin",
  summary: "Remove a member from a team, or take one invitation back.",
  input: z.object({ orgname: z.string(), teamname: z.string(), membername: z.string() }),
  output: z.unknown(),
});

export const getOrganizationTeamPermissions = operation({
  nickname: "getOrganizationTeamPermissions",
  route: "GET /v1/organization/{orgname}/team/{teamname}/permissions",
  scope: "org:admin",
  summary: "List what a team may do on repositories.",
  input: z.object({ orgname: z.string(), teamname: z.string() }),
  output: RepositoryRoles,
});
