import { isDeepStrictEqual } from "node:util";
import type { Properties, Resource } from "../resource";
import { isUnknown } from "./unknown";

export interface Difference {
  changes?: false;
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

export const differs = (wanted: unknown, actual: unknown) => isUnknown(wanted) || !isDeepStrictEqual(wanted, actual);

/**
 * Compares the state with what is wanted. `changes` is false or left out, never true: only then does the engine compare by
 * itself and show what changes property by property.
 */
export function diff(resource: Resource, actual: Properties, wanted: Properties): Difference {
  const { accepts, derives, flags, identity, changes, frozen } = resource;
  const changed = [...Object.keys(accepts), ...Object.keys(derives), ...flags].filter((name) =>
    differs(wanted[name], actual[name]),
  );
  if (changed.length === 0) return { changes: false };

  const begun = (frozen?.of ?? []).filter((name) => actual[name] === undefined);
  const changeable = new Set([...changes.flatMap(({ of }) => of), ...begun]);
  const replaces = changed.filter((name) => name in accepts && !changeable.has(name));
  const sameIdentity = !replaces.some((name) => identity.properties.includes(name));
  return { replaces, deleteBeforeReplace: replaces.length > 0 && sameIdentity };
}
