import type { Store } from "../../local-quay";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import { specimens } from "../kinds";
import type { StoredResource } from "./workspace";

/** The ids of the organization and everything in it, in Quay. */
export function idsInQuay(store: Store, organization: string): Set<string> {
  const ids = Object.entries(specimens).flatMap(([kind, { all }]) => {
    const { namespace, identity } = resources[kind] as Resource;
    return all(store)
      .filter((named) => namespace({ ...named }, false) === organization)
      .map((named) => identity.format({ ...named }));
  });
  return new Set(ids);
}

/** The ids in the state, sorted. */
export const idsInState = (state: Record<string, StoredResource>): string[] =>
  Object.values(state)
    .map(({ id }) => id)
    .sort();
