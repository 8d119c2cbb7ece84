import { z } from "zod";
import { operation } from "../operation";
import { repository } from "./parameters";

export const RepositoryMirrorView = z.looseObject({
  is_enabled: z.boolean(),
  external_reference: z.string(),
  robot_username: z.string().nullable(),
  sync_status: z.string(),
  sync_retries_remaining: z.number(),
  /** When the next one is due by the schedule. */
  sync_start_date: z.string().nullish(),
});

export const getRepoMirrorConfig = operation({
  nickname: "getRepoMirrorConfig",
  route: "GET /v1/repository/{repository}/mirror",
  scope: "repo:admin",
  summary: "Get what a repository mirrors, and the robot that does it.",
  input: z.strictObject({ repository }),
  output: RepositoryMirrorView,
});

export const syncNow = operation({
  nickname: "syncNow",
  route: "POST /v1/repository/{repository}/mirror/sync-now",
  scope: "repo:admin",
  summary: "Have the mirror of a repository synchronized as soon as possible. While that goes on, it is not found.",
  input: z.strictObject({ repository }),
  repeatable: true,
  output: z.unknown(),
});

export const syncCancel = operation({
  nickname: "syncCancel",
  route: "POST /v1/repository/{repository}/mirror/sync-cancel",
  scope: "repo:admin",
  summary:
    "Stop the synchronization of a repository's mirror; then none begins by itself. Without one, it is not found.",
  input: z.strictObject({ repository }),
  repeatable: true,
  output: z.unknown(),
});
