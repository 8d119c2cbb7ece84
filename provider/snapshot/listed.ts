import { Refusal } from "../quay/client/errors";
import type { Snapshot, Source } from ".";
import { absence } from "./absence";
import { namespaceOf } from "./containers";
import { type ListPlan, ListReader } from "./list-reader";

interface List<Id, State> extends Pick<ListPlan<Id, State>, "of" | "key" | "names"> {
  /** All that there are in the container of this id, of twins the one that counts first. */
  read(seen: Snapshot, of: string): Promise<State[]>;
  /** Reads one by itself, where Quay can. */
  one?(seen: Snapshot, id: Id): Promise<State>;
  /** Whether a refusal says that nothing is configured, where Quay has no empty list for that. */
  isNone?(refusal: Refusal): boolean;
}

/** The ordinary way to read a kind: from the list that Quay has of it for each of what it is in. */
export function listed<Id, State extends Id>({
  of,
  key,
  names,
  read,
  one,
  isNone,
}: List<Id, State>): Source<Id, State> {
  return (seen) => {
    const absences = seen.of(absence);
    const items = async (of: string): Promise<State[]> => {
      try {
        return await read(seen, of);
      } catch (error) {
        if (!(error instanceof Refusal && isNone?.(error))) throw error;
        await seen.token.check();
        return [];
      }
    };
    return new ListReader<Id, State>(seen, {
      of,
      key,
      names,
      read: (container) => absences.within(container, () => items(container[1])),
      one: one && ((id) => absences.unless(namespaceOf(of(id)[1]), () => one(seen, id))),
    });
  };
}
