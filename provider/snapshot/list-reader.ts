import type { Snapshot } from ".";
import { type Container, isWithin } from "./containers";
import { ListCache } from "./list-cache";
import type { Freshness, Reader } from "./reader";

export interface ListPlan<Id, State> {
  /** The container that the list belongs to. */
  of(id: Id): Container;
  /** The item's key in the list; left out when a list has at most one item. */
  key?(item: Id): string;
  /** Which of several items with the same key is shown; by default the first. */
  chosen?(twins: readonly State[]): State;
  /** All items of a container; undefined when the container does not exist. */
  read(of: Container): Promise<State[] | undefined>;
  /** The same, bypassing caches; by default `read`. */
  readFresh?(of: Container): Promise<State[] | undefined>;
  /** Reads a single item, if Quay has an operation for that. */
  readOne?(id: Id): Promise<State | undefined>;
  /** Other containers that the item refers to, with which Quay deletes it too. */
  names?(item: State): Container[];
  /** The items that Quay puts into every new container; by default none. */
  whenNew?(of: Container): State[];
}

/** Reads resources from lists that Quay returns in one request, one list for each container. */
export class ListReader<Id, State extends Id> implements Reader<Id, State> {
  private readonly lists = new Map<string, { of: Container; cache: ListCache<Id, State> }>();

  constructor(
    protected readonly snapshot: Snapshot,
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
    const { read, readFresh = read, readOne, whenNew } = this.plan;
    const plan = {
      key: this.keyOf,
      read: () => this.byKey(read(of)),
      readFresh: () => this.byKey(readFresh(of)),
      readOne,
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
    const { chosen = ([first]: readonly State[]) => first as State } = this.plan;
    const keyed = new Map<string, State[]>();
    for (const item of items) keyed.set(this.keyOf(item), [...(keyed.get(this.keyOf(item)) ?? []), item]);
    return new Map([...keyed].map(([key, twins]) => [key, chosen(twins)]));
  }
}
