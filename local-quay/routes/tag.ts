import { logEvent, username } from "../audit";
import type { Call } from "../call";
import { rfc2822, seconds } from "../dates";
import { immutable, invalid, message, notFound, refuse } from "../errors";
import type { Manifest, Repository, Tag } from "../model";
import { isTagName } from "../names";
import { created, done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { flag, numberOrNull, object, optional, text, textOrNull } from "../schema";
import { endTag, expireBody, removeFromHistory, setExpiration, setImmutable, tagDetails } from "../tag-changes";
import { activeTag, childrenOf, imageSize, isActive, isIndex, liveManifest, newestFirst, pointTag } from "../tags";
import { readable, writableIfAny } from "./repository";

function tagView(call: Call, repository: Repository, tag: Tag) {
  const manifest = repository.manifests.get(tag.digest);
  return {
    name: tag.name,
    reversion: tag.reversion,
    ...(call.features.IMMUTABLE_TAGS && { immutable: tag.immutable }),
    start_ts: seconds(tag.start),
    ...(tag.end !== null && { end_ts: seconds(tag.end), expiration: rfc2822(new Date(tag.end)) }),
    manifest_digest: tag.digest,
    is_manifest_list: Boolean(manifest && isIndex(manifest)),
    size: imageSize(repository, tag.digest),
    last_modified: rfc2822(new Date(tag.start)),
    ...(manifest && isIndex(manifest) && childrenView(repository, manifest)),
  };
}

function childrenView(repository: Repository, manifest: Manifest) {
  const children = childrenOf(manifest);
  const present = children.filter((digest) => repository.manifests.has(digest));
  return {
    is_sparse: present.length < children.length,
    child_manifest_count: children.length,
    present_child_count: present.length,
    child_manifests_presence: Object.fromEntries(children.map((digest) => [digest, present.includes(digest)])),
  };
}

/** What `filter_tag_name=like:abc` or `eq:abc` lets through. */
function nameFilter(call: Call): (name: string) => boolean {
  const filter = call.text("filter_tag_name");
  if (!filter) return () => true;
  const [operator, ...rest] = filter.split(":");
  const value = rest.join(":");
  if (!filter.includes(":"))
    throw message(400, `Unsupported syntax for filter_tag_name. Expected <operation>:<tag_name>, got ${filter}`);
  if (operator === "like") return (name) => name.includes(value);
  if (operator === "eq") return (name) => name === value;
  return () => true;
}

const tagBody = object({
  manifest_digest: optional(textOrNull),
  expiration: optional(numberOrNull),
  immutable: optional(flag),
});

const restoreBody = object({ manifest_digest: optional(text()) });

export default [
  route("GET /v1/repository/{repository}/tag/", (call) => {
    const repository = readable(call);
    const specific = call.text("specificTag");
    const limit = Math.min(
      100,
      Math.max(1, call.integer("limit", "Limit to the number of results to return per page. Max 100.") ?? 50),
    );
    const page = Math.max(1, call.integer("page", "Page index for the results. Default 1.") ?? 1);
    const passes = nameFilter(call);
    const onlyActive = call.flag("onlyActiveTags");
    const tags = newestFirst(repository.tags).filter(
      (tag) => passes(tag.name) && (!specific || tag.name === specific) && (!onlyActive || isActive(tag)),
    );
    const start = (page - 1) * limit;
    return ok({
      tags: tags.slice(start, start + limit).map((tag) => tagView(call, repository, tag)),
      page,
      has_additional: tags.length > start + limit,
    });
  }),

  // Expiration, then immutability, then the manifest, which starts a new entry and so loses the other two.
  route("PUT /v1/repository/{repository}/tag/{tag}", (call) => {
    const found = writableIfAny(call);
    const wanted = call.json(tagBody);
    const { tag: name } = call.params;
    if (!isTagName(name))
      throw message(
        400,
        'Invalid tag: must match [A-Za-z0-9_.-], NOT start with "." or "-", and can contain 1-128 characters',
      );
    const repository = found ?? refuse(notFound());
    const current = activeTag(repository, name);
    if (wanted.expiration !== undefined) setExpiration(call, repository, current, wanted.expiration);
    if (wanted.immutable !== undefined && call.features.IMMUTABLE_TAGS)
      setImmutable(call, repository, current, wanted.immutable);
    if (wanted.manifest_digest !== undefined) {
      const manifest = liveManifest(repository, wanted.manifest_digest ?? "") ?? refuse(notFound());
      pointTag(call.store, repository, name, manifest.digest);
      const pointed = { ...tagDetails(call, repository, name), manifest_digest: manifest.digest };
      if (current) logEvent(call, "move_tag", repository, { ...pointed, original_manifest_digest: current.digest });
      else logEvent(call, "create_tag", repository, { ...pointed, original_manifest_digest: null });
    }
    return created("Updated");
  }),

  route("DELETE /v1/repository/{repository}/tag/{tag}", (call) => {
    const repository = writableIfAny(call) ?? refuse(notFound());
    const tag = activeTag(repository, call.params.tag) ?? refuse(notFound());
    if (tag.immutable) throw immutable(`Cannot delete immutable tag '${tag.name}'`);
    endTag(repository, tag);
    logEvent(call, "delete_tag", repository, tagDetails(call, repository, tag.name));
    return done;
  }),

  route("POST /v1/repository/{repository}/tag/{tag}/restore", (call) => {
    const found = writableIfAny(call);
    const { manifest_digest: digest } = call.json(restoreBody);
    const repository = found ?? refuse(notFound());
    if (!digest) throw invalid("Missing manifest_digest");
    if (!repository.manifests.has(digest)) throw notFound();
    const { tag } = call.params;
    pointTag(call.store, repository, tag, digest, true);
    // The only entry about a tag without the namespace.
    const reverted = { username: username(call), repo: repository.name, tag, manifest_digest: digest };
    logEvent(call, "revert_tag", repository, reverted);
    return ok({});
  }),

  ...behindFeatures(
    ["IMAGE_PULL_STATS"],
    [
      route("GET /v1/repository/{repository}/tag/{tag}/pull_statistics", (call) => {
        const tag = activeTag(readable(call), call.params.tag) ?? refuse(notFound());
        return ok({
          tag_name: tag.name,
          tag_pull_count: 0,
          last_tag_pull_date: null,
          current_manifest_digest: tag.digest,
          manifest_pull_count: 0,
          last_manifest_pull_date: null,
        });
      }),
    ],
  ),

  ...behindFeatures(
    ["PERMANENTLY_DELETE_TAGS"],
    [
      route("POST /v1/repository/{repository}/tag/{tag}/expire", (call) => {
        call.demand(call.caller.mayWrite(...call.repositoryName));
        const wanted = call.json(expireBody);
        const repository = call.store.repository(...call.repositoryName) ?? refuse(notFound());
        const { tag } = call.params;
        const digest = wanted.manifest_digest ?? activeTag(repository, tag)?.digest ?? "";
        if (!removeFromHistory(repository, tag, wanted)) throw notFound();
        const expired = { ...tagDetails(call, repository, tag), manifest_digest: digest };
        logEvent(call, "permanently_delete_tag", repository, expired);
        return ok("");
      }),
    ],
  ),
];
