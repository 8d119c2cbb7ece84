import { z } from "zod";
import { ofNamespace } from "../provider/quay/api/namespacequota";
import { orgname, repository } from "../provider/quay/api/parameters";
import { operation } from "../provider/quay/operation";

/** Operations of Quay of whose answers only a part is told. */

export const getCapabilities = operation({
  nickname: "getConfig",
  route: "GET /config",
  summary: "Get which features this Quay has switched on.",
  input: z.strictObject({}),
  output: z.object({
    features: z.record(z.string(), z.unknown()).describe("Whether each is on, by its name without FEATURE_."),
    config: z.object({
      DEFAULT_NAMESPACE_AUTOPRUNE_POLICY: z.unknown().optional().describe("What prunes the tags of every namespace."),
      TAG_EXPIRATION_OPTIONS: z.array(z.string()).optional().describe("How long deleted tags may be kept."),
    }),
  }),
});

export const getOrganizationUsage = operation({
  nickname: "getOrganization",
  route: "GET /v1/organization/{orgname}",
  summary: "Get how much of its quota an organization uses.",
  input: z.strictObject({ orgname }),
  output: z.object({ name: z.string(), ...ofNamespace }),
});

/** What everybody may know of a mirror: neither the login elsewhere nor its proxies, whose addresses may hold one. */
const mirror = {
  is_enabled: z.boolean().describe("Whether it runs by its schedule."),
  robot_username: z.string().nullable().describe("The robot that pushes."),
  sync_interval: z.number().describe("Seconds from one synchronization to the next."),
  sync_start_date: z.string().nullable().describe("When the next one is due by the schedule."),
  sync_status: z.string().describe("NEVER_RUN, SYNC_NOW, SYNCING, SUCCESS, FAIL or CANCEL."),
  sync_retries_remaining: z.number().describe("How many more times it is tried after failures; 0 after a cancel."),
};

export const getRepositoryMirror = operation({
  nickname: "getRepoMirrorConfig",
  route: "GET /v1/repository/{repository}/mirror",
  scope: "repo:admin",
  summary: "Get what a repository mirrors, and how that goes.",
  input: z.strictObject({ repository }),
  output: z.object({
    external_reference: z.string().describe("Where the images come from."),
    root_rule: z.object({ rule_value: z.array(z.string()) }).describe("Globs of the tags."),
    ...mirror,
  }),
});

export const getOrganizationMirror = operation({
  nickname: "getOrgMirrorConfig",
  route: "GET /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "Get what an organization mirrors, and how that goes.",
  input: z.strictObject({ orgname }),
  output: z.object({
    external_registry_type: z.string().describe("harbor or quay."),
    external_registry_url: z.string().describe("The other registry."),
    external_namespace: z.string().describe("Namespace or project there."),
    repository_filters: z.array(z.string()).describe("Globs of names of repositories; all if empty."),
    repo_sync_status_counts: z
      .record(z.string(), z.number())
      .optional()
      .describe("How many repositories have each status."),
    ...mirror,
  }),
});
