import { isDeepStrictEqual } from "node:util";
import type { QuaySettings } from "../quay/settings";
import { derived } from "./check";
import type { Properties } from "./definition";
import type { Resource } from "./resource";
import { isUnknown } from "./unknown";

export interface Difference {
  /** The inputs and derived outputs that differ. */
  changed: string[];
  /** The outputs that Quay's values and the settings give another value, while no input differs. */
  recomputed: string[];
  /** Those of the changed inputs that require a replacement. */
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export const differs = (wanted: unknown, actual: unknown) => isUnknown(wanted) || !isDeepStrictEqual(wanted, actual);

/** Whether Quay is to hold the program's value of a property, which may be none. */
export const isWanted = ({ noneByDefault }: Resource, wanted: Properties, name: string): boolean =>
  wanted[name] !== undefined || noneByDefault.includes(name);

/** Compares the state with a program's values, from which derived outputs are derived where they are missing. */
export function diff(resource: Resource, settings: QuaySettings, actual: Properties, program: Properties): Difference {
  const wanted = { ...derived(resource, program, settings), ...program };
  const { accepts, derives, flags, identity, changes, replaceOnRequest, onConflict } = resource;
  const changed = [...Object.keys(accepts), ...Object.keys(derives), ...flags].filter((name) =>
    differs(wanted[name], actual[name]),
  );
  // Outputs may also depend on the settings, which the engine cannot see in the inputs.
  const recomputed = Object.entries(resource.computes)
    .filter(([name, compute]) => actual[name] !== undefined && differs(compute(actual, settings), actual[name]))
    .map(([name]) => name);

  const firstDeclared = (replaceOnRequest?.of ?? []).filter((name) => actual[name] === undefined);
  const changeable = new Set([...changes.flatMap(({ of }) => of), ...firstDeclared]);
  const renamed = changed.filter((name) => identity.properties.includes(name));
  // Where a derived part of the id changes, all inputs that changed are the reason.
  const isRederived = renamed.some((name) => !(name in accepts));
  const replaces = changed.filter((name) => name in accepts && (isRederived || !changeable.has(name)));
  const sameIdentity = renamed.length === 0;
  // With an id of its own the new one can be created beside the old one, unless Quay itself refuses that.
  const canCoexist = !sameIdentity || (identity.type === "assigned" && !(onConflict instanceof RegExp));
  return { changed, recomputed, replaces, deleteBeforeReplace: replaces.length > 0 && !canCoexist };
}
