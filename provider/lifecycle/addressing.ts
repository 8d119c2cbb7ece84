import { Unaddressable, whyUnaddressable, whyUnaddressableIn } from "../quay/addressable";
import type { Properties, Resource } from "./definition";
import { labelOf } from "./identity";
import { isUnknown } from "./unknown";

const LEAVE =
  "Nothing was sent. To go on without it, take it out of the stack with pulumi state delete. Quay keeps it then; its web page " +
  "calls the same API and is no safer.";

/**
 * What is wrong with a repository that Quay's API takes for something else: it cannot be managed, unless the state holds it
 * already; and what the state holds cannot be replaced, because it cannot be deleted.
 */
export function unaddressable(resource: Resource, old: Properties, inputs: Properties) {
  const { kind, identity, accepts } = resource;
  const wanted = repositoryOf(resource, inputs, inputs);
  const why = wanted !== undefined && wanted !== repositoryOf(resource, old, inputs) && whyUnaddressable(wanted);
  if (why) {
    const property = "repository" in accepts ? "repository" : "name";
    return { property, reason: `${why} Choose another ${property}.` };
  }
  const within = "repository" in accepts ? identity.properties.filter((name) => name !== "repository") : [];
  const ending = within.find(
    (name) => inputs[name] !== old[name] && whyUnaddressableIn(String(wanted), String(inputs[name])),
  );
  if (ending) {
    const reason = `${whyUnaddressableIn(String(wanted), String(inputs[ending]))} Choose another ${ending}.`;
    return { property: ending, reason };
  }
  const stuck = whyUnaddressable(resource.repository(old) ?? "");
  const changed = identity.properties.find((name) => !isUnknown(inputs[name]) && inputs[name] !== old[name]);
  if (!stuck || !changed) return undefined;
  return {
    property: changed,
    reason: `${kind} ${labelOf(identity, old)} cannot be replaced, because it cannot be deleted. ${stuck} ${LEAVE}`,
  };
}

/** The repository that these values name; what a preview does not know yet is left open. */
function repositoryOf({ repository, identity }: Resource, values: Properties, inputs: Properties): string | undefined {
  const known = (name: string) => (isUnknown(inputs[name]) ? "…" : values[name]);
  return repository(Object.fromEntries(identity.properties.map((name) => [name, known(name)])));
}

/** Throws before anything is sent that would reach something else. */
export function demandAddressable(resource: Resource, values: Properties): void {
  const why = whyUnaddressable(resource.repository(values) ?? "");
  if (why) throw new Unaddressable(why);
}

/** Says what to do about something in the state that Quay's API cannot reach. */
export function inState(error: unknown): unknown {
  return error instanceof Unaddressable ? new Unaddressable(`${error.message} ${LEAVE}`, { cause: error }) : error;
}
