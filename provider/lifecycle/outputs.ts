import type { QuaySettings } from "../quay/settings";
import { derived } from "./check";
import { isServerDefaulted, type Properties, type Resource } from "./definition";

/** All that Quay holds, without what is left to Quay, and with what only the program knows. */
export function outputs(
  resource: Resource,
  settings: QuaySettings,
  actual: Properties,
  program: Properties,
): Properties {
  const kept = Object.entries(actual).filter(
    ([name]) =>
      !(resource.flags as readonly string[]).includes(name) && (name in program || !isServerDefaulted(resource, name)),
  );
  const flags = resource.flags.filter((flag) => program[flag] === true).map((flag) => [flag, true]);
  const known: Properties = Object.fromEntries([...kept, ...flags]);
  Object.assign(known, derived(resource, known, settings));
  for (const [name, compute] of Object.entries(resource.computes)) known[name] = compute(known, settings);
  return known;
}

/** The same outputs, with those that follow from the settings as these settings have them. */
export function restated(resource: Resource, settings: QuaySettings, state: Properties): Properties {
  return outputs(resource, settings, state, state);
}

/** What Quay does not hold comes from the program or the state. */
export const stateOnlyOf = ({ stateOnly }: Resource, known: Properties): Properties =>
  Object.fromEntries(stateOnly.filter((name) => name in known).map((name) => [name, known[name]]));

/** What the program would have to say for no change: all that is known, without what is an output only. */
export function inputsOf({ accepts, derives, flags }: Resource, state: Properties): Properties {
  const names = [...Object.keys(accepts), ...Object.keys(derives), ...flags];
  return Object.fromEntries(names.filter((name) => name in state).map((name) => [name, state[name]]));
}
