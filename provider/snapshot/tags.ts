import { listRepoTags, type TagView } from "../quay/api/tag";
import type { Quay } from "../quay/client/quay";
import { canonicalTime } from "../quay/moments";
import type { Source } from ".";
import { type Absence, absence } from "./absence";
import { type Container, isWithin } from "./containers";
import { PagedCache } from "./paged-cache";
import type { Freshness, Reader } from "./reader";

export interface Tag {
  repository: string;
  name: string;
  digest: string;
  expiration?: string;
  immutable: boolean;
}

interface TagKey {
  repository: string;
  name: string;
  /** The requested value, to distinguish Quay's correction of it from drift. */
  expiration?: unknown;
}

const isActive = ({ end_ts }: TagView) => end_ts === undefined || end_ts * 1000 > Date.now();

function tagOf({ repository, name, expiration: requested }: TagKey, view: TagView): Tag {
  const { manifest_digest: digest, end_ts, start_ts, immutable = false } = view;
  const expiration = end_ts === undefined ? undefined : corrected(requested, end_ts, start_ts ?? 0);
  return { repository, name, digest, expiration, immutable };
}

export const tags: Source<TagKey, Tag> = (snapshot) => new Tags(snapshot.quay, snapshot.of(absence));

/** Tags, with a paginated list for each repository. */
class Tags implements Reader<TagKey, Tag> {
  private readonly repositories = new Map<string, PagedCache<TagKey, TagView>>();

  constructor(
    private readonly quay: Quay,
    private readonly absence: Absence,
  ) {}

  async get(id: TagKey, { fresh = false }: Freshness = {}): Promise<Tag | undefined> {
    const view = await (fresh ? this.readTwice(id.repository, id.name) : this.listing(id).get(id));
    return view && tagOf(id, view);
  }

  async list(values: TagKey, how?: Freshness): Promise<Tag[] | undefined> {
    const { repository } = values;
    const listed = await this.listing(values).list(how);
    return listed && [...listed].map(([name, view]) => tagOf({ repository, name }, view));
  }

  /** Quay's answer to a write lacks what it changes itself, such as a corrected expiration, so the tag is read again. */
  record(id: TagKey): void {
    this.forget(id);
  }

  forget(id: TagKey): void {
    this.listing(id).forget(id);
  }

  async isGone({ repository, name }: TagKey): Promise<boolean> {
    return (await this.readTwice(repository, name)) === undefined;
  }

  forgetUnder(container: Container): void {
    for (const repository of this.repositories.keys())
      if (isWithin(["Repository", repository], container)) this.repositories.delete(repository);
  }

  private listing({ repository }: TagKey): PagedCache<TagKey, TagView> {
    const known = this.repositories.get(repository);
    if (known) return known;
    const listing = new PagedCache<TagKey, TagView>({
      key: ({ name }) => name,
      readOne: ({ name }, listed) => (listed ? this.readOne(repository, name) : this.readTwice(repository, name)),
      readPage: (next) => this.page(repository, Number(next ?? 1)),
      readAll: (read) => this.absence.inRepository(repository, read),
    });
    this.repositories.set(repository, listing);
    return listing;
  }

  /** Quay reads a single tag by a filtered list, so an empty result is confirmed by a second read. */
  private async readTwice(repository: string, name: string): Promise<TagView | undefined> {
    return (await this.readOne(repository, name)) ?? this.readOne(repository, name);
  }

  private async readOne(repository: string, name: string): Promise<TagView | undefined> {
    const about = { repository, specificTag: name, onlyActiveTags: true };
    const found = await this.absence.inRepository(repository, () => listRepoTags(this.quay, about));
    return found?.tags.find((tag) => tag.name === name && isActive(tag));
  }

  private async page(repository: string, page: number) {
    const { tags, has_additional } = await listRepoTags(this.quay, {
      repository,
      onlyActiveTags: true,
      limit: 100,
      page,
    });
    const items = new Map(tags.filter(isActive).map((tag) => [tag.name, tag]));
    return { items, found: tags.length, next: has_additional ? String(page + 1) : undefined };
  }
}

const HOUR = 3600;
const TWO_YEARS = 104 * 7 * 24 * HOUR;

/** Quay limits an expiration to between one hour and 104 weeks after the tag was set; such a correction is not drift. */
function corrected(wanted: unknown, end: number, start: number): string {
  const requested = typeof wanted === "string" ? Date.parse(wanted) / 1000 : Number.NaN;
  const nearest = Math.min(Math.max(requested, start + HOUR), start + TWO_YEARS);
  const sameMoment = !Number.isNaN(requested) && nearest !== requested && Math.abs(nearest - end) <= 2;
  return sameMoment ? String(wanted) : canonicalTime(end * 1000);
}
