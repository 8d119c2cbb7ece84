import type * as pulumi from "@pulumi/pulumi";
import * as manifests from "../../provider/functions/manifests";
import { type AskOptions, ask, askOutput, type OutputArgs } from "./invoke";

export type {
  GetManifestArgs,
  GetManifestSecurityArgs,
  LayerResult,
  ManifestResult,
  ManifestSecurityResult,
  VulnerabilityResult,
} from "../../provider/functions/manifests";

/** Reads the manifest of an image. Fails when there is none that a tag leads to, or when the token may not see it. */
export function getManifest(args: manifests.GetManifestArgs, options?: AskOptions): Promise<manifests.ManifestResult> {
  return ask(manifests.getManifest, args, options);
}

/** `getManifest` with arguments that may be outputs. */
export function getManifestOutput(
  args: OutputArgs<manifests.GetManifestArgs>,
  options?: AskOptions,
): pulumi.Output<manifests.ManifestResult> {
  return askOutput(manifests.getManifest, args, options);
}

/** Reads what Quay's scanner found in an image. Fails on a Quay without a scanner. */
export function getManifestSecurity(
  args: manifests.GetManifestSecurityArgs,
  options?: AskOptions,
): Promise<manifests.ManifestSecurityResult> {
  return ask(manifests.getManifestSecurity, args, options);
}

/** `getManifestSecurity` with arguments that may be outputs. */
export function getManifestSecurityOutput(
  args: OutputArgs<manifests.GetManifestSecurityArgs>,
  options?: AskOptions,
): pulumi.Output<manifests.ManifestSecurityResult> {
  return askOutput(manifests.getManifestSecurity, args, options);
}
