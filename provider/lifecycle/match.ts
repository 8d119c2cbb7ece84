import type { Snapshot } from "../snapshot";
import type { Properties, Resource } from "./definition";
import { differs } from "./diff";

/** What a create made whose answer got lost. */
export interface Made {
  state: Properties;
  /** Whether it is as the create sent it; else it is somebody else's. */
  isAsSent: boolean;
}

/**
 * How to find what a create makes, to be prepared before it: by its id; or, where Quay assigns the id, as what is new in the
 * parent's list and matches: more than one when somebody else made the same just then.
 */
export async function finder(
  resource: Resource,
  seen: Snapshot,
  wanted: Properties,
  isHeld: (id: string) => boolean,
): Promise<() => Promise<Made[]>> {
  const { identity } = resource;
  const reader = seen.of(resource.observe);
  if (identity.type !== "assigned") {
    return async () => {
      const state = await reader.get(wanted);
      return state ? [{ state, isAsSent: isAsSent(resource, state, wanted) }] : [];
    };
  }
  const before = new Set((await reader.list(wanted))?.map(identity.format));
  return async () => {
    const all = await matching(resource, seen, wanted, true);
    const isNew = (id: string) => !before.has(id) && !isHeld(id);
    return all.filter((one) => isNew(identity.format(one))).map((state) => ({ state, isAsSent: true }));
  };
}

/** What the parent holds that is what is wanted, whatever Quay calls it. */
export async function matching(
  resource: Resource,
  seen: Snapshot,
  wanted: Properties,
  fresh = false,
): Promise<Properties[]> {
  const all = (await seen.of(resource.observe).list(wanted, { fresh })) ?? [];
  return all.filter((there) => resource.match?.(wanted, there) ?? isAsSent(resource, there, wanted));
}

/** Whether it is what a create makes: only what that leaves to changes may differ yet. */
const isAsSent = ({ accepts, setAfterCreate, stateOnly }: Resource, there: Properties, wanted: Properties): boolean =>
  Object.keys(accepts).every(
    (name) =>
      wanted[name] === undefined ||
      setAfterCreate.includes(name) ||
      stateOnly.includes(name) ||
      !differs(wanted[name], there[name]),
  );
