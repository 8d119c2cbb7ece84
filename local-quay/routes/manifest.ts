import { randomUUID } from "node:crypto";
import { logEvent, repositoryNames } from "../audit";
import type { Call } from "../call";
import { rfc2822 } from "../dates";
import { message, notFound, refuse } from "../errors";
import { configOf, looksLikeJson } from "../images";
import type { Label, Manifest, Repository } from "../model";
import { created, done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { choiceOrNull, object, text } from "../schema";
import { isIndex, liveManifest } from "../tags";
import { readable, writableIfAny } from "./repository";

interface Descriptor {
  mediaType?: string;
  digest: string;
  size: number;
  urls?: string[];
}

function manifestView(call: Call, manifest: Manifest) {
  const { config, layers = [] } = JSON.parse(manifest.content) as { config?: Descriptor; layers?: Descriptor[] };
  const index = isIndex(manifest);
  return {
    digest: manifest.digest,
    is_manifest_list: index,
    manifest_data: manifest.content,
    config_media_type: index ? null : (config?.mediaType ?? null),
    layers_compressed_size: layers.reduce((sum, { size }) => sum + size, 0),
    layers: index ? null : layersView(call, manifest, layers),
  };
}

function layersView(call: Call, manifest: Manifest, layers: Descriptor[]) {
  const history = (configOf(call.store, manifest.content)?.history ?? []).filter((step) => !step.empty_layer);
  return layers.map((layer, index) => {
    const step = history[index];
    return {
      index,
      compressed_size: layer.size,
      is_remote: Boolean(layer.urls),
      urls: layer.urls ?? null,
      command: step?.created_by === undefined ? null : [step.created_by],
      comment: step?.comment ?? null,
      author: step?.author ?? null,
      blob_digest: layer.digest,
      created_datetime: step?.created === undefined ? null : rfc2822(new Date(step.created)),
    };
  });
}

const labelView = ({ id, key, value, source_type, media_type }: Label) => ({ id, key, value, source_type, media_type });

const newLabel = object({ key: text(), value: text(), media_type: choiceOrNull("text/plain", "application/json") });

const reserved = [
  "com.docker.",
  "io.docker.",
  "org.dockerproject.",
  "org.opencontainers.",
  "io.cncf.",
  "io.kubernetes.",
  "io.k8s.",
  "io.quay",
  "com.coreos",
  "com.tectonic",
  "internal",
  "quay",
];

const labelKey = /^[a-z0-9](([a-z0-9]|[-.](?![.-]))*[a-z0-9])?$/;

const readableManifest = (call: Call<"repository" | "manifestref">): Manifest =>
  liveManifest(readable(call), call.params.manifestref) ?? refuse(notFound());

function writableManifest(call: Call<"repository" | "manifestref">): [Repository, Manifest] {
  const repository = writableIfAny(call) ?? refuse(notFound());
  return [repository, liveManifest(repository, call.params.manifestref) ?? refuse(notFound())];
}

const labelOf = ({ labels }: Manifest, { params }: Call<"labelid">): Label =>
  labels.find(({ id }) => id === params.labelid) ?? refuse(notFound());

export default [
  route("GET /v1/repository/{repository}/manifest/{manifestref}", (call) =>
    ok(manifestView(call, readableManifest(call))),
  ),

  route("GET /v1/repository/{repository}/manifest/{manifestref}/labels", (call) => {
    const prefix = call.text("filter") ?? "";
    const labels = readableManifest(call).labels.filter(({ key }) => key.startsWith(prefix));
    return ok({ labels: labels.map(labelView) });
  }),

  route("POST /v1/repository/{repository}/manifest/{manifestref}/labels", (call) => {
    writableIfAny(call);
    const { key, value, media_type } = call.json(newLabel);
    const [repository, manifest] = writableManifest(call);
    if (reserved.some((prefix) => key.startsWith(prefix))) throw message(400, "Label has a reserved prefix");
    if (key.length > 255 || !labelKey.test(key))
      throw message(400, `Label is of an invalid format or missing please use ${labelKey.source} format for labels`);
    const guessed = looksLikeJson(value) ? "application/json" : "text/plain";
    const label: Label = { id: randomUUID(), key, value, source_type: "api", media_type: media_type ?? guessed };
    manifest.labels.push(label);
    const told = { id: label.id, key, value, manifest_digest: manifest.digest, ...repositoryNames(repository) };
    logEvent(call, "manifest_label_add", repository, { ...told, media_type: label.media_type });
    return created({ label: labelView(label) }, { location: `${call.request.path}/${label.id}` });
  }),

  route("GET /v1/repository/{repository}/manifest/{manifestref}/labels/{labelid}", (call) =>
    ok(labelView(labelOf(readableManifest(call), call))),
  ),

  route("DELETE /v1/repository/{repository}/manifest/{manifestref}/labels/{labelid}", (call) => {
    const [repository, manifest] = writableManifest(call);
    const label = labelOf(manifest, call);
    if (label.source_type === "manifest") throw message(400, "Cannot delete immutable label");
    manifest.labels.splice(manifest.labels.indexOf(label), 1);
    const { id, key, value } = label;
    const told = { id, key, value, manifest_digest: manifest.digest, ...repositoryNames(repository) };
    logEvent(call, "manifest_label_delete", repository, told);
    return done;
  }),

  ...behindFeatures(
    ["IMAGE_PULL_STATS"],
    [
      route("GET /v1/repository/{repository}/manifest/{manifestref}/pull_statistics", (call) => {
        const { digest } = readableManifest(call);
        return ok({ manifest_digest: digest, manifest_pull_count: 0, last_manifest_pull_date: null });
      }),
    ],
  ),
];
