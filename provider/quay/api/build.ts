import { z } from "zod";
import { operation } from "../operation";
import { limitedList, listOf } from "./collections";
import { repository } from "./parameters";

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
  /** Only shown to callers with write access. */
  archive_url: z.string().nullish(),
});
export type BuildView = z.output<typeof BuildView>;

export const getRepoBuilds = operation({
  nickname: "getRepoBuilds",
  route: "GET /v1/repository/{repository}/build/",
  scope: "repo:read",
  summary: "List the builds of a repository, newest first; five unless a limit is given.",
  input: z.strictObject({
    repository,
    limit: z.int().min(1).max(1000).optional().describe("How many builds at most; 5 if left out."),
    since: z.int().min(0).optional().describe("Only builds begun since then, in seconds since 1970."),
  }),
  output: z.looseObject({ builds: listOf(BuildView) }),
});

export const requestRepoBuild = operation({
  nickname: "requestRepoBuild",
  route: "POST /v1/repository/{repository}/build/",
  scope: "repo:write",
  summary: "Build an image from an archive with a Dockerfile, and push it to the repository.",
  input: z
    .strictObject({
      repository,
      archive_url: z
        .url({ protocol: /^https?$/, error: "Give the http or https address of an archive." })
        .optional()
        .describe("Address of a .tar.gz or .zip with the Dockerfile and what it copies. Either this or file_id."),
      file_id: z
        .string()
        .min(1)
        .optional()
        .describe("Id of an archive uploaded to this Quay. Either this or archive_url."),
      dockerfile_path: z
        .string()
        .optional()
        .describe("Where the Dockerfile is in the archive; /Dockerfile if left out."),
      context: z.string().optional().describe("Folder of the archive the Dockerfile may copy from; / if left out."),
      subdirectory: z.string().optional().describe("Folder that is both context and home of the Dockerfile. Old form."),
      pull_robot: z.string().optional().describe("Robot to pull private base images with, for example acme+ci."),
      docker_tags: limitedList(
        1000,
        z
          .array(z.string().min(1))
          .min(1)
          .refine((tags) => new Set(tags).size === tags.length, "A tag is there twice."),
      )
        .optional()
        .describe("Tags for the image; latest if left out."),
    })
    .refine(({ archive_url, file_id }) => archive_url || file_id, {
      error: "Give archive_url, or file_id.",
      path: ["archive_url"],
    }),
  output: BuildView,
});
