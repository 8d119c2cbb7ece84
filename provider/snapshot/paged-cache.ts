import { QuayError, Refusal } from "../quay/client/errors";
import { requireProgress } from "../quay/client/pages";
import { AbsenceConfirmation, MAX_SINGLE_READS } from "./absence-confirmation";
import { Memo } from "./memo";
import type { Freshness } from "./reader";
import { SharedRead } from "./shared-read";

type Items<State> = Map<string, State>;

interface Plan<Id, State> {
  key(id: Id): string;
  /** Reads a single item; `listed` says whether a complete list already lacked it. */
  readOne(id: Id, listed: boolean): Promise<State | undefined>;
  /** Reads the page after the one that returned `next`. */
  readPage(next: string | undefined): Promise<{ items: Items<State>; found: number; next?: string }>;
  /** Runs a read of all pages and verifies that the result is conclusive; undefined when the container does not exist. */
  readAll(read: () => Promise<Items<State>>): Promise<Items<State> | undefined>;
}

/**
 * Reads items of a paginated list. It is unknown how many lookups will come, so a page is read only when the lookups so far
 * would have cost as many single reads: the total is never more than twice the cheaper of the two ways.
 */
export class PagedCache<Id, State> {
  private readonly known = new Memo<State | undefined>();
  private readonly listed = new Map<string, State>();
  /** Items written in this run, which a page in flight may not show yet. */
  private readonly changed = new Set<string>();
  private readonly confirmation: AbsenceConfirmation<Id, State>;
  private readonly fresh: SharedRead<Items<State> | undefined>;
  private readonly pagesRead = new Memo<Items<State>>();
  private readonly all = new Memo<Items<State> | undefined>();
  private lookups = 0;
  private pages = 0;
  private next: string | undefined;
  private ended = false;
  /** Whether every page was read. */
  private isComplete = false;
  private reading?: Promise<void>;

  constructor(private readonly plan: Plan<Id, State>) {
    this.fresh = new SharedRead(() => plan.readAll(() => this.allPages()));
    this.confirmation = new AbsenceConfirmation({
      key: plan.key,
      readOne: (id) => plan.readOne(id, this.isComplete),
      readList: () => this.fresh.get(),
      // Reading a long list again costs many requests, so more absences are confirmed by single reads.
      maxSingleReads: () => (this.isComplete ? Math.max(MAX_SINGLE_READS, this.pages) : Number.POSITIVE_INFINITY),
    });
  }

  get(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    return this.known.get(key, () => this.find(id, key));
  }

  set(id: Id, state: State | undefined): void {
    this.forget(id);
    this.known.set(this.plan.key(id), state);
  }

  forget(id: Id): void {
    const key = this.plan.key(id);
    this.known.forget(key);
    this.listed.delete(key);
    this.changed.add(key);
    this.pagesRead.forget("");
    this.all.forget("");
  }

  /** All items; undefined when the container does not exist. */
  list({ fresh = false }: Freshness = {}): Promise<Items<State> | undefined> {
    return fresh ? this.fresh.get() : this.all.get("", () => this.plan.readAll(() => this.shown()));
  }

  /** All items on the pages. An item missing here is not proven absent. */
  shown(): Promise<Items<State>> {
    return this.pagesRead.get("", () => this.allPages());
  }

  /** Whether the list, read completely after this call, shows it. */
  async shows(id: Id): Promise<boolean> {
    return (await this.fresh.get())?.has(this.plan.key(id)) ?? false;
  }

  private async find(id: Id, key: string): Promise<State | undefined> {
    if (this.changed.has(key)) return this.plan.readOne(id, false);
    const all = await this.pagesRead.peek("")?.catch(() => undefined);
    if (this.changed.has(key)) return this.plan.readOne(id, false);
    const listed = all?.get(key) ?? this.listed.get(key);
    if (listed) return listed;
    this.lookups++;
    while (!this.ended && this.pages + 1 < this.lookups) {
      this.reading ??= this.readNextPage().finally(() => {
        this.reading = undefined;
      });
      await this.reading;
      if (this.changed.has(key)) return this.plan.readOne(id, false);
      const found = this.listed.get(key);
      if (found) return found;
    }
    return this.confirmation.of(id);
  }

  private async readNextPage(): Promise<void> {
    try {
      this.pages++;
      const { items, found, next } = await this.plan.readPage(this.next);
      requireProgress(this.pages, found, next);
      const beganAnew = [...items.keys()].some((key) => this.listed.has(key));
      for (const [key, state] of items) this.listed.set(key, state);
      this.next = next;
      // Quay answers an expired `next` with the first page again, so the list would never end.
      this.ended = next === undefined || beganAnew;
      this.isComplete = next === undefined && !beganAnew;
    } catch (error) {
      this.ended = true;
      // When listing is refused, single reads follow and report the reason. Other failures are thrown to all waiting lookups.
      if (error instanceof QuayError && !(error instanceof Refusal && error.status < 500)) {
        this.ended = false;
        throw error;
      }
    }
  }

  private async allPages(): Promise<Items<State>> {
    const all: Items<State> = new Map();
    let next: string | undefined;
    for (let count = 1; ; count++) {
      const page = await this.plan.readPage(next);
      requireProgress(count, page.found, page.next);
      const isNew = [...page.items.keys()].some((key) => !all.has(key));
      if (all.size > 0 && page.next !== undefined && !isNew)
        throw new QuayError(`Quay began its list anew after ${all.size} of its items.`);
      // Concurrent writes may shift items to the next page, so of an item seen twice the first one is the newest.
      for (const [key, state] of page.items) if (!all.has(key)) all.set(key, state);
      next = page.next;
      if (next === undefined) return all;
    }
  }
}
