import { Memo } from "./memo";
import type { Reader } from "./reader";

interface Plan<Id, State> {
  /** What one answer of Quay's covers: all with the same shelf are read together. */
  shelf(id: Id): string;
  /** Its key on the shelf. */
  key(id: Id): string;
  /** Everything on the shelf by key; undefined when what the shelf belongs to does not exist. */
  read(id: Id): Promise<Map<string, State> | undefined>;
}

/** Things that Quay lists together: one request for all, and our own writes are noted on the list. */
export class Shelf<Id, State> implements Reader<Id, State> {
  private readonly shelves = new Memo<Map<string, State> | undefined>();

  constructor(private readonly plan: Plan<Id, State>) {}

  async get(id: Id): Promise<State | undefined> {
    return (await this.all(id))?.get(this.plan.key(id));
  }

  set(id: Id, state: State | undefined): void {
    const name = this.plan.shelf(id);
    const known = this.shelves.peek(name);
    if (!known) return;
    const noted = known.then((things) => {
      if (state) return new Map(things).set(this.plan.key(id), state);
      const others = things && new Map(things);
      others?.delete(this.plan.key(id));
      return others;
    });
    this.shelves.forget(name);
    this.shelves.get(name, () => noted);
  }

  forget(id: Id): void {
    this.shelves.forget(this.plan.shelf(id));
  }

  private all(id: Id): Promise<Map<string, State> | undefined> {
    return this.shelves.get(this.plan.shelf(id), () => this.plan.read(id));
  }
}
