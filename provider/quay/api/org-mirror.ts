import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname } from "./parameters";
import { Visibility } from "./repository";

export const SourceRegistryType = z.enum(["quay", "harbor"]);
export type SourceRegistryType = z.output<typeof SourceRegistryType>;

/** How the source is reached. Quay shows only what was sent, and replaces it as a whole. */
const connection = z.looseObject({
  verify_tls: z.boolean().nullish(),
  proxy: z
    .looseObject({
      http_proxy: z.string().nullish(),
      https_proxy: z.string().nullish(),
      no_proxy: z.string().nullish(),
    })
    .nullish(),
});

export const OrganizationMirrorView = z.looseObject({
  is_enabled: z.boolean(),
  external_registry_type: SourceRegistryType,
  external_registry_url: z.string(),
  external_namespace: z.string(),
  external_registry_username: z.string().nullish(),
  /** The password itself is never shown. */
  has_external_registry_password: z.boolean(),
  external_registry_config: connection.nullish(),
  repository_filters: listOf(z.string()),
  robot_username: z.string().nullable(),
  visibility: Visibility,
  sync_interval: z.number(),
  /** When the next one is due by the schedule. */
  sync_start_date: z.string().nullable(),
  sync_status: z.string(),
  sync_retries_remaining: z.number(),
  /** How many of its repositories have each status; older Quays do not tell. */
  repo_sync_status_counts: z.record(z.string(), z.number()).optional(),
  skopeo_timeout: z.number(),
});
export type OrganizationMirrorView = z.output<typeof OrganizationMirrorView>;

/** What the mirror of an organization, or one of its repositories, may have as status. */
export const syncStatuses = ["CANCEL", "FAIL", "NEVER_RUN", "SUCCESS", "SYNCING", "SYNC_NOW", "SKIP"] as const;
export type SyncStatus = (typeof syncStatuses)[number];

const MirroredRepositoryView = z.looseObject({
  name: z.string(),
  sync_status: z.string(),
  discovery_date: z.string().nullish(),
  last_sync_date: z.string().nullish(),
  status_message: z.string().nullish(),
  /** Its full name here; null before the first synchronization. */
  quay_repository: z.string().nullish(),
});
export type MirroredRepositoryView = z.output<typeof MirroredRepositoryView>;

const settings = {
  external_registry_url: z.string().describe("Address of the other registry, for example https://harbor.example.com."),
  external_namespace: z.string().min(1).max(255).describe("Namespace or project there, for example library."),
  robot_username: z.string().describe("Robot of the organization that pushes, for example acme+sync."),
  visibility: Visibility.describe("Who may pull the repositories that it makes."),
  sync_interval: z.int().min(60).describe("Seconds from one synchronization to the next, at least 60."),
  sync_start_date: z.string().describe("When the first one begins, for example 2027-01-01T00:00:00Z."),
  is_enabled: z.boolean().optional().describe("Whether it runs by itself; true if left out."),
  external_registry_username: z.string().nullable().optional().describe("User of the other registry; null for none."),
  external_registry_password: z.string().nullable().optional().describe("Secret. The user's password; null for none."),
  external_registry_config: connection
    .optional()
    .describe("verify_tls, and proxy with http_proxy, https_proxy and no_proxy. It replaces what was there."),
  repository_filters: z.array(z.string()).optional().describe("Globs of names of repositories; all if empty."),
  skopeo_timeout: z.int().min(30).max(3600).optional().describe("Seconds for one image, 30 to 3600; 300 if left out."),
};

const ofOrganization = z.strictObject({ orgname });

export const getOrgMirrorConfig = operation({
  nickname: "getOrgMirrorConfig",
  route: "GET /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "Get what an organization mirrors, and the robot that does it.",
  input: ofOrganization,
  output: OrganizationMirrorView,
});

export const createOrgMirrorConfig = operation({
  nickname: "createOrgMirrorConfig",
  route: "POST /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "Make an empty organization the mirror of a namespace of another registry.",
  input: ofOrganization.extend({ external_registry_type: SourceRegistryType, ...settings }),
  output: z.unknown(),
});

export const updateOrgMirrorConfig = operation({
  nickname: "updateOrgMirrorConfig",
  route: "PUT /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "Change the mirror of an organization. What is left out stays as it is.",
  input: ofOrganization.extend(z.object(settings).partial().shape),
  output: z.unknown(),
});

export const deleteOrgMirrorConfig = operation({
  nickname: "deleteOrgMirrorConfig",
  route: "DELETE /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "End the mirror of an organization. The repositories and their images stay.",
  input: ofOrganization,
  output: z.unknown(),
});

export const verifyOrgMirrorConnection = operation({
  nickname: "verifyOrgMirrorConnection",
  route: "POST /v1/organization/{orgname}/mirror/verify",
  scope: "org:admin",
  summary: "Try whether the other registry answers and accepts the login of an organization's mirror.",
  input: ofOrganization,
  repeatable: true,
  output: z.looseObject({ success: z.boolean(), message: z.string() }),
});

export const syncOrgMirrorNow = operation({
  nickname: "syncOrgMirrorNow",
  route: "POST /v1/organization/{orgname}/mirror/sync-now",
  scope: "org:admin",
  summary: "Have the mirror of an organization synchronized as soon as possible.",
  input: ofOrganization,
  repeatable: true,
  output: z.unknown(),
});

export const cancelOrgMirrorSync = operation({
  nickname: "cancelOrgMirrorSync",
  route: "POST /v1/organization/{orgname}/mirror/sync-cancel",
  scope: "org:admin",
  summary: "Stop the synchronization of an organization's mirror; then none begins by itself.",
  input: ofOrganization,
  repeatable: true,
  output: z.unknown(),
});

export const listOrgMirrorRepositories = operation({
  nickname: "listOrgMirrorRepositories",
  route: "GET /v1/organization/{orgname}/mirror/repositories",
  scope: "org:admin",
  summary: "List what the mirror of an organization has found elsewhere, a page at a time.",
  input: ofOrganization.extend({
    status: z.enum(syncStatuses).optional().describe("Only those with this status, for example FAIL."),
    page: z.int().min(1).optional().describe("Which page, from 1."),
    limit: z.int().min(1).max(500).optional().describe("How many on a page, at most 500; 100 if left out."),
  }),
  output: z.looseObject({ repositories: listOf(MirroredRepositoryView), has_next: z.boolean() }),
});
