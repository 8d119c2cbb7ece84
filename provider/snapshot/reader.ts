import type { Container } from "./containers";

/** What a run knows of one kind of thing. */
export interface Reader<Id, State> {
  /** What Quay holds; undefined when it surely holds nothing. Throws when that cannot be told. */
  get(id: Id): Promise<State | undefined>;
  /** The same right before a write that would overwrite or double it: by readings that begin after this was asked. */
  getFresh?(id: Id): Promise<State | undefined>;
  /** All that the list holds in which it stands; undefined when what it stands in surely does not exist. */
  list?(id: Id, how?: { fresh?: boolean }): Promise<State[] | undefined>;
  /** A write of ours was done: this is there now, or nothing is. */
  record(id: Id, state: State | undefined): void;
  /** A write of ours failed or got no answer: what is there is unknown. */
  forget(id: Id): void;
  /**
   * Whether a delete without a clear answer was done, by readings that begin after it: neither the list nor a read of its own
   * shows it, to a live token. Throws when that cannot be told.
   */
  isGone(id: Id): Promise<boolean>;
  /** A place came or went with all that is in it: nothing is known of that any more. */
  forgetUnder(place: Container): void;
}
