import { AbsenceConfirmation } from "./absence-confirmation";
import type { Freshness } from "./reader";
import { SharedRead } from "./shared-read";

type Items<State> = Map<string, State>;

interface Plan<Id, State> {
  key(id: Id): string;
  /** All items by key; undefined when the list's container does not exist. */
  read(): Promise<Items<State> | undefined>;
  /** The same, bypassing caches; by default `read`. */
  readFresh?(): Promise<Items<State> | undefined>;
  /** Reads a single item, if Quay has an operation for that. */
  readOne?(id: Id): Promise<State | undefined>;
}

/** Caches a list that Quay returns in one request, together with this run's own writes. */
export class ListCache<Id, State> {
  private readonly ownWrites = new Map<string, State | undefined>();
  private first?: Promise<Items<State> | undefined>;
  private confirmation: AbsenceConfirmation<Id, State>;
  private readonly fresh: SharedRead<Items<State> | undefined>;
  /** Whether this run created the container, so that absences need no confirmation. */
  private isComplete = false;
  private staleMatchers: ((state: State, key: string) => boolean)[] = [];

  /** `items`: all items, if they are known without a request. */
  constructor(
    private readonly plan: Plan<Id, State>,
    items?: Items<State>,
  ) {
    this.fresh = new SharedRead(() => this.readAgain());
    this.confirmation = this.newConfirmation();
    if (!items) return;
    this.first = Promise.resolve(items);
    this.isComplete = true;
  }

  async get(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    if (this.ownWrites.has(key)) return this.ownWrites.get(key);
    const items = await this.all();
    if (this.ownWrites.has(key)) return this.ownWrites.get(key);
    if (!items) return undefined;
    const found = items.get(key) ?? (this.isComplete ? undefined : await this.confirmation.of(id));
    if (found === undefined || !this.isStale(found, key)) return found;
    this.reset();
    return this.get(id);
  }

  /** Reads the list after this call, and once more when the item is missing. The children of a new container are known without. */
  async getFresh(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    if (this.isComplete) return this.ownWrites.has(key) ? this.ownWrites.get(key) : (await this.first)?.get(key);
    const items = await this.fresh.get();
    return items && (items.get(key) ?? (await this.fresh.get())?.get(key));
  }

  async list({ fresh = false }: Freshness = {}): Promise<Items<State> | undefined> {
    if (fresh && !this.isComplete) return this.fresh.get();
    const items = await this.all();
    if (!items) return undefined;
    if ([...items].some(([key, state]) => this.isStale(state, key))) {
      this.reset();
      return this.list();
    }
    const known = new Map<string, State | undefined>([...items, ...this.ownWrites]);
    return new Map([...known].filter((entry): entry is [string, State] => entry[1] !== undefined));
  }

  set(id: Id, state: State | undefined): void {
    this.ownWrites.set(this.plan.key(id), state);
  }

  forget(id: Id): void {
    this.ownWrites.delete(this.plan.key(id));
    this.reset();
  }

  forgetAll(): void {
    this.ownWrites.clear();
    this.reset();
  }

  /** Forgets the existing items that match; all others stay cached. */
  forgetWhere(matches: (state: State, key: string) => boolean): void {
    for (const [key, state] of this.ownWrites)
      if (state !== undefined && matches(state, key)) this.ownWrites.delete(key);
    if (this.first) this.staleMatchers.push(matches);
  }

  get isKnown(): boolean {
    return this.first !== undefined;
  }

  /** Whether neither the list nor a single read shows it, both begun after this call. */
  async isGone(id: Id): Promise<boolean> {
    const key = this.plan.key(id);
    const items = await this.fresh.get();
    if (!items) return true;
    if (items.has(key)) return false;
    const found = this.plan.readOne ? await this.plan.readOne(id) : (await this.fresh.get())?.get(key);
    return found === undefined;
  }

  private all(): Promise<Items<State> | undefined> {
    if (this.first) return this.first;
    const first = this.plan.read();
    this.first = first;
    first.catch(() => {
      if (this.first === first) this.first = undefined;
    });
    return first;
  }

  private isStale(state: State, key: string): boolean {
    return this.staleMatchers.some((doubt) => doubt(state, key));
  }

  private reset(): void {
    this.first = undefined;
    this.confirmation = this.newConfirmation();
    this.isComplete = false;
    this.staleMatchers = [];
  }

  private readAgain = () => (this.plan.readFresh ?? this.plan.read)();

  private newConfirmation(): AbsenceConfirmation<Id, State> {
    const { key, readOne: one } = this.plan;
    return new AbsenceConfirmation({ key, readOne: one, readList: this.readAgain });
  }
}
