import { z } from "zod";
import { operation } from "../operation";
import { listOf, mapOf } from "./collections";
import { repository, teamname, username } from "./parameters";

/** A role on a repository. */
export const RepositoryRole = z.enum(["read", "write", "admin"]);
export type RepositoryRole = z.output<typeof RepositoryRole>;

const GrantView = z.looseObject({ role: RepositoryRole });

/** The grants of one repository, by grantee. */
const Grants = z.looseObject({ permissions: mapOf(GrantView) });
export type Grants = z.output<typeof Grants>;

/** Roles on repositories of one namespace. Their names come without the namespace. */
export const RepositoryRoles = z.looseObject({
  permissions: listOf(z.looseObject({ repository: z.looseObject({ name: z.string() }), role: RepositoryRole })),
});
export type RepositoryRoles = z.output<typeof RepositoryRoles>;

export const listRepoUserPermissions = operation({
  nickname: "listRepoUserPermissions",
  route: "GET /v1/repository/{repository}/permissions/user/",
  scope: "repo:admin",
  summary: "List the grants of a repository to users and robots.",
  input: z.strictObject({ repository }),
  output: Grants,
});

export const getUserPermissions = operation({
  nickname: "getUserPermissions",
  route: "GET /v1/repository/{repository}/permissions/user/{username}",
  scope: "repo:admin",
  summary: "Get the grant of a user or robot on a repository.",
  input: z.strictObject({ repository, username }),
  output: GrantView,
});

export const changeUserPermissions = operation({
  nickname: "changeUserPermissions",
  route: "PUT /v1/repository/{repository}/permissions/user/{username}",
  scope: "repo:admin",
  summary: "Grant a user or robot a role on a repository, or change the role.",
  input: z.strictObject({
    repository,
    username,
    role: RepositoryRole.describe("Pull; pull and push; or everything, granting included."),
  }),
  output: GrantView,
});

export const deleteUserPermissions = operation({
  nickname: "deleteUserPermissions",
  route: "DELETE /v1/repository/{repository}/permissions/user/{username}",
  scope: "repo:admin",
  summary: "Take a user's or robot's grant on a repository away.",
  input: z.strictObject({ repository, username }),
  output: z.unknown(),
});

export const listRepoTeamPermissions = operation({
  nickname: "listRepoTeamPermissions",
  route: "GET /v1/repository/{repository}/permissions/team/",
  scope: "repo:admin",
  summary: "List the grants of a repository to teams.",
  input: z.strictObject({ repository }),
  output: Grants,
});

export const getTeamPermissions = operation({
  nickname: "getTeamPermissions",
  route: "GET /v1/repository/{repository}/permissions/team/{teamname}",
  scope: "repo:admin",
  summary: "Get the grant of a team on a repository.",
  input: z.strictObject({ repository, teamname }),
  output: GrantView,
});

export const changeTeamPermissions = operation({
  nickname: "changeTeamPermissions",
  route: "PUT /v1/repository/{repository}/permissions/team/{teamname}",
  scope: "repo:admin",
  summary: "Grant a team a role on a repository, or change the role.",
  input: z.strictObject({ repository, teamname, role: RepositoryRole }),
  output: GrantView,
});

export const deleteTeamPermissions = operation({
  nickname: "deleteTeamPermissions",
  route: "DELETE /v1/repository/{repository}/permissions/team/{teamname}",
  scope: "repo:admin",
  summary: "Take a team's grant on a repository away.",
  input: z.strictObject({ repository, teamname }),
  output: z.unknown(),
});
