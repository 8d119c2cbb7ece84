import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { namespace } from "./parameters";

const IssueView = z.looseObject({ severity: z.string(), message: z.string() });

const MirrorView = z.looseObject({
  namespace: z.string(),
  repository: z.string(),
  sync_status: z.string(),
  retries_remaining: z.number(),
  last_sync: z.string().nullish(),
});

export const MirrorHealthView = z.looseObject({
  healthy: z.boolean(),
  repositories: z.looseObject({
    total: z.number(),
    syncing: z.number(),
    completed: z.number(),
    failed: z.number(),
    never_run: z.number(),
    details: listOf(MirrorView).optional(),
    pagination: z.looseObject({ has_more: z.boolean() }).optional(),
  }),
  last_check: z.string(),
  issues: listOf(IssueView),
});
export type MirrorHealthView = z.output<typeof MirrorHealthView>;

export const getRepositoryMirrorHealth = operation({
  nickname: "getRepositoryMirrorHealth",
  route: "GET /v1/repository/mirror/health",
  scope: "org:admin",
  summary: "Get how the mirrors of repositories are doing. Without a namespace only for superusers with full access.",
  input: z.strictObject({
    namespace: namespace.optional().describe("Only the mirrors of this organization or user; of all if left out."),
    detailed: z.boolean().optional().describe("Whether to list the mirrors, too."),
    limit: z.int().min(1).max(1000).optional().describe("How many mirrors to list, at most 1000; 100 if left out."),
    offset: z.int().min(0).optional().describe("How many mirrors to leave out at the beginning of the list."),
  }),
  output: MirrorHealthView,
  alsoAnsweredBy: 503,
});
