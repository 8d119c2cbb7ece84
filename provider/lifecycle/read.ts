import { withStateAdvice } from "./addressing";
import { type Connection, isServerDefaulted, type Properties, type Resource } from "./definition";
import { differs } from "./diff";
import { outputs, stateOnlyOf } from "./outputs";

/**
 * Quay's current values as outputs; undefined when the resource does not exist. `known` is the prior state; a `.get` and an import
 * have none. What is imported leaves to Quay what nobody chose.
 */
export async function read(
  resource: Resource,
  { quay, snapshot }: Connection,
  id: string,
  { known, isImport }: { known?: Properties; isImport?: boolean },
): Promise<Properties | undefined> {
  const named = resource.identity.parse(id);
  if (!named) throw new Error(`${JSON.stringify(id)} is not the id of a ${resource.kind}.`);
  const there = await snapshot
    .of(resource.observe)
    .get({ ...(known ?? serverDefaultedAsNull(resource)), ...named })
    .catch((error) => {
      throw known ? withStateAdvice(error) : error;
    });
  if (!there) return undefined;
  const actual = { ...named, ...stateOnlyOf(resource, known ?? {}), ...there };
  return outputs(resource, quay.settings, actual, known ?? (isImport ? chosen(resource, there) : there));
}

/** The values without those left to Quay that are still Quay's initial ones. */
const chosen = (resource: Resource, there: Properties): Properties =>
  Object.fromEntries(
    Object.entries(there).filter(
      ([name, value]) => !isServerDefaulted(resource, name) || differs(resource.initialValues[name], value),
    ),
  );

/** Without a prior state, all properties are requested, also those that lists leave out. */
const serverDefaultedAsNull = (resource: Resource): Properties =>
  Object.fromEntries(
    Object.keys(resource.accepts)
      .filter((name) => isServerDefaulted(resource, name))
      .map((name) => [name, null]),
  );
