import { faultOf } from "../quay/fault";
import type { Snapshot } from "../snapshot";
import type { ListingDepth } from "../snapshot/listing-depth";
import type { Connection, Properties } from "./definition";
import type { Resource } from "./resource";

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
  const all = listAll ? await listAll(snapshot) : await inContainer(resource, snapshot, query);
  if (!all)
    throw new Error(`There is no ${listedBy.map((property) => `${property} ${query[property]}`).join(" with ")}.`);
  const own = [...identity.properties, ...(identity.assigned ? [identity.assigned] : [])].filter(
    (property) => !listedBy.includes(property),
  );
  return all.map((values) => {
    const id = identity.format(values);
    const name = own.map((property) => values[property]).filter((value) => value !== undefined);
    // What its container has at most once has no name of its own.
    return { id, name: name.join("/") || id };
  });
}

/**
 * How a kind is listed within a namespace: in a few requests, in one for each resource of the kind that contains it, such as
 * `Repository`, or not at all.
 */
export function listingCost({ listedBy, listAll, listWithin, refers }: Resource): "few" | "none" | { each: string } {
  if (listWithin) return "few";
  if (listAll) return "none";
  const [container = "", ...others] = listedBy;
  const kind = refers[container]?.kind;
  if (others.length > 0 || kind === undefined) return "none";
  return kind === "Organization" ? "few" : { each: kind };
}

/**
 * The values, at least those that form the ids, of all resources of a kind in a namespace. `idsOf` tells the ids of those of
 * another kind, when it is listed for each of them.
 */
export async function listWithin(
  resource: Resource,
  { snapshot }: Connection,
  namespace: string,
  idsOf: (kind: string) => Promise<readonly string[]>,
  how?: ListingDepth,
): Promise<Properties[]> {
  if (resource.listWithin) return resource.listWithin(snapshot, namespace, how);
  const cost = listingCost(resource);
  const containers = typeof cost === "object" ? await idsOf(cost.each) : [namespace];
  const [property = ""] = resource.listedBy;
  const lists = containers.map((container) => inContainer(resource, snapshot, { [property]: container }));
  return (await Promise.all(lists)).flatMap((found) => found ?? []);
}

async function inContainer({ listedBy, observe }: Resource, snapshot: Snapshot, query: Properties) {
  const container = Object.fromEntries(listedBy.map((property) => [property, query[property]]));
  const found = await snapshot.of(observe).list(container);
  return found?.map((values) => ({ ...container, ...values }));
}
