import { inState } from "./addressing";
import { type Connection, isServerDefaulted, type Properties, type Resource } from "./definition";
import { outputs, stateOnlyOf } from "./outputs";

/** What Quay holds now, as outputs; undefined when it holds nothing. `known` is the state before, or nothing for a `.get`. */
export async function read(
  resource: Resource,
  { quay, seen }: Connection,
  id: string,
  known?: Properties,
): Promise<Properties | undefined> {
  const named = resource.identity.parse(id);
  if (!named) throw new Error(`${JSON.stringify(id)} is not the id of a ${resource.kind}.`);
  const there = await seen
    .of(resource.observe)
    .get({ ...(known ?? unshown(resource)), ...named })
    .catch((error) => {
      throw known ? inState(error) : error;
    });
  if (!there) return undefined;
  const actual = { ...named, ...stateOnlyOf(resource, known ?? {}), ...there };
  return outputs(resource, quay.settings, actual, known ?? there);
}

/** Of what the state does not know everything is asked for, also what lists leave out. */
const unshown = (resource: Resource): Properties =>
  Object.fromEntries(
    Object.keys(resource.accepts)
      .filter((name) => isServerDefaulted(resource, name))
      .map((name) => [name, null]),
  );
