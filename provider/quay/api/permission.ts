import { z } from "zod";
import { operation } from "../operation";
import { listOf, mapOf } from "./many";

const Role = z.enum(["read", "write", "admin"]);
const Grants = z.looseObject({ permissions: mapOf(z.looseObject({ role: Role })) });
const Grant = z.looseObject({ role: Role });

/** Roles on repositories of one namespace, which the names leave out. */
export const RepositoryRoles = z.looseObject({
  permissions: listOf(z.looseObject({ repository: z.looseObject({ name: z.string() }), role: Role })),
});

export const listRepoUserPermissions = operation({
  nickname: "listRepoUserPermissions",
  route: "GET /v1/repository/{repository}/permissions/user/",
  scope: "repo:admin",
  summary: "List the grants of a repository to users and robots.",
  input: z.object({ repository: z.string() }),
  output: Grants,
});

export const getUserPermissions = operation({
  nickname: "getUserPermissions",
  route: "GET /v1/repository/{repository}/permissions/user/{username}",
  scope: "repo:admin",
  summary: "Get the grant of a user or robot on a repository.",
  input: z.object({ repository: z.string(), username: z.string() }),
  output: Grant,
});

export const changeUserPermissions = operation({
  nickname: "changeUserPermissions",
  route: "PUT /v1/repository/{repository}/permissions/user/{username}",
  scope: "repo:admin",
  summary: "Grant a user or robot a role on a repository, or change the role.",
  input: z.object({ repository: z.string(), username: z.string(), role: Role }),
  output: Grant,
});

export const deleteUserPermissions = operation({
  nickname: "deleteUserPermissions",
  route: "DELETE /v1/repository/{repository}/permissions/user/{username}",
  scope: "repo:admin",
  summary: "Take a user's or robot's grant on a repository away.",
  input: z.object({ repository: z.string(), username: z.string() }),
  output: z.unknown(),
});

export const listRepoTeamPermissions = operation({
  nickname: "listRepoTeamPermissions",
  route: "GET /v1/repository/{repository}/permissions/team/",
  scope: "repo:admin",
  summary: "List the grants of a repository to teams.",
  input: z.object({ repository: z.string() }),
  output: Grants,
});

export const getTeamPermissions = operation({
  nickname: "getTeamPermissions",
  route: "GET /v1/repository/{repository}/permissions/team/{teamname}",
  scope: "repo:admin",
  summary: "Get the grant of a team on a repository.",
  input: z.object({ repository: z.string(), teamname: z.string() }),
  output: Grant,
});

export const changeTeamPermissions = operation({
  nickname: "changeTeamPermissions",
  route: "PUT /v1/repository/{repository}/permissions/team/{teamname}",
  scope: "repo:admin",
  summary: "Grant a team a role on a repository, or change the role.",
  input: z.object({ repository: z.string(), teamname: z.string(), role: Role }),
  output: Grant,
});

export const deleteTeamPermissions = operation({
  nickname: "deleteTeamPermissions",
  route: "DELETE /v1/repository/{repository}/permissions/team/{teamname}",
  scope: "repo:admin",
  summary: "Take a team's grant on a repository away.",
  input: z.object({ repository: z.string(), teamname: z.string() }),
  output: z.unknown(),
});
