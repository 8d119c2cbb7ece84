import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./many";

export const RepositoryState = z.enum(["NORMAL", "READ_ONLY", "MIRROR", "ORG_MIRROR"]);

const Done = z.looseObject({ success: z.literal(true) });

export const createRepo = operation({
  nickname: "createRepo",
  route: "POST /v1/repository",
  scope: "repo:create",
  summary: "Create a new repository.",
  input: z.object({
    namespace: z.string().optional(),
    repository: z.string(),
    visibility: z.enum(["public", "private"]),
    description: z.string(),
    repo_kind: z.literal("image").optional(),
  }),
  output: z.looseObject({ namespace: z.string(), name: z.string() }),
});

export const listRepos = operation({
  nickname: "listRepos",
  route: "GET /v1/repository",
  scope: "repo:read",
  summary: "List the repositories of a namespace, the starred or the public ones, a hundred a page.",
  input: z.object({
    namespace: z.string().optional(),
    starred: z.boolean().optional(),
    public: z.boolean().optional(),
    next_page: z.string().optional(),
  }),
  output: z.looseObject({
    repositories: listOf(
      z.looseObject({
        namespace: z.string(),
        name: z.string(),
        description: z.string().nullish(),
        is_public: z.boolean(),
        state: RepositoryState.nullish(),
      }),
    ),
    next_page: z.string().optional(),
  }),
});

export const getRepo = operation({
  nickname: "getRepo",
  route: "GET /v1/repository/{repository}",
  scope: "repo:read",
  summary: "Get the details of a repository.",
  input: z.object({
    repository: z.string(),
    includeTags: z.boolean().optional(),
    includeStats: z.boolean().optional(),
  }),
  output: z.looseObject({
    namespace: z.string(),
    name: z.string(),
    description: z.string().nullish(),
    is_public: z.boolean(),
    state: RepositoryState.nullish(),
    can_admin: z.boolean(),
  }),
});

export const updateRepo = operation({
  nickname: "updateRepo",
  route: "PUT /v1/repository/{repository}",
  scope: "repo:write",
  summary: "Change the description of a repository.",
  input: z.object({ repository: z.string(), description: z.string() }),
  output: Done,
});

export const changeRepoVisibility = operation({
  nickname: "changeRepoVisibility",
  route: "POST /v1/repository/{repository}/changevisibility",
  scope: "repo:admin",
  summary: "Make a repository public or private.",
  input: z.object({ repository: z.string(), visibility: z.enum(["public", "private"]) }),
  output: Done,
});

export const changeRepoState = operation({
  nickname: "changeRepoState",
  route: "PUT /v1/repository/{repository}/changestate",
  scope: "repo:admin",
  summary: "Make a repository writable, read-only or a mirror.",
  input: z.object({ repository: z.string(), state: z.enum(["NORMAL", "READ_ONLY", "MIRROR"]) }),
  output: Done,
});

export const deleteRepository = operation({
  nickname: "deleteRepository",
  route: "DELETE /v1/repository/{repository}",
  scope: "repo:admin",
  summary: "Delete a repository with everything in it.",
  input: z.object({ repository: z.string() }),
  output: z.unknown(),
});
