import { z } from "zod";
import { whyUnaddressable } from "../addressable";
import { newRepositoryName } from "../names";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname, repository } from "./parameters";

export const Visibility = z.enum(["public", "private"]);
export type Visibility = z.output<typeof Visibility>;

export const RepositoryState = z.enum(["NORMAL", "READ_ONLY", "MIRROR", "ORG_MIRROR"]);

/** `ORG_MIRROR` is set by Quay only, on the mirrors of whole organizations. */
export const SettableState = RepositoryState.exclude(["ORG_MIRROR"]);

export const RepositoryView = z.looseObject({
  namespace: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  is_public: z.boolean(),
  state: RepositoryState.nullish(),
});
export type RepositoryView = z.output<typeof RepositoryView>;

const Done = z.looseObject({ success: z.literal(true) });

export const createRepo = operation({
  nickname: "createRepo",
  route: "POST /v1/repository",
  scope: "repo:create",
  summary: "Create a new repository.",
  input: z
    .strictObject({
      namespace: orgname
        .optional()
        .describe("Organization or user to hold it, for example acme. Left out, it is the token's own user."),
      repository: newRepositoryName.describe("Name without the namespace, for example web."),
      visibility: Visibility.default("private").describe("Who may pull: everybody, or who is granted it."),
      description: z.string().default("").describe("Markdown, shown on the repository's page."),
    })
    .superRefine(({ namespace, repository }, { addIssue }) => {
      const why = whyUnaddressable(`${namespace ?? "…"}/${repository}`);
      if (why) addIssue({ code: "custom", path: ["repository"], message: `${why} Choose another name.` });
    }),
  output: z.looseObject({ namespace: z.string(), name: z.string() }),
});

export const listRepos = operation({
  nickname: "listRepos",
  route: "GET /v1/repository",
  scope: "repo:read",
  summary: "List the repositories of a namespace, the starred or the public ones, a hundred a page.",
  input: z.strictObject({
    namespace: orgname.optional().describe("Only the repositories of this organization or user."),
    public: z.boolean().optional().describe("Also the public repositories of others."),
    starred: z.boolean().optional().describe("Only those that the token's user has starred."),
    next_page: z.string().max(4096).optional().describe("What the page before said as next_page."),
  }),
  output: z.looseObject({
    repositories: listOf(RepositoryView),
    next_page: z.string().optional(),
  }),
});

export const getRepo = operation({
  nickname: "getRepo",
  route: "GET /v1/repository/{repository}",
  scope: "repo:read",
  summary: "Get the details of a repository.",
  input: z.strictObject({
    repository,
    includeTags: z.boolean().optional().describe("Whether to list up to 500 tags with it; true if left out."),
    includeStats: z.boolean().optional().describe("Whether to tell the pulls and pushes of the last three months."),
  }),
  output: RepositoryView.extend({ can_admin: z.boolean() }),
});

export const updateRepo = operation({
  nickname: "updateRepo",
  route: "PUT /v1/repository/{repository}",
  scope: "repo:write",
  summary: "Change the description of a repository.",
  input: z.strictObject({ repository, description: z.string() }),
  output: Done,
});

export const changeRepoVisibility = operation({
  nickname: "changeRepoVisibility",
  route: "POST /v1/repository/{repository}/changevisibility",
  scope: "repo:admin",
  summary: "Make a repository public or private.",
  input: z.strictObject({ repository, visibility: Visibility }),
  output: Done,
});

export const changeRepoState = operation({
  nickname: "changeRepoState",
  route: "PUT /v1/repository/{repository}/changestate",
  scope: "repo:admin",
  summary: "Make a repository writable, read-only or a mirror.",
  input: z.strictObject({ repository, state: SettableState }),
  output: Done,
});

export const deleteRepository = operation({
  nickname: "deleteRepository",
  route: "DELETE /v1/repository/{repository}",
  scope: "repo:admin",
  summary: "Delete a repository with everything in it.",
  input: z.strictObject({ repository }),
  output: z.unknown(),
});
