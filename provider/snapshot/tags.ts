import { listRepoTags, type TagView } from "../quay/api/tag";
import type { Quay } from "../quay/client/quay";
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

interface Named {
  repository: string;
  name: string;
  /** What was asked for, to know Quay's own correction of it from drift. */
  expiration?: unknown;
}

const alive = ({ end_ts }: TagView) => end_ts === undefined || end_ts * 1000 > Date.now();

function tagOf({ repository, name, expiration: asked }: Named, view: TagView): Tag {
  const { manifest_digest: digest, end_ts, start_ts, immutable = false } = view;
  const expiration = end_ts === undefined ? undefined : corrected(asked, end_ts, start_ts ?? 0);
  return { repository, name, digest, expiration, immutable };
}

export const tags: Source<Named, Tag> = (seen) => new Tags(seen.quay, seen.of(absence));

/** Tags, a listing for each repository. */
class Tags implements Reader<Named, Tag> {
  private readonly repositories = new Map<string, PagedCache<Named, TagView>>();

  constructor(
    private readonly quay: Quay,
    private readonly absence: Absence,
  ) {}

  async get(id: Named, { fresh = false }: Freshness = {}): Promise<Tag | undefined> {
    const view = await (fresh ? this.twice(id.repository, id.name) : this.listing(id).get(id));
    return view && tagOf(id, view);
  }

  async list(values: Named, how?: Freshness): Promise<Tag[] | undefined> {
    const { repository } = values;
    const listed = await this.listing(values).list(how);
    return listed && [...listed].map(([name, view]) => tagOf({ repository, name }, view));
  }

  /** What Quay makes of a write, such as a corrected expiration, is not in its answer. */
  record(id: Named): void {
    this.forget(id);
  }

  forget(id: Named): void {
    this.listing(id).forget(id);
  }

  async isGone({ repository, name }: Named): Promise<boolean> {
    return (await this.twice(repository, name)) === undefined;
  }

  forgetUnder(container: Container): void {
    for (const repository of this.repositories.keys())
      if (isWithin(["Repository", repository], container)) this.repositories.delete(repository);
  }

  private listing({ repository }: Named): PagedCache<Named, TagView> {
    const known = this.repositories.get(repository);
    if (known) return known;
    const listing = new PagedCache<Named, TagView>({
      key: ({ name }) => name,
      one: ({ name }, listed) => (listed ? this.one(repository, name) : this.twice(repository, name)),
      page: (next) => this.page(repository, Number(next ?? 1)),
      again: (read) => this.absence.inRepository(repository, read),
    });
    this.repositories.set(repository, listing);
    return listing;
  }

  /** Quay's read of one tag is a list too: that it is empty is confirmed by another. */
  private async twice(repository: string, name: string): Promise<TagView | undefined> {
    return (await this.one(repository, name)) ?? this.one(repository, name);
  }

  private async one(repository: string, name: string): Promise<TagView | undefined> {
    const about = { repository, specificTag: name, onlyActiveTags: true };
    const found = await this.absence.inRepository(repository, () => listRepoTags(this.quay, about));
    return found?.tags.find((tag) => tag.name === name && alive(tag));
  }

  private async page(repository: string, page: number) {
    const { tags, has_additional } = await listRepoTags(this.quay, {
      repository,
      onlyActiveTags: true,
      limit: 100,
      page,
    });
    const items = new Map(tags.filter(alive).map((tag) => [tag.name, tag]));
    return { items, found: tags.length, next: has_additional ? String(page + 1) : undefined };
  }
}

const HOUR = 3600;
const TWO_YEARS = 104 * 7 * 24 * HOUR;

/** Quay moves an expiration to at least an hour and at most 104 weeks after the tag was pointed: that is not drift. */
function corrected(wanted: unknown, end: number, start: number): string {
  const asked = typeof wanted === "string" ? Date.parse(wanted) / 1000 : Number.NaN;
  const nearest = Math.min(Math.max(asked, start + HOUR), start + TWO_YEARS);
  const sameMoment = !Number.isNaN(asked) && nearest !== asked && Math.abs(nearest - end) <= 2;
  return sameMoment ? String(wanted) : canonicalTime(end * 1000);
}

/** RFC 3339 in UTC, to the second, as Quay keeps it. */
export const canonicalTime = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
