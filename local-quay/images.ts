import { createHash, randomUUID } from "node:crypto";
import type { Label, Manifest, Repository } from "./model";
import type { Store } from "./store";
import { pointTag } from "./tags";

export const digestOf = (data: string | Buffer) => `sha256:${createHash("sha256").update(data).digest("hex")}`;

const mediaTypes = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
};

/** Stores a manifest in a repository, with the labels of its image. */
export function storeManifest(store: Store, repository: Repository, mediaType: string, content: string): Manifest {
  const digest = digestOf(content);
  const known = repository.manifests.get(digest);
  if (known) return known;
  const manifest = { digest, mediaType, content, labels: labelsOf(store, content) };
  repository.manifests.set(digest, manifest);
  return manifest;
}

/** The configuration of an image; undefined for an index. */
export function configOf(store: Store, content: string): ImageConfig | undefined {
  const { config } = JSON.parse(content) as { config?: { digest: string } };
  const blob = config && store.blobs.get(config.digest);
  if (!blob) return undefined;
  try {
    return JSON.parse(blob.toString("utf8"));
  } catch {
    return undefined;
  }
}

export interface ImageConfig {
  config?: { Labels?: Record<string, string> | null };
  history?: { created?: string; created_by?: string; comment?: string; author?: string; empty_layer?: boolean }[];
}

function labelsOf(store: Store, content: string): Label[] {
  return Object.entries(configOf(store, content)?.config?.Labels ?? {}).map(([key, value]) => ({
    id: randomUUID(),
    key,
    value,
    source_type: "manifest",
    media_type: looksLikeJson(value) ? "application/json" : "text/plain",
  }));
}

export const looksLikeJson = (value: string) => /^\s*[{[]/.test(value);

/** Stores a small image in a repository, as a push would. The same seed results in the same image. */
export function pushImage(store: Store, repository: Repository, tag: string, seed: string): Manifest {
  const manifest = storeImage(store, repository, seed);
  pointTag(store, repository, tag, manifest.digest);
  return manifest;
}

/** Stores a small image without a tag. */
export function storeImage(store: Store, repository: Repository, seed: string): Manifest {
  const layer = Buffer.from(`${seed}\n`);
  const created = "2026-01-01T00:00:00Z";
  const config = Buffer.from(
    JSON.stringify({
      created,
      architecture: "amd64",
      os: "linux",
      config: {},
      rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
      history: [{ created, created_by: `COPY seed.txt # ${seed}` }],
    }),
  );
  const part = (mediaType: string, data: Buffer) => {
    store.blobs.set(digestOf(data), data);
    return { mediaType, digest: digestOf(data), size: data.length };
  };
  const content = JSON.stringify({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: part(mediaTypes.config, config),
    layers: [part(mediaTypes.layer, layer)],
  });
  return storeManifest(store, repository, mediaTypes.manifest, content);
}
