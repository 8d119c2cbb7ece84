import { z } from "zod";
import { operation } from "../operation";

/** Stands outside the API proper; the web page of Quay reads it first. */
export const getConfig = operation({
  nickname: "getConfig",
  route: "GET /config",
  summary: "What this Quay has switched on.",
  input: z.strictObject({}),
  output: z.looseObject({
    features: z.record(z.string(), z.unknown()),
    config: z.looseObject({ TAG_EXPIRATION_OPTIONS: z.array(z.string()).optional() }),
  }),
});
