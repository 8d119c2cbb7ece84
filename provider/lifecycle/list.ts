import { faultOf } from "../quay/fault";
import type { Connection, Properties, Resource } from "./definition";

/** Ids and names of the resources in the container that the query names, for example those of an organization. */
export async function list(
  resource: Resource,
  { snapshot }: Connection,
  query: Properties,
): Promise<{ id: string; name: string }[]> {
  const { kind, accepts, identity, listedBy, listAll } = resource;
  for (const property of listedBy) {
    const fault = accepts[property] && faultOf(accepts[property], query[property]);
    if (fault) throw new Error(`${kind}s are listed by ${listedBy.join(" and ")}. ${property}: ${fault}`);
  }
  const container = Object.fromEntries(listedBy.map((property) => [property, query[property]]));
  const all = listAll ? await listAll(snapshot) : await snapshot.of(resource.observe).list(container);
  if (!all)
    throw new Error(`There is no ${listedBy.map((property) => `${property} ${query[property]}`).join(" with ")}.`);
  const own = [...identity.properties, ...(identity.assigned ? [identity.assigned] : [])].filter(
    (property) => !listedBy.includes(property),
  );
  return all.map((values) => {
    const name = own.map((property) => values[property]).filter((value) => value !== undefined);
    return { id: identity.format({ ...container, ...values }), name: name.join("/") };
  });
}
