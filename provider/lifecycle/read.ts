import { withStateAdvice } from "./addressing";
import { type Connection, isServerDefaulted, type Properties } from "./definition";
import { differs } from "./diff";
import { isGoneWithParent } from "./features";
import { outputs, rememberedOf } from "./outputs";
import type { Resource } from "./resource";

export interface ReadOptions {
  /** The prior state; a `.get` and an import have none. */
  known?: Properties;
  isImport?: boolean;
  /** Without a prior state: leave out what lists leave out, so that shared lists suffice. */
  fromLists?: boolean;
}

/**
 * Quay's current values as outputs; undefined when the resource does not exist. What is imported leaves to Quay what nobody
 * chose.
 */
export async function read(
  resource: Resource,
  { quay, snapshot }: Connection,
  id: string,
  { known, isImport, fromLists }: ReadOptions,
): Promise<Properties | undefined> {
  const named = resource.identity.parse(id);
  if (!named) throw new Error(`${JSON.stringify(id)} is not the id of a ${resource.kind}.`);
  if (await isGoneWithParent(resource, snapshot, { ...known, ...named })) return undefined;
  const there = await snapshot
    .of(resource.observe)
    .get({ ...(known ?? (fromLists ? {} : serverDefaultedAsNull(resource))), ...named })
    .catch((error) => {
      throw known ? withStateAdvice(error) : error;
    });
  if (!there) return undefined;
  const actual = { ...named, ...rememberedOf(resource, known ?? {}), ...there };
  return outputs(resource, quay.settings, actual, known ?? (isImport ? chosen(resource, there) : there));
}

/** The values without those left to Quay that are still what Quay gives by itself. */
function chosen(resource: Resource, there: Properties): Properties {
  const given = { ...resource.usualValues, ...resource.initialValues };
  const isChosen = ([name, value]: [string, unknown]) =>
    !isServerDefaulted(resource, name) || (value !== undefined && differs(given[name], value));
  return Object.fromEntries(Object.entries(there).filter(isChosen));
}

/** Without a prior state, all properties are requested, also those that lists leave out. */
const serverDefaultedAsNull = (resource: Resource): Properties =>
  Object.fromEntries(
    Object.keys(resource.accepts)
      .filter((name) => isServerDefaulted(resource, name))
      .map((name) => [name, null]),
  );
