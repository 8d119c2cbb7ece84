import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./many";

const BuildView = z.looseObject({
  id: z.string(),
  /** `waiting`, `building`, `complete`, `error` and others on the way. */
  phase: z.string(),
  started: z.string().nullish(),
  display_name: z.string().nullish(),
  dockerfile_path: z.string().nullish(),
  context: z.string().nullish(),
  tags: listOf(z.string()).nullish(),
  manual_user: z.string().nullish(),
  /** Only for who may write. */
  archive_url: z.string().nullish(),
});
export type BuildView = z.output<typeof BuildView>;

export const getRepoBuilds = operation({
  nickname: "getRepoBuilds",
  route: "GET /v1/repository/{repository}/build/",
  scope: "repo:read",
  summary: "List the builds of a repository, newest first; five unless a limit is given.",
  input: z.object({ repository: z.string(), limit: z.number().optional(), since: z.number().optional() }),
  output: z.looseObject({ builds: listOf(BuildView) }),
});

export const requestRepoBuild = operation({
  nickname: "requestRepoBuild",
  route: "POST /v1/repository/{repository}/build/",
  scope: "repo:write",
  summary: "Build an image from an archive with a Dockerfile, and push it to the repository.",
  input: z.object({
    repository: z.string(),
    file_id: z.string().optional(),
    archive_url: z.string().optional(),
    subdirectory: z.string().optional(),
    dockerfile_path: z.string().optional(),
    context: z.string().optional(),
    pull_robot: z.string().optional(),
    docker_tags: listOf(z.string()).optional(),
  }),
  output: BuildView,
});
