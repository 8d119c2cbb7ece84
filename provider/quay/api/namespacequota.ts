import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname } from "./parameters";

const QuotaLimitView = z.looseObject({
  id: z.number(),
  /** What Quay does at this percentage: `Warning` or `Reject`. */
  type: z.string(),
  limit_percent: z.number(),
});

export const QuotaView = z.looseObject({
  /** Null for the default that Quay's configuration sets for all namespaces. */
  id: z.number().nullable(),
  limit_bytes: z.number(),
  limits: listOf(QuotaLimitView),
});
export type QuotaView = z.output<typeof QuotaView>;

const QuotaReport = z.looseObject({
  /** What the namespace holds. */
  quota_bytes: z.number(),
  /** What it may hold, by its own quota or by Quay's configuration; null when that is not limited. */
  configured_quota: z.number().nullable(),
  /** `complete` once Quay has counted what was pushed before it counted. */
  backfill_status: z.string(),
});
export type QuotaReport = z.output<typeof QuotaReport>;

/** What views of a namespace show of its quota: to members only, and only where Quay manages quotas. */
export const ofNamespace = { quotas: listOf(QuotaView).optional(), quota_report: QuotaReport.optional() };

const quota_id = z.int().describe("Id of the quota.");
const limit_id = z.int().describe("Id of the limit.");

export const createOrganizationQuotaLimit = operation({
  nickname: "createOrganizationQuotaLimit",
  route: "POST /v1/organization/{orgname}/quota/{quota_id}/limit",
  scope: "super:user",
  summary: "Warn, or refuse pushes, at a percentage of a quota.",
  input: z.strictObject({
    orgname,
    quota_id,
    type: z.enum(["Warning", "Reject"]).describe("What Quay does."),
    threshold_percent: z.int().min(1).max(100).describe("At how many percent of the quota."),
  }),
  output: z.literal("Created"),
});

export const deleteOrganizationQuotaLimit = operation({
  nickname: "deleteOrganizationQuotaLimit",
  route: "DELETE /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}",
  scope: "super:user",
  summary: "Delete a warning or refusal of a quota.",
  input: z.strictObject({ orgname, quota_id, limit_id }),
  output: z.unknown(),
});

export const listUserQuota = operation({
  nickname: "listUserQuota",
  route: "GET /v1/user/quota",
  scope: "user:admin",
  summary: "Get the quota of the user the token acts as, in a list.",
  input: z.strictObject({}),
  output: listOf(QuotaView),
});
