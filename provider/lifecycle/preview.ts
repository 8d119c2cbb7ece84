import type { QuaySettings } from "../quay/settings";
import { derived } from "./check";
import type { Properties } from "./definition";
import { differs } from "./diff";
import { isInput } from "./outputs";
import type { Resource } from "./resource";
import { isUnknown, UNKNOWN } from "./unknown";

/**
 * The outputs that a create or, with a state, an update will have, as far as they are known before it. `names` are those of all
 * outputs of the kind.
 */
export function foreseen(
  resource: Resource,
  settings: QuaySettings,
  program: Properties,
  state: Properties | undefined,
  names: readonly string[],
): Properties {
  const { changes, computes } = resource;
  const inputs = { ...program, ...derived(resource, program, settings) };
  const kept = Object.entries(state ?? {}).filter(([name]) => !isInput(resource, name));
  const sent = changes.filter(({ of }) => of.some((name) => differs(program[name], state?.[name])));
  const fresh = state ? sent.flatMap(({ yields = {} }) => Object.keys(yields)) : names;
  const unknown = fresh.filter((name) => !isInput(resource, name) && !(name in inputs));
  const known: Properties = {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])),
    ...inputs,
  };
  for (const [name, compute] of Object.entries(computes)) {
    let isKnown = true;
    const observed = new Proxy(known, {
      get: (values, property: string) => {
        isKnown &&= !isUnknown(values[property]);
        return values[property];
      },
    });
    const value = compute(observed, settings);
    known[name] = isKnown ? value : UNKNOWN;
  }
  return known;
}
