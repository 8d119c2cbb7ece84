import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { manifestref, repository } from "./parameters";

const Vulnerability = z.looseObject({
  Name: z.string(),
  Severity: z.string(),
  Link: z.string().nullish(),
  FixedBy: z.string().nullish(),
  Description: z.string().nullish(),
});

const Feature = z.looseObject({
  Name: z.string(),
  Version: z.string().nullish(),
  Vulnerabilities: listOf(Vulnerability).nullish(),
});

export const getRepoManifestSecurity = operation({
  nickname: "getRepoManifestSecurity",
  route: "GET /v1/repository/{repository}/manifest/{manifestref}/security",
  scope: "repo:read",
  summary: "Get what the security scanner found in an image. Exists only where a scanner is switched on.",
  input: z.strictObject({
    repository,
    manifestref,
    vulnerabilities: z.boolean().optional().describe("As in Quay's API; the answer holds the vulnerabilities anyway."),
  }),
  output: z.looseObject({
    /** `queued`, `scanned`, `failed`, `unsupported` or `manifest_layer_too_large`. */
    status: z.string(),
    /** Only when the status is `scanned`. */
    data: z.looseObject({ Layer: z.looseObject({ Features: listOf(Feature).nullish() }) }).nullish(),
  }),
});
