import { ListCache } from "./list-cache";

interface Plan<Id, State> {
  /** What one answer of Quay's covers: all with the same shelf are read together. */
  listKey(id: Id): string;
  /** Its key on the shelf. */
  key(id: Id): string;
  /** Everything on the shelf by key; undefined when what the shelf belongs to does not exist. */
  read(id: Id): Promise<Map<string, State> | undefined>;
  /** Asks for one by itself, where Quay can. */
  one?(id: Id): Promise<State | undefined>;
}

/** Things that Quay lists together, a list for each shelf. */
export class ListCaches<Id, State> {
  private readonly lists = new Map<string, ListCache<Id, State>>();

  constructor(private readonly plan: Plan<Id, State>) {}

  get = (id: Id): Promise<State | undefined> => this.list(id).get(id);
  now = (id: Id): Promise<State | undefined> => this.list(id).now(id);
  set = (id: Id, state: State | undefined): void => this.list(id).set(id, state);
  forget = (id: Id): void => this.list(id).forget(id);
  gone = (id: Id): Promise<boolean> => this.list(id).gone(id);

  /** Whole shelves become unknown. */
  forgetLists(matches: (shelf: string) => boolean): void {
    for (const [shelf, list] of this.lists) if (matches(shelf)) list.forgetAll();
  }

  /** Of all shelves, what matches becomes unknown. */
  forgetWhere(matches: (state: State, key: string) => boolean): void {
    for (const list of this.lists.values()) list.forgetWhere(matches);
  }

  /** We made what the shelf of this belongs to: it is empty. */
  born(id: Id): void {
    this.list(id).born(new Map());
  }

  private list(id: Id): ListCache<Id, State> {
    const shelf = this.plan.listKey(id);
    const known = this.lists.get(shelf);
    if (known) return known;
    const { key, read, one } = this.plan;
    const list = new ListCache<Id, State>({ key, read: () => read(id), one });
    this.lists.set(shelf, list);
    return list;
  }
}
