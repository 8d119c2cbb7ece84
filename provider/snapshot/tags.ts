import { listRepoTags } from "../api/tag";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
import { Memo } from "./memo";
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

const keyOf = ({ repository, name }: Named) => `${repository}:${name}`;

export class Tags implements Reader<Named, Tag> {
  private readonly known = new Memo<Tag | undefined>();

  constructor(
    private readonly quay: Quay,
    private readonly absence: Absence,
  ) {}

  get(id: Named): Promise<Tag | undefined> {
    const namespace = id.repository.split("/")[0] as string;
    return this.known.get(keyOf(id), () => this.absence.unless(namespace, () => this.read(id)));
  }

  set(id: Named, tag: Tag | undefined): void {
    this.known.set(keyOf(id), tag);
  }

  forget(id: Named): void {
    this.known.forget(keyOf(id));
  }

  private async read({ repository, name, expiration }: Named): Promise<Tag | undefined> {
    const { tags } = await listRepoTags(this.quay, { repository, specificTag: name, onlyActiveTags: true });
    const tag = tags.find(
      ({ name: other, end_ts }) => other === name && (end_ts ?? Number.POSITIVE_INFINITY) * 1000 > Date.now(),
    );
    if (!tag) return undefined;
    return {
      repository,
      name,
      digest: tag.manifest_digest,
      expiration: tag.end_ts === undefined ? undefined : corrected(expiration, tag.end_ts, tag.start_ts ?? 0),
      immutable: tag.immutable ?? false,
    };
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
