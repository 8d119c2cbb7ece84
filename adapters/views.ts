import { z } from "zod";
import { ofNamespace } from "../provider/quay/api/namespacequota";
import { orgname } from "../provider/quay/api/parameters";
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
