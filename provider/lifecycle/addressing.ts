import { Unaddressable, whyUnaddressable, whyUnaddressableIn } from "../quay/addressable";
import type { Properties } from "./definition";
import { labelOf } from "./identity";
import type { Resource } from "./resource";
import { isUnknown } from "./unknown";

const REMOVE_FROM_STATE =
  "Nothing was sent. To go on without it, take it out of the stack with pulumi state delete. Quay keeps it then; its web page " +
  "calls the same API and is no safer.";

/**
 * The failure for a repository that Quay's API cannot address safely. A new one is rejected. One that is in the state already
 * is accepted, but cannot be replaced, because it cannot be deleted.
 */
export function unaddressable(resource: Resource, old: Properties, inputs: Properties) {
  const { kind, identity, accepts, addressedByUuid } = resource;
  const wanted = repositoryOf(resource, inputs, inputs);
  const why = wanted !== undefined && wanted !== repositoryOf(resource, old, inputs) && whyUnaddressable(wanted);
  if (why) {
    const property = "repository" in accepts ? "repository" : "name";
    return { property, reason: `${why} Choose another ${property}.` };
  }
  const inPaths = "repository" in accepts && !addressedByUuid;
  const within = inPaths ? identity.properties.filter((name) => name !== "repository") : [];
  const unsafe = within.find(
    (name) => inputs[name] !== old[name] && whyUnaddressableIn(String(wanted), String(inputs[name])),
  );
  if (unsafe) {
    const reason = `${whyUnaddressableIn(String(wanted), String(inputs[unsafe]))} Choose another ${unsafe}.`;
    return { property: unsafe, reason };
  }
  const undeletable = whyUnaddressable(resource.repository(old) ?? "");
  const changed = identity.properties.find((name) => !isUnknown(inputs[name]) && inputs[name] !== old[name]);
  if (!undeletable || !changed) return undefined;
  return {
    property: changed,
    reason: `${kind} ${labelOf(identity, old)} cannot be replaced, because it cannot be deleted. ${undeletable} ${REMOVE_FROM_STATE}`,
  };
}

/** The full repository name in these values; a part that is unknown in a preview becomes "…". */
function repositoryOf({ repository, identity }: Resource, values: Properties, inputs: Properties): string | undefined {
  const known = (name: string) => (isUnknown(inputs[name]) ? "…" : values[name]);
  return repository(Object.fromEntries(identity.properties.map((name) => [name, known(name)])));
}

/** Throws when Quay's API cannot address the repository safely, before a request is sent. */
export function requireAddressable(resource: Resource, values: Properties): void {
  const why = whyUnaddressable(resource.repository(values) ?? "");
  if (why) throw new Unaddressable(why);
}

/** Adds to an Unaddressable error how to remove the resource from the state; other errors stay as they are. */
export function withStateAdvice(error: unknown): unknown {
  return error instanceof Unaddressable
    ? new Unaddressable(`${error.message} ${REMOVE_FROM_STATE}`, { cause: error })
    : error;
}
