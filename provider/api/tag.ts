import { z } from "zod";
import { operation } from "../operation";

export const listRepoTags = operation({
  route: "GET /v1/repository/{repository}/tag/",
  scope: "repo:read",
  summary: "List the tags of a repository, newest first.",
  input: z.object({
    repository: z.string(),
    specificTag: z.string().optional(),
    onlyActiveTags: z.boolean().optional(),
    limit: z.number().optional(),
    page: z.number().optional(),
  }),
  output: z.looseObject({
    tags: z.array(
      z.looseObject({
        name: z.string(),
        manifest_digest: z.string(),
        end_ts: z.number().optional(),
        immutable: z.boolean().optional(),
      }),
    ),
    page: z.number(),
    has_additional: z.boolean(),
  }),
});
