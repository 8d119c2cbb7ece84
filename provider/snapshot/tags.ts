import { listRepoTags } from "../api/tag";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
import { Listing } from "./listing";
import type { Reader } from "./reader";

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

type View = Awaited<ReturnType<typeof listRepoTags>>["tags"][number];

const alive = ({ end_ts }: View) => end_ts === undefined || end_ts * 1000 > Date.now();

/** Tags, a listing for each repository. */
export class Tags implements Reader<Named, Tag> {
  private readonly repositories = new Map<string, Listing<Named, View>>();

  constructor(
    private readonly quay: Quay,
    private readonly absence: Absence,
  ) {}

  async get(id: Named): Promise<Tag | undefined> {
    const view = await this.listing(id).get(id);
    if (!view) return undefined;
    const { manifest_digest: digest, end_ts, start_ts, immutable = false } = view;
    const expiration = end_ts === undefined ? undefined : corrected(id.expiration, end_ts, start_ts ?? 0);
    return { repository: id.repository, name: id.name, digest, expiration, immutable };
  }

  /** What Quay makes of a write, such as a corrected expiration, is not in its answer. */
  set(id: Named): void {
    this.forget(id);
  }

  forget(id: Named): void {
    this.listing(id).forget(id);
  }

  private listing({ repository }: Named): Listing<Named, View> {
    const known = this.repositories.get(repository);
    if (known) return known;
    const namespace = repository.split("/")[0] as string;
    const listing = new Listing<Named, View>({
      key: ({ name }) => name,
      one: ({ name }) => this.absence.unless(namespace, () => this.one(repository, name)),
      page: (next) => this.page(repository, Number(next ?? 1)),
    });
    this.repositories.set(repository, listing);
    return listing;
  }

  private async one(repository: string, name: string): Promise<View | undefined> {
    const { tags } = await listRepoTags(this.quay, { repository, specificTag: name, onlyActiveTags: true });
    return tags.find((tag) => tag.name === name && alive(tag));
  }

  private async page(repository: string, page: number) {
    const { tags, has_additional } = await listRepoTags(this.quay, {
      repository,
      onlyActiveTags: true,
      limit: 100,
      page,
    });
    const things = new Map(tags.filter(alive).map((tag) => [tag.name, tag]));
    return { things, next: has_additional ? String(page + 1) : undefined };
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
