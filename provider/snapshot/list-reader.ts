import type { Snapshot } from ".";
import { type Container, isWithin } from "./containers";
import { ListCache } from "./list-cache";
import type { Freshness, Reader } from "./reader";

export interface ListPlan<Id, State> {
  /** The container that the list belongs to. */
  of(id: Id): Container;
  /** Which of the list it is; left out where a list holds at most one. */
  key?(item: Id): string;
  /** All that there are in a container, of twins the one that counts first; undefined when the container does not exist. */
  read(of: Container): Promise<State[] | undefined>;
  /** The same, never from memory. By default `read` is that. */
  readFresh?(of: Container): Promise<State[] | undefined>;
  /** Asks for one by itself, where Quay can. */
  readOne?(id: Id): Promise<State | undefined>;
  /** The containers that one names besides: it goes with them too. */
  names?(item: State): Container[];
  /** What Quay puts into each new container; by default nothing. */
  whenNew?(of: Container): State[];
}

/** Things that Quay lists whole, a list for each container. */
export class ListReader<Id, State extends Id> implements Reader<Id, State> {
  private readonly lists = new Map<string, { of: Container; cache: ListCache<Id, State> }>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly plan: ListPlan<Id, State>,
  ) {}

  get(id: Id, { fresh = false }: Freshness = {}): Promise<State | undefined> {
    return fresh ? this.cache(id).getFresh(id) : this.cache(id).get(id);
  }

  async list(values: Id, how?: Freshness): Promise<State[] | undefined> {
    const items = await this.cache(values).list(how);
    return items && [...items.values()];
  }

  isGone(id: Id): Promise<boolean> {
    return this.cache(id).isGone(id);
  }

  record(id: Id, state: State | undefined): void {
    this.cache(id).set(id, state);
  }

  forget(id: Id): void {
    this.cache(id).forget(id);
  }

  forgetUnder(container: Container): void {
    const { names } = this.plan;
    for (const [key, { of, cache }] of this.lists) {
      if (isWithin(of, container)) this.lists.delete(key);
      else if (names) cache.forgetWhere((item) => names(item).some((named) => isWithin(named, container)));
    }
  }

  private cache(id: Id): ListCache<Id, State> {
    const of = this.plan.of(id);
    const key = of.join(" ");
    const known = this.lists.get(key);
    if (known) return known.cache;
    const { read, readFresh: again = read, readOne: one, whenNew } = this.plan;
    const plan = {
      key: this.keyOf,
      read: () => this.byKey(read(of)),
      again: () => this.byKey(again(of)),
      one,
    };
    const cache = new ListCache<Id, State>(plan, this.snapshot.isNew(of) ? this.keyed(whenNew?.(of) ?? []) : undefined);
    this.lists.set(key, { of, cache });
    return cache;
  }

  private keyOf = (item: Id): string => this.plan.key?.(item) ?? "";

  private async byKey(reading: Promise<State[] | undefined>): Promise<Map<string, State> | undefined> {
    const items = await reading;
    return items && this.keyed(items);
  }

  private keyed(items: State[]): Map<string, State> {
    const keyed = new Map<string, State>();
    for (const item of items) if (!keyed.has(this.keyOf(item))) keyed.set(this.keyOf(item), item);
    return keyed;
  }
}
