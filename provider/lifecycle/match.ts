import type { Snapshot } from "../snapshot";
import type { Properties } from "./definition";
import { differs, isWanted } from "./diff";
import type { Resource } from "./resource";

/** A resource that a create without a clear answer may have created. */
export interface Created {
  state: Properties;
  /** Whether its values are those of the create; otherwise somebody else created it. */
  isAsSent: boolean;
}

/**
 * Prepares, before a create, a lookup of the created resource: by id; or, when Quay assigns the id, by what is new in the
 * parent's list and matches. That may be several, when somebody else created an equal one at the same time.
 */
export async function creationFinder(
  resource: Resource,
  snapshot: Snapshot,
  wanted: Properties,
  isHeld: (id: string) => boolean,
): Promise<() => Promise<Created[]>> {
  const { identity } = resource;
  const reader = snapshot.of(resource.observe);
  if (identity.type !== "assigned") {
    return async () => {
      const state = await reader.get(wanted);
      return state ? [{ state, isAsSent: isAsSent(resource, state, wanted) }] : [];
    };
  }
  const before = new Set((await reader.list(wanted))?.map(identity.format));
  return async () => {
    const all = await matching(resource, snapshot, wanted, true);
    const isNew = (id: string) => !before.has(id) && !isHeld(id);
    return all.filter((one) => isNew(identity.format(one))).map((state) => ({ state, isAsSent: true }));
  };
}

/** The resources in the parent's list that match the wanted values, whatever id Quay assigned. */
export async function matching(
  resource: Resource,
  snapshot: Snapshot,
  wanted: Properties,
  fresh = false,
): Promise<Properties[]> {
  const all = (await snapshot.of(resource.observe).list(wanted, { fresh })) ?? [];
  return all.filter((there) => resource.match?.(wanted, there) ?? isAsSent(resource, there, wanted));
}

/** Whether the values are those of the create; properties that changes set afterwards may differ. */
export const isAsSent = (resource: Resource, there: Properties, wanted: Properties): boolean => {
  const { accepts, setAfterCreate, stateOnly, writeOnly } = resource;
  return Object.keys(accepts).every(
    (name) =>
      !isWanted(resource, wanted, name) ||
      setAfterCreate.includes(name) ||
      stateOnly.includes(name) ||
      writeOnly.includes(name) ||
      !differs(wanted[name], there[name]),
  );
};
