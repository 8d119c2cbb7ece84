import { randomUUID } from "node:crypto";
import { logRegistryEvent } from "./audit";
import type { Call } from "./call";
import { digestOf, storeManifest } from "./images";
import type { Manifest, Repository } from "./model";
import { isTagName } from "./names";
import authentication, { bearerOf, demandRight, registryError } from "./registry-auth";
import type { HttpResponse } from "./responses";
import { route } from "./routing";
import { activeTag, activeTags, pointTag } from "./tags";

/** Appends the body of the request to an upload. */
function appendToUpload(call: Call<"upload">): Buffer {
  const parts = call.store.uploads.get(call.params.upload);
  if (!parts) throw registryError(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
  parts.push(call.request.body);
  return Buffer.concat(parts);
}

function storeBlob(call: Call<"repository">, data: Buffer, digest: string | undefined): HttpResponse {
  if (digest !== digestOf(data)) throw registryError(400, "DIGEST_INVALID", "provided digest did not match");
  call.store.blobs.set(digest, data);
  return blobCreated(call, digest);
}

const blobCreated = ({ params }: Call<"repository">, digest: string): HttpResponse => ({
  status: 201,
  headers: { location: `/v2/${params.repository}/blobs/${digest}`, "docker-content-digest": digest },
});

function manifestOf(repository: Repository, reference: string): Manifest {
  const digest = reference.includes(":") ? reference : activeTag(repository, reference)?.digest;
  const manifest = repository.manifests.get(digest ?? "");
  if (!manifest) throw registryError(404, "MANIFEST_UNKNOWN", "manifest unknown");
  return manifest;
}

interface Parts {
  mediaType?: string;
  config?: { digest: string };
  layers?: { digest: string; urls?: string[] }[];
  manifests?: { digest: string }[];
}

/** Parses a manifest and checks that everything it refers to has been pushed. */
function completeManifest(call: Call, repository: Repository): Parts {
  const { body } = call.request;
  const invalid = (text: string) => registryError(400, "MANIFEST_INVALID", text);
  let parts: Parts;
  try {
    parts = JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid("manifest is not JSON");
  }
  const blobs = [parts.config, ...(parts.layers ?? []).filter(({ urls }) => !urls)].flatMap((one) => one ?? []);
  if (blobs.some(({ digest }) => !call.store.blobs.has(digest))) throw invalid("manifest refers to unknown blobs");
  if (parts.manifests?.some(({ digest }) => !repository.manifests.has(digest)))
    throw invalid("manifest refers to unknown manifests");
  return parts;
}

export default [
  ...authentication,

  route("POST /v2/{repository}/blobs/uploads/", (call): HttpResponse => {
    demandRight(call, "push");
    const mount = call.text("mount");
    if (mount && call.store.blobs.has(mount)) return blobCreated(call, mount);
    const digest = call.text("digest");
    if (digest) return storeBlob(call, call.request.body, digest);
    const upload = randomUUID();
    call.store.uploads.set(upload, []);
    const location = `/v2/${call.params.repository}/blobs/uploads/${upload}`;
    return { status: 202, headers: { location, range: "0-0", "docker-upload-uuid": upload } };
  }),

  route("PATCH /v2/{repository}/blobs/uploads/{upload}", (call): HttpResponse => {
    demandRight(call, "push");
    const { length } = appendToUpload(call);
    const range = `0-${Math.max(0, length - 1)}`;
    return { status: 202, headers: { location: call.request.path, range, "docker-upload-uuid": call.params.upload } };
  }),

  route("PUT /v2/{repository}/blobs/uploads/{upload}", (call): HttpResponse => {
    demandRight(call, "push");
    const data = appendToUpload(call);
    call.store.uploads.delete(call.params.upload);
    return storeBlob(call, data, call.text("digest"));
  }),

  route("GET /v2/{repository}/blobs/{digest}", (call): HttpResponse => {
    demandRight(call, "pull");
    const { digest } = call.params;
    const body = call.store.blobs.get(digest);
    if (!body) throw registryError(404, "BLOB_UNKNOWN", "blob unknown to registry");
    return { status: 200, body, type: "application/octet-stream", headers: { "docker-content-digest": digest } };
  }),

  route("PUT /v2/{repository}/manifests/{reference}", (call): HttpResponse => {
    const repository = demandRight(call, "push");
    const { reference } = call.params;
    const parts = completeManifest(call, repository);
    const isTag = !reference.includes(":");
    if (isTag && !isTagName(reference)) throw registryError(400, "TAG_INVALID", "manifest tag did not match URI");
    if (isTag && activeTag(repository, reference)?.immutable)
      throw registryError(409, "TAG_IMMUTABLE", `Cannot overwrite immutable tag '${reference}'`);
    const mediaType = parts.mediaType ?? call.request.headers["content-type"] ?? "";
    const { digest } = storeManifest(call.store, repository, mediaType, call.request.body.toString("utf8"));
    if (isTag) {
      pointTag(call.store, repository, reference, digest);
      logRegistryEvent(call, "push_repo", repository, { tag: reference, mediaType }, bearerOf(call));
    }
    const location = `/v2/${call.params.repository}/manifests/${digest}`;
    return { status: 201, headers: { location, "docker-content-digest": digest } };
  }),

  route("GET /v2/{repository}/manifests/{reference}", (call): HttpResponse => {
    const repository = demandRight(call, "pull");
    const { reference } = call.params;
    const { content, mediaType, digest } = manifestOf(repository, reference);
    const pulled = reference.includes(":") ? { manifest_digest: reference } : { tag: reference };
    logRegistryEvent(call, "pull_repo", repository, pulled, bearerOf(call));
    return { status: 200, body: content, type: mediaType, headers: { "docker-content-digest": digest } };
  }),

  route("DELETE /v2/{repository}/manifests/{reference}", (call): HttpResponse => {
    const repository = demandRight(call, "push");
    const { digest } = manifestOf(repository, call.params.reference);
    for (const tag of activeTags(repository)) {
      if (tag.digest !== digest || tag.immutable) continue;
      tag.end = Date.now();
      logRegistryEvent(call, "delete_tag", repository, { tag: tag.name, digest }, bearerOf(call));
    }
    return { status: 202 };
  }),

  route("GET /v2/{repository}/tags/list", (call): HttpResponse => {
    const repository = demandRight(call, "pull");
    const tags = activeTags(repository).map(({ name }) => name);
    return { status: 200, body: { name: call.params.repository, tags: tags.sort() } };
  }),
];
