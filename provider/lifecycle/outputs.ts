import type { QuaySettings } from "../quay/settings";
import { derived } from "./check";
import { isServerDefaulted, type Properties } from "./definition";
import type { Resource } from "./resource";

/** The outputs: Quay's values except those left to Quay, the program's flags, and derived and computed values. */
export function outputs(
  resource: Resource,
  settings: QuaySettings,
  actual: Properties,
  program: Properties,
): Properties {
  const kept = Object.entries(actual).filter(
    ([name, value]) =>
      value !== undefined &&
      !(resource.flags as readonly string[]).includes(name) &&
      (name in program || !isServerDefaulted(resource, name)),
  );
  const flags = resource.flags.filter((flag) => program[flag] === true).map((flag) => [flag, true]);
  const known: Properties = Object.fromEntries([...kept, ...flags]);
  Object.assign(known, derived(resource, known, settings));
  for (const [name, compute] of Object.entries(resource.computes)) known[name] = compute(known, settings);
  return known;
}

/** Whether a program gives this property; outputs that are derived or computed are none. */
export const isInput = ({ accepts, flags }: Resource, name: string): boolean =>
  name in accepts || (flags as readonly string[]).includes(name);

/** The outputs of a state, recomputed with the current settings. */
export function recomputed(resource: Resource, settings: QuaySettings, state: Properties): Properties {
  return outputs(resource, settings, state, state);
}

/** The properties that Quay does not store, from the program or the state. */
export const stateOnlyOf = ({ stateOnly }: Resource, known: Properties): Properties => pick(known, stateOnly);

/** The properties that Quay does not show: those that it does not store, and what this stack is known to have sent. */
export const rememberedOf = ({ stateOnly, writeOnly }: Resource, state: Properties): Properties =>
  pick(state, [...stateOnly, ...writeOnly]);

/**
 * What the state has of a value that Quay does not show when nobody knows which one it holds, as after a lost answer. It equals
 * nothing that a program gives, none included, so that the next update sends what the program has then.
 */
export const IN_DOUBT = "";

/** The program's values that Quay does not show, and that this stack is not known to have sent. */
export const unsent = ({ writeOnly }: Resource, wanted: Properties, state: Properties): string[] =>
  writeOnly.filter((name) => wanted[name] !== undefined && state[name] === undefined);

const pick = (known: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(names.filter((name) => name in known).map((name) => [name, known[name]]));

/** The inputs that a program needs for no change: the state without pure outputs. */
export function inputsOf({ accepts, derives, flags }: Resource, state: Properties): Properties {
  const names = [...Object.keys(accepts), ...Object.keys(derives), ...flags];
  return Object.fromEntries(names.filter((name) => name in state).map((name) => [name, state[name]]));
}
