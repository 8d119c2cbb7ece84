import { z } from "zod";
import { operation } from "../operation";

const ConfigView = z.looseObject({
  features: z.record(z.string(), z.unknown()),
  config: z.looseObject({ TAG_EXPIRATION_OPTIONS: z.array(z.string()).optional() }),
});
export type ConfigView = z.output<typeof ConfigView>;

/** Not below /api/v1: Quay's web UI reads it on start. */
export const getConfig = operation({
  nickname: "getConfig",
  route: "GET /config",
  summary: "What this Quay has switched on.",
  input: z.strictObject({}),
  output: ConfigView,
});

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
