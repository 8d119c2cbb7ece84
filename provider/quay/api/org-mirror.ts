import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname } from "./parameters";

export const OrganizationMirrorView = z.looseObject({
  is_enabled: z.boolean(),
  external_registry_url: z.string(),
  external_namespace: z.string(),
  robot_username: z.string().nullable(),
  sync_status: z.string(),
  sync_retries_remaining: z.number(),
  /** When the next one is due by the schedule. */
  sync_start_date: z.string().nullable(),
  /** How many of its repositories have each status; older Quays do not tell. */
  repo_sync_status_counts: z.record(z.string(), z.number()).optional(),
});

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

const ofOrganization = z.strictObject({ orgname });

export const getOrgMirrorConfig = operation({
  nickname: "getOrgMirrorConfig",
  route: "GET /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "Get what an organization mirrors, and the robot that does it.",
  input: ofOrganization,
  output: OrganizationMirrorView,
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
