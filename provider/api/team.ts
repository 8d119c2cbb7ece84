import { z } from "zod";
import { operation } from "../operation";

export const updateOrganizationTeam = operation({
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
  route: "DELETE /v1/organization/{orgname}/team/{teamname}",
  scope: "org:admin",
  summary: "Delete a team with its memberships and grants.",
  input: z.object({ orgname: z.string(), teamname: z.string() }),
  output: z.unknown(),
});
