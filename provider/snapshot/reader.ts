import type { Container } from "./containers";

export interface Freshness {
  /** By readings that begin after this was asked, as right before a write that would overwrite or double something. */
  fresh?: boolean;
}

/** What a run knows of one kind of thing. `Id` is what names one; it may hold more of what the state says of it. */
export interface Reader<Id, State> {
  /** What Quay holds; undefined when it surely holds nothing. Throws when that cannot be told. */
  get(id: Id, how?: Freshness): Promise<State | undefined>;
  /**
   * All that there is in the list in which this stands, or would; undefined when Quay's answer proves that what the list
   * belongs to does not exist. To a superuser Quay shows an empty list of that too. Of the values only what names the list
   * is looked at.
   */
  list(values: Id, how?: Freshness): Promise<State[] | undefined>;
  /**
   * Whether a delete without a clear answer was done, by readings that begin after it: neither the list nor a read of its own
   * shows it, to a live token. Throws when that cannot be told.
   */
  isGone(id: Id): Promise<boolean>;
  /** A write of ours was done: this is there now, or nothing is. New is what was made where nothing was. */
  record(id: Id, state: State | undefined, how?: { isNew?: boolean }): void;
  /** A write of ours failed or got no answer: what is there is unknown. */
  forget(id: Id): void;
  /** A container came, went, or may have: nothing is known any more of what is in it or names it. */
  forgetUnder(container: Container): void;
}
