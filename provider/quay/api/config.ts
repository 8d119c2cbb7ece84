import { z } from "zod";
import { operation } from "../operation";

const ConfigView = z.looseObject({
  features: z.record(z.string(), z.unknown()),
  config: z.looseObject({ TAG_EXPIRATION_OPTIONS: z.array(z.string()).optional() }),
});
export type ConfigView = z.output<typeof ConfigView>;

/** Stands outside the API proper; the web page of Quay reads it first. */
export const getConfig = operation({
  nickname: "getConfig",
  route: "GET /config",
  summary: "What this Quay has switched on.",
  input: z.strictObject({}),
  output: ConfigView,
});
