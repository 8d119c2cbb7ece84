import { AbsenceConfirmation } from "./absence-confirmation";
import { SharedRead } from "./shared-read";

interface Plan<Id, State> {
  key(id: Id): string;
  /** Everything on the list by key; undefined when what it belongs to does not exist. */
  read(): Promise<Map<string, State> | undefined>;
  /** The same, never from memory. By default `read` is that. */
  again?(): Promise<Map<string, State> | undefined>;
  /** Asks for one by itself, where Quay can. */
  one?(id: Id): Promise<State | undefined>;
}

/** A list of Quay's, read whole by one request, with our own writes noted on it. */
export class ListCache<Id, State> {
  private readonly own = new Map<string, State | undefined>();
  private first?: Promise<Map<string, State> | undefined>;
  private confirmation: AbsenceConfirmation<Id, State>;
  private readonly fresh: SharedRead<Map<string, State> | undefined>;
  /** Made by ourselves: what is not on it needs no confirmation. */
  private certain = false;
  private doubts: ((state: State, key: string) => boolean)[] = [];

  constructor(private readonly plan: Plan<Id, State>) {
    this.fresh = new SharedRead(() => this.again());
    this.confirmation = this.unconfirmed();
  }

  async get(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    if (this.own.has(key)) return this.own.get(key);
    const things = await this.all();
    if (this.own.has(key)) return this.own.get(key);
    if (!things) return undefined;
    const found = things.get(key) ?? (this.certain ? undefined : await this.confirmation.of(id));
    if (found === undefined || !this.doubts.some((doubt) => doubt(found, key))) return found;
    this.reset();
    return this.get(id);
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

  /** We made what it belongs to: it holds this and nothing else. */
  born(things: Map<string, State>): void {
    this.forgetAll();
    this.first = Promise.resolve(things);
    this.certain = true;
  }

  /** By two readings that begin after this was asked; what we made a moment ago with nothing in it has what we put there. */
  async now(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    if (this.certain) return this.own.get(key) ?? (await this.first)?.get(key);
    const things = await this.fresh.ask();
    return things && (things.get(key) ?? (await this.fresh.ask())?.get(key));
  }

  get isKnown(): boolean {
    return this.first !== undefined;
  }

  /** Whether neither the list nor a read of its own shows it, both begun after this was asked. */
  async gone(id: Id): Promise<boolean> {
    const key = this.plan.key(id);
    const things = await this.fresh.ask();
    if (!things) return true;
    if (things.has(key)) return false;
    const there = this.plan.one ? await this.plan.one(id) : (await this.fresh.ask())?.get(key);
    return there === undefined;
  }

  private all(): Promise<Map<string, State> | undefined> {
    if (this.first) return this.first;
    const first = this.plan.read();
    this.first = first;
    first.catch(() => {
      if (this.first === first) this.first = undefined;
    });
    return first;
  }

  private reset(): void {
    this.first = undefined;
    this.confirmation = this.unconfirmed();
    this.certain = false;
    this.doubts = [];
  }

  private again = () => (this.plan.again ?? this.plan.read)();

  private unconfirmed(): AbsenceConfirmation<Id, State> {
    const { key, one } = this.plan;
    return new AbsenceConfirmation({ key, one, again: this.again });
  }
}
