import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./many";

export const listRepoTags = operation({
  nickname: "listRepoTags",
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
    tags: listOf(
      z.looseObject({
        name: z.string(),
        manifest_digest: z.string(),
        start_ts: z.number().optional(),
        end_ts: z.number().optional(),
        immutable: z.boolean().optional(),
      }),
    ),
    page: z.number(),
    has_additional: z.boolean(),
  }),
});

export const changeTag = operation({
  nickname: "changeTag",
  route: "PUT /v1/repository/{repository}/tag/{tag}",
  scope: "repo:write",
  summary:
    "Point a tag at a manifest, or change its expiration or immutability. A digest always begins a new pointing.",
  input: z.object({
    repository: z.string(),
    tag: z.string(),
    manifest_digest: z.string().optional(),
    expiration: z.number().nullable().optional(),
    immutable: z.boolean().optional(),
  }),
  output: z.literal("Updated"),
});

export const deleteFullTag = operation({
  nickname: "deleteFullTag",
  route: "DELETE /v1/repository/{repository}/tag/{tag}",
  scope: "repo:write",
  summary: "Delete a tag; the time machine can bring it back.",
  input: z.object({ repository: z.string(), tag: z.string() }),
  output: z.unknown(),
});
