import { isDeepStrictEqual } from "node:util";
import type { QuaySettings } from "../quay/settings";
import type { Properties, Resource } from "./definition";
import { isUnknown } from "./unknown";

export interface Difference {
  changes?: boolean;
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

export const differs = (wanted: unknown, actual: unknown) => isUnknown(wanted) || !isDeepStrictEqual(wanted, actual);

/**
 * Compares the state with the wanted values. When a property differs, `changes` is left out: only then does the engine compare
 * by itself and show the difference of each property.
 */
export function diff(resource: Resource, settings: QuaySettings, actual: Properties, wanted: Properties): Difference {
  const { accepts, derives, flags, identity, changes, replaceOnRequest, onConflict } = resource;
  const changed = [...Object.keys(accepts), ...Object.keys(derives), ...flags].filter((name) =>
    differs(wanted[name], actual[name]),
  );
  // Outputs may also depend on the settings, which the engine cannot see in the inputs.
  const stale = Object.entries(resource.computes).some(
    ([name, compute]) => actual[name] !== undefined && differs(compute(actual, settings), actual[name]),
  );
  if (changed.length === 0) return { changes: stale };

  const firstDeclared = (replaceOnRequest?.of ?? []).filter((name) => actual[name] === undefined);
  const changeable = new Set([...changes.flatMap(({ of }) => of), ...firstDeclared]);
  const replaces = changed.filter((name) => name in accepts && !changeable.has(name));
  const sameIdentity = !replaces.some((name) => identity.properties.includes(name));
  // With an id of its own the new one can be created beside the old one, unless Quay itself refuses that.
  const canCoexist = !sameIdentity || (identity.type === "assigned" && !(onConflict instanceof RegExp));
  return { replaces, deleteBeforeReplace: replaces.length > 0 && !canCoexist };
}
