import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { manifestref, repository } from "./parameters";

const Layer = z.looseObject({
  index: z.number(),
  compressed_size: z.number().nullish(),
  is_remote: z.boolean(),
  urls: listOf(z.string()).nullish(),
  command: listOf(z.string()).nullish(),
  comment: z.string().nullish(),
  author: z.string().nullish(),
  blob_digest: z.string(),
  created_datetime: z.string().nullish(),
});

export const getRepoManifest = operation({
  nickname: "getRepoManifest",
  route: "GET /v1/repository/{repository}/manifest/{manifestref}",
  scope: "repo:read",
  summary: "Get a manifest by its digest. One that no tag leads to any more is not found.",
  input: z.strictObject({ repository, manifestref }),
  output: z.looseObject({
    digest: z.string(),
    is_manifest_list: z.boolean(),
    /** The manifest as it was pushed: a JSON text. */
    manifest_data: z.string(),
    config_media_type: z.string().nullish(),
    layers_compressed_size: z.number().nullish(),
    /** Missing for a manifest list. */
    layers: listOf(Layer).nullish(),
  }),
});
