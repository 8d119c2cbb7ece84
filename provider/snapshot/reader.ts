import type { Container } from "./containers";

export interface Freshness {
  /** Only uses reads that begin after the call, for example right before a write that would overwrite or duplicate something. */
  fresh?: boolean;
}

/** Reads one kind of resource, with caching. `Id` identifies one and may contain further values of the state. */
export interface Reader<Id, State> {
  /** The resource in Quay; undefined when it certainly does not exist. Throws when that cannot be determined. */
  get(id: Id, how?: Freshness): Promise<State | undefined>;
  /**
   * All resources in the list that the values belong to; only the values that identify the list are used. Undefined when Quay's
   * answer proves that the list's container does not exist; to a superuser Quay returns an empty list in that case.
   */
  list(values: Id, how?: Freshness): Promise<State[] | undefined>;
  /**
   * Whether a delete without a clear answer succeeded: reads that begin after it, with a valid token, show the resource neither
   * in the list nor by itself. Throws when that cannot be determined.
   */
  isGone(id: Id): Promise<boolean>;
  /** Records the result of this run's own write; undefined after a delete. `isNew`: nothing existed before. */
  record(id: Id, state: State | undefined, how?: { isNew?: boolean }): void;
  /** Forgets a resource whose state is unknown, because a write failed or got no answer. */
  forget(id: Id): void;
  /** Forgets the children of a container and what refers to it, after the container was or may have been created or deleted. */
  forgetUnder(container: Container): void;
}
