import { Refusal } from "../quay/client/errors";
import type { Snapshot, Source } from ".";
import { absence } from "./absence";
import { namespaceOf } from "./containers";
import { type ListPlan, ListReader } from "./list-reader";

interface List<Id, State> extends Pick<ListPlan<Id, State>, "of" | "key" | "names"> {
  /** All that there are in the container of this id, of twins the one that counts first. */
  read(snapshot: Snapshot, of: string): Promise<State[]>;
  /** Reads one by itself, where Quay can. */
  one?(snapshot: Snapshot, id: Id): Promise<State>;
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
  return (snapshot) => {
    const absences = snapshot.of(absence);
    const items = async (of: string): Promise<State[]> => {
      try {
        return await read(snapshot, of);
      } catch (error) {
        if (!(error instanceof Refusal && isNone?.(error))) throw error;
        await snapshot.token.check();
        return [];
      }
    };
    return new ListReader<Id, State>(snapshot, {
      of,
      key,
      names,
      read: (container) => absences.within(container, () => items(container[1])),
      readOne: one && ((id) => absences.readOne(namespaceOf(of(id)[1]), () => one(snapshot, id))),
    });
  };
}
