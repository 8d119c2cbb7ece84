import type { Connection } from "../../provider/lifecycle/definition";
import { listingCost } from "../../provider/lifecycle/list";
import type { Resource } from "../../provider/lifecycle/resource";
import { messageOf, QuayError } from "../../provider/quay/client/errors";
import { resources } from "../../provider/resources";
import { byReason, type Existing, type Inventory, inventory, isInRepositories } from "../inventory/inventory";
import type { Namespace } from "../inventory/namespaces";
import { APPLICATION } from "./applications";
import type { Unseen } from "./report";

/** What exists in a namespace, as far as the token may see it. */
export interface Standing {
  existing: Existing[];
  ghosts: string[];
  unseen: Unseen[];
  /** Which kinds this Quay cannot have, and why, each a sentence. */
  notes: string[];
}

/** What can be compared: all that is in an organization or user's namespace. */
const inside = Object.values(resources).filter(({ listAll }) => !listAll);

export const comparableKinds: readonly string[] = [...inside.map(({ kind }) => kind), APPLICATION];

/** What is compared by default: what lists of a whole namespace show. */
export const everyKind: readonly string[] = [
  ...inside.filter((resource) => listingCost(resource) === "few").map(({ kind }) => kind),
  APPLICATION,
];

/** Kinds of which an organization has one at most, each with a request of its own. */
const singles = ["OrganizationMirror", "ProxyCache"];

/** What `--quick` compares by default. */
export const quickKinds: readonly string[] = everyKind.filter((kind) => !singles.includes(kind));

/** Lists each kind by itself, so that one that is refused hides no other. */
export async function standing(
  namespace: Namespace,
  connection: Connection,
  kinds: readonly string[],
  shallow: readonly string[],
): Promise<Standing> {
  const lists = kinds.map((kind) => inventory(namespace, connection, { only: [kind], shallow }));
  const results = await Promise.allSettled(lists);
  const seen = results.flatMap((result): Inventory[] => (result.status === "fulfilled" ? [result.value] : []));
  const failures = results.flatMap((result, index): [string, string][] => {
    if (result.status === "fulfilled") return [];
    if (!(result.reason instanceof QuayError)) throw result.reason;
    return [[kinds[index] as string, messageOf(result.reason)]];
  });
  const unseen = new Map(byReason(failures));
  const unaddressable = new Set(seen.flatMap((one) => one.unaddressable));
  const inRepositories = kinds.filter((kind) => isInRepositories(resources[kind] as Resource));
  for (const reason of unaddressable) unseen.set(reason, inRepositories);
  return {
    existing: seen.flatMap(({ existing }) => existing),
    ghosts: seen.flatMap(({ ghosts }) => ghosts),
    notes: byReason(seen.flatMap(({ unavailable }) => [...unavailable])).map(
      ([reason, missing]) => `Not compared: ${missing.join(", ")}, because ${reason}.`,
    ),
    unseen: [...unseen].map(([reason, missing]) => ({ namespace: namespace.name, kinds: missing, reason })),
  };
}
