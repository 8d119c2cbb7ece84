import { seconds } from "./dates";
import { immutable } from "./errors";
import type { ImmutabilityPolicy, Manifest, Repository, Tag } from "./model";
import type { Store } from "./store";

export const isActive = (tag: Tag, now = Date.now()) => tag.end === null || tag.end > now;

/** Newest first. Tags of the same millisecond are ordered by id. */
export const newestFirst = (tags: Tag[]) => [...tags].sort((a, b) => b.start - a.start || b.id - a.id);

export const activeTags = (repository: Repository) => newestFirst(repository.tags.filter((tag) => isActive(tag)));

export const activeTag = (repository: Repository, name: string) =>
  repository.tags.findLast((tag) => tag.name === name && isActive(tag));

/** The digests of the manifests in an index; empty for an image. */
export function childrenOf(manifest: Manifest | undefined): string[] {
  const { manifests = [] } = JSON.parse(manifest?.content ?? "{}") as { manifests?: { digest: string }[] };
  return manifests.map(({ digest }) => digest);
}

export const isIndex = (manifest: Manifest) =>
  childrenOf(manifest).length > 0 || /index|manifest\.list/.test(manifest.mediaType);

/** Bytes of the compressed layers of an image; null for an index. */
export function imageSize(repository: Repository, digest: string): number | null {
  const manifest = repository.manifests.get(digest);
  if (!manifest || isIndex(manifest)) return null;
  const { layers = [] } = JSON.parse(manifest.content) as { layers?: { size: number }[] };
  return layers.reduce((sum, { size }) => sum + size, 0);
}

/** The manifest, if an active tag points to it directly or through an index. */
export function liveManifest(repository: Repository, digest: string): Manifest | undefined {
  const { manifests } = repository;
  const tagged = new Set(activeTags(repository).map((tag) => tag.digest));
  const isListed = () => [...tagged].some((one) => childrenOf(manifests.get(one)).includes(digest));
  return tagged.has(digest) || isListed() ? manifests.get(digest) : undefined;
}

/** Points a tag at a manifest. Quay always starts a new entry of its history, even when nothing changes. */
export function pointTag(store: Store, repository: Repository, name: string, digest: string, reversion = false): Tag {
  const now = Date.now();
  const current = activeTag(repository, name);
  if (current?.immutable) throw immutable(`Cannot overwrite immutable tag '${name}'`);
  if (current) current.end = now;
  const tag: Tag = {
    id: store.nextId(),
    name,
    digest,
    start: now,
    end: expiryOf(repository.manifests.get(digest), now),
    reversion,
    immutable: isProtected(repository, name),
  };
  repository.tags.push(tag);
  return tag;
}

const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** When the label `quay.expires-after` of an image lets its tags expire. */
function expiryOf(manifest: Manifest | undefined, start: number): number | null {
  const label = manifest?.labels.find(({ key }) => key === "quay.expires-after");
  const [, amount, unit = ""] = /^(\d+)([smhdw])$/.exec(label?.value ?? "") ?? [];
  return amount ? clampedEnd(start, start + Number(amount) * (units[unit] ?? 0) * 1000) : null;
}

const minLifetime = 60 * 60 * 1000;
const maxLifetime = 104 * 7 * 24 * 60 * 60 * 1000;

/** A tag lives at least an hour and at most 104 weeks after its start. */
export const clampedEnd = (start: number, end: number) =>
  seconds(Math.min(Math.max(end, start + minLifetime), start + maxLifetime)) * 1000;

/** Whether a policy of the repository or of its namespace makes the tag immutable. */
export function isProtected(repository: Repository, tag: string): boolean {
  const policies = [...repository.immutability.values(), ...repository.namespace.immutability.values()];
  return policies.some((policy) => covers(policy, tag));
}

export const covers = ({ tagPattern, tagPatternMatches }: ImmutabilityPolicy, tag: string) =>
  new RegExp(`^(?:${tagPattern})$`).test(tag) === tagPatternMatches;
