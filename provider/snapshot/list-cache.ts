import { AbsenceConfirmation } from "./absence-confirmation";
import type { Freshness } from "./reader";
import { SharedRead } from "./shared-read";

type Items<State> = Map<string, State>;

interface Plan<Id, State> {
  key(id: Id): string;
  /** Everything on the list by key; undefined when what it belongs to does not exist. */
  read(): Promise<Items<State> | undefined>;
  /** The same, never from memory. By default `read` is that. */
  again?(): Promise<Items<State> | undefined>;
  /** Asks for one by itself, where Quay can. */
  one?(id: Id): Promise<State | undefined>;
}

/** A list of Quay's, read whole by one request, with our own writes noted on it. */
export class ListCache<Id, State> {
  private readonly own = new Map<string, State | undefined>();
  private first?: Promise<Items<State> | undefined>;
  private confirmation: AbsenceConfirmation<Id, State>;
  private readonly fresh: SharedRead<Items<State> | undefined>;
  /** We made what it belongs to: what is not on it needs no confirmation. */
  private isCertain = false;
  private doubts: ((state: State, key: string) => boolean)[] = [];

  /** `items` are all that there are, where that is known without asking. */
  constructor(
    private readonly plan: Plan<Id, State>,
    items?: Items<State>,
  ) {
    this.fresh = new SharedRead(() => this.again());
    this.confirmation = this.unconfirmed();
    if (!items) return;
    this.first = Promise.resolve(items);
    this.isCertain = true;
  }

  async get(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    if (this.own.has(key)) return this.own.get(key);
    const items = await this.all();
    if (this.own.has(key)) return this.own.get(key);
    if (!items) return undefined;
    const found = items.get(key) ?? (this.isCertain ? undefined : await this.confirmation.of(id));
    if (found === undefined || !this.isDoubted(found, key)) return found;
    this.reset();
    return this.get(id);
  }

  /** By two readings that begin after this was asked; what we made a moment ago has in it what we put there. */
  async getFresh(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    if (this.isCertain) return this.own.has(key) ? this.own.get(key) : (await this.first)?.get(key);
    const items = await this.fresh.ask();
    return items && (items.get(key) ?? (await this.fresh.ask())?.get(key));
  }

  async list({ fresh = false }: Freshness = {}): Promise<Items<State> | undefined> {
    if (fresh && !this.isCertain) return this.fresh.ask();
    const items = await this.all();
    if (!items) return undefined;
    if ([...items].some(([key, state]) => this.isDoubted(state, key))) {
      this.reset();
      return this.list();
    }
    const known = new Map<string, State | undefined>([...items, ...this.own]);
    return new Map([...known].filter((entry): entry is [string, State] => entry[1] !== undefined));
  }

  set(id: Id, state: State | undefined): void {
    this.own.set(this.plan.key(id), state);
  }

  forget(id: Id): void {
    this.own.delete(this.plan.key(id));
    this.reset();
  }

  forgetAll(): void {
    this.own.clear();
    this.reset();
  }

  /** What matches and is known to be there becomes unknown; the rest stays known. */
  forgetWhere(matches: (state: State, key: string) => boolean): void {
    for (const [key, state] of this.own) if (state !== undefined && matches(state, key)) this.own.delete(key);
    if (this.first) this.doubts.push(matches);
  }

  get isKnown(): boolean {
    return this.first !== undefined;
  }

  /** Whether neither the list nor a read of its own shows it, both begun after this was asked. */
  async isGone(id: Id): Promise<boolean> {
    const key = this.plan.key(id);
    const items = await this.fresh.ask();
    if (!items) return true;
    if (items.has(key)) return false;
    const found = this.plan.one ? await this.plan.one(id) : (await this.fresh.ask())?.get(key);
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

  private isDoubted(state: State, key: string): boolean {
    return this.doubts.some((doubt) => doubt(state, key));
  }

  private reset(): void {
    this.first = undefined;
    this.confirmation = this.unconfirmed();
    this.isCertain = false;
    this.doubts = [];
  }

  private again = () => (this.plan.again ?? this.plan.read)();

  private unconfirmed(): AbsenceConfirmation<Id, State> {
    const { key, one } = this.plan;
    return new AbsenceConfirmation({ key, one, again: this.again });
  }
}
