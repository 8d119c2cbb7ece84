import { getRepoManifest } from "../quay/api/manifest";
import { getRepoManifestSecurity } from "../quay/api/secscan";
import { digestName, repositoryPath } from "../quay/names";
import { namespaceOf } from "../snapshot/containers";
import type { ProviderFunction } from "./function";

export interface GetManifestArgs {
  /** Full name of the repository, for example `acme/web`. */
  repository: string;
  /** Digest of the manifest, for example a tag's. */
  digest: string;
}

/** One layer of an image. */
export interface LayerResult {
  /** Digest of its data. */
  digest: string;
  /** Bytes to pull; missing where Quay does not know. */
  size?: number;
  /** What made it, as far as the image tells. */
  command?: string;
}

/** A manifest as Quay shows it. */
export interface ManifestResult {
  /** Its digest. */
  digest: string;
  /** Whether it lists the manifests of several platforms instead of layers. */
  isList: boolean;
  /** The manifest as it was pushed: JSON, as a text. */
  content: string;
  /** Media type of the image's configuration; missing for a list. */
  configMediaType?: string;
  /** Bytes of all layers together; 0 for a list. */
  size: number;
  /** From the base up; empty for a list. */
  layers: LayerResult[];
}

/** Reads the manifest of an image. Fails when there is none that a tag leads to, or when the token may not see it. */
export const getManifest: ProviderFunction<GetManifestArgs, ManifestResult> = {
  name: "getManifest",
  accepts: { repository: repositoryPath, digest: digestName },
  namespace: ({ repository }) => namespaceOf(repository),
  result: "ManifestResult",
  async read({ quay }, { repository, digest }) {
    const view = await getRepoManifest(quay, { repository, manifestref: digest });
    const layers = (view.layers ?? []).map(({ blob_digest, compressed_size, command }) => ({
      digest: blob_digest,
      ...(typeof compressed_size === "number" && { size: compressed_size }),
      ...(command && { command: command.join(" ") }),
    }));
    return {
      digest: view.digest,
      isList: view.is_manifest_list,
      content: view.manifest_data,
      ...(view.config_media_type && { configMediaType: view.config_media_type }),
      size: view.layers_compressed_size ?? 0,
      layers,
    };
  },
};

export interface GetManifestSecurityArgs extends GetManifestArgs {}

/** One known vulnerability of an image. */
export interface VulnerabilityResult {
  /** For example `CVE-2026-1234`. */
  name: string;
  /** `Critical`, `High`, `Medium`, `Low`, `Negligible` or `Unknown`. */
  severity: string;
  /** What it is in. */
  package: string;
  /** Version of the package in the image. */
  version: string;
  /** First version without it; missing when there is none. */
  fixedBy?: string;
  /** Where to read more. */
  link?: string;
}

/** What Quay's scanner found in an image. */
export interface ManifestSecurityResult {
  /** `scanned`, `queued`, `failed`, `unsupported` or `manifest_layer_too_large`. Only what is scanned has findings. */
  status: string;
  /** Every finding, in the scanner's order. */
  vulnerabilities: VulnerabilityResult[];
}

/** Reads what Quay's scanner found in an image. Fails on a Quay without a scanner. */
export const getManifestSecurity: ProviderFunction<GetManifestSecurityArgs, ManifestSecurityResult> = {
  name: "getManifestSecurity",
  accepts: getManifest.accepts,
  namespace: getManifest.namespace,
  result: "ManifestSecurityResult",
  async read({ quay }, { repository, digest }) {
    const { status, data } = await getRepoManifestSecurity(quay, { repository, manifestref: digest });
    const vulnerabilities = (data?.Layer.Features ?? []).flatMap(({ Name, Version, Vulnerabilities }) =>
      (Vulnerabilities ?? []).map((found) => ({
        name: found.Name,
        severity: found.Severity,
        package: Name,
        version: Version ?? "",
        ...(found.FixedBy && { fixedBy: found.FixedBy }),
        ...(found.Link && { link: found.Link }),
      })),
    );
    return { status, vulnerabilities };
  },
};
