import { z } from "zod";
import { existing } from "../names";
import { operation } from "../operation";
import { listOf } from "./collections";
import { repository, tag } from "./parameters";

export const TagView = z.looseObject({
  name: z.string(),
  manifest_digest: z.string(),
  start_ts: z.number().optional(),
  end_ts: z.number().optional(),
  immutable: z.boolean().optional(),
});
export type TagView = z.output<typeof TagView>;

export const listRepoTags = operation({
  nickname: "listRepoTags",
  route: "GET /v1/repository/{repository}/tag/",
  scope: "repo:read",
  summary: "List the tags of a repository, newest first.",
  input: z.strictObject({
    repository,
    onlyActiveTags: z.boolean().optional().describe("Leave out the history of moved and deleted tags."),
    specificTag: tag.optional().describe("Only this tag."),
    limit: z.int().min(1).max(100).optional().describe("Tags a page, at most 100; 50 if left out."),
    page: z.int().min(1).optional().describe("Which page, from 1 on. has_additional tells whether there are more."),
  }),
  output: z.looseObject({
    tags: listOf(TagView),
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
  input: z
    .strictObject({
      repository,
      tag,
      manifest_digest: existing.digest
        .optional()
        .describe("Digest of the manifest to point at; it has to be in this repository."),
      expiration: z
        .int({ error: "Give the seconds since 1970, or null for never." })
        .nullable()
        .optional()
        .describe("When Quay removes the tag, in seconds since 1970; null for never. The tag has to exist."),
      immutable: z
        .boolean()
        .optional()
        .describe("Whether the tag can neither be moved nor deleted. The tag has to exist."),
    })
    // Quay answers an empty change with success, even when the tag does not exist.
    .refine(
      ({ manifest_digest, expiration, immutable }) =>
        manifest_digest !== undefined || expiration !== undefined || immutable !== undefined,
      { error: "Give manifest_digest, expiration or immutable.", path: ["manifest_digest"] },
    ),
  output: z.literal("Updated"),
});

export const deleteFullTag = operation({
  nickname: "deleteFullTag",
  route: "DELETE /v1/repository/{repository}/tag/{tag}",
  scope: "repo:write",
  summary: "Delete a tag; the time machine can bring it back.",
  input: z.strictObject({ repository, tag }),
  output: z.unknown(),
});
