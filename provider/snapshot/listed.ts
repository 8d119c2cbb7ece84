import { Refusal } from "../quay/client/errors";
import type { Snapshot, Source } from ".";
import { absence } from "./absence";
import { namespaceOf } from "./containers";
import { type ListPlan, ListReader } from "./list-reader";

interface List<Id, State> extends Pick<ListPlan<Id, State>, "of" | "key" | "names" | "chosen"> {
  /** All items of the container with this id. */
  read(snapshot: Snapshot, of: string): Promise<State[]>;
  /** Reads a single item, if Quay has an operation for that. */
  one?(snapshot: Snapshot, id: Id): Promise<State>;
  /** Whether a refusal means an empty list, when Quay refuses instead of returning one. */
  isNone?(refusal: Refusal): boolean;
}

/** The usual way to read a kind: from Quay's list for each container. */
export function listed<Id, State extends Id>({
  of,
  key,
  names,
  chosen,
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
      chosen,
      read: (container) => absences.within(container, () => items(container[1])),
      readOne: one && ((id) => absences.readOne(namespaceOf(of(id)[1]), () => one(snapshot, id))),
    });
  };
}
