import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { repository } from "./parameters";

/** How the source is reached. Quay merges what is sent into what it holds. */
const connection = z.looseObject({
  verify_tls: z.boolean().nullish(),
  unsigned_images: z.boolean().nullish(),
  proxy: z
    .looseObject({
      http_proxy: z.string().nullish(),
      https_proxy: z.string().nullish(),
      no_proxy: z.string().nullish(),
    })
    .nullish(),
});

/** The password is never shown. */
export const RepositoryMirrorView = z.looseObject({
  is_enabled: z.boolean(),
  external_reference: z.string(),
  external_registry_username: z.string().nullish(),
  external_registry_config: connection.nullish(),
  robot_username: z.string().nullable(),
  root_rule: z.looseObject({ rule_value: listOf(z.string()) }),
  sync_interval: z.number(),
  /** When the next one is due by the schedule; null after one was cancelled. */
  sync_start_date: z.string().nullish(),
  sync_status: z.string(),
  /** After a cancel 0: then nothing runs until it is asked for. */
  sync_retries_remaining: z.number(),
  skopeo_timeout_interval: z.number(),
  /** Empty for all. */
  architecture_filter: listOf(z.string()).nullish(),
});
export type RepositoryMirrorView = z.output<typeof RepositoryMirrorView>;

const settings = {
  external_reference: z.string().describe("Repository to copy from, without a scheme: docker.io/library/alpine."),
  robot_username: z.string().describe("Robot of the same namespace that pushes, for example acme+sync."),
  root_rule: z
    .strictObject({ rule_kind: z.literal("tag_glob_csv"), rule_value: z.array(z.string()).min(1) })
    .describe("Which tags are copied: tag_glob_csv, and at least one glob."),
  sync_interval: z.int().min(1).describe("Seconds from one synchronization to the next."),
  sync_start_date: z.string().describe("When the first one begins, for example 2027-01-01T00:00:00Z."),
  skopeo_timeout_interval: z.int().min(300).describe("Seconds that copying a tag may take, at least 300."),
};

const others = {
  is_enabled: z.boolean().optional().describe("Whether it runs by itself; true if left out."),
  external_registry_username: z.string().nullable().optional().describe("User of the other registry; null for none."),
  external_registry_password: z
    .string()
    .nullable()
    .optional()
    .describe("Secret. The user's password, which is accepted only with the user; null for none."),
  external_registry_config: connection
    .optional()
    .describe("verify_tls, unsigned_images, and proxy with http_proxy, https_proxy and no_proxy."),
  architecture_filter: z.array(z.string()).optional().describe("Architectures to copy; all if empty."),
};

const ofRepository = z.strictObject({ repository });

export const getRepoMirrorConfig = operation({
  nickname: "getRepoMirrorConfig",
  route: "GET /v1/repository/{repository}/mirror",
  scope: "repo:admin",
  summary: "Get what a repository mirrors, and the robot that does it.",
  input: ofRepository,
  output: RepositoryMirrorView,
});

export const createRepoMirrorConfig = operation({
  nickname: "createRepoMirrorConfig",
  route: "POST /v1/repository/{repository}/mirror",
  scope: "repo:admin",
  summary: "Make a repository the mirror of a repository in another registry.",
  input: ofRepository.extend({ ...settings, ...others }),
  output: z.unknown(),
});

export const changeRepoMirrorConfig = operation({
  nickname: "changeRepoMirrorConfig",
  route: "PUT /v1/repository/{repository}/mirror",
  scope: "repo:admin",
  summary: "Change what a repository mirrors, and how. What is left out stays as it is.",
  input: ofRepository.extend(z.object({ ...settings, ...others }).partial().shape),
  output: z.unknown(),
});

export const syncNow = operation({
  nickname: "syncNow",
  route: "POST /v1/repository/{repository}/mirror/sync-now",
  scope: "repo:admin",
  summary: "Have the mirror of a repository synchronized as soon as possible. While that goes on, it is not found.",
  input: ofRepository,
  repeatable: true,
  output: z.unknown(),
});

export const syncCancel = operation({
  nickname: "syncCancel",
  route: "POST /v1/repository/{repository}/mirror/sync-cancel",
  scope: "repo:admin",
  summary:
    "Stop the synchronization of a repository's mirror; then none begins by itself. Without one, it is not found.",
  input: ofRepository,
  repeatable: true,
  output: z.unknown(),
});
