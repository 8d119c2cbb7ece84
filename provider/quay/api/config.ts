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
