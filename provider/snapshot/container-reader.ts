import type { Snapshot } from ".";
import type { Container } from "./containers";
import type { Reader } from "./reader";

/** Wraps a reader of containers: when one is or may have been created or deleted, all readers forget its children. */
export function containerReader<Id, State>(
  snapshot: Snapshot,
  containerOf: (id: Id) => Container,
  reader: Reader<Id, State>,
): Reader<Id, State> {
  const present = new Set<string>();
  const keyOf = (id: Id) => containerOf(id)[1];
  const note = (id: Id, isPresent: boolean) => {
    if (isPresent) present.add(keyOf(id));
    else present.delete(keyOf(id));
  };
  return {
    async get(id, how) {
      const found = await reader.get(id, how);
      note(id, found !== undefined);
      return found;
    },
    list: (values, how) => reader.list(values, how),
    isGone: (id) => reader.isGone(id),
    record(id, state, how) {
      // An update of an existing container leaves its children as they are.
      if (how?.isNew || !state || !present.has(keyOf(id))) snapshot.containerChanged(containerOf(id), how?.isNew);
      note(id, state !== undefined);
      reader.record(id, state, how);
    },
    forget(id) {
      snapshot.containerChanged(containerOf(id));
      note(id, false);
      reader.forget(id);
    },
    forgetUnder: (container) => reader.forgetUnder(container),
  };
}
