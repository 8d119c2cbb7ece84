import type { Connection, Properties } from "../../provider/lifecycle/definition";
import { referents } from "../../provider/lifecycle/definition";
import { whyNone } from "../../provider/lifecycle/features";
import { listingCost, listWithin } from "../../provider/lifecycle/list";
import type { Resource } from "../../provider/lifecycle/resource";
import { whyUnaddressable } from "../../provider/quay/addressable";
import { isDeletedUser } from "../../provider/quay/names";
import { resources } from "../../provider/resources";
import { repositories } from "../../provider/snapshot/repositories";
import type { Namespace } from "./namespaces";

/** A resource that exists in Quay. */
export interface Existing {
  kind: string;
  id: string;
  /** Those that form the id, and others that the list shows. */
  values: Properties;
}

export interface Inventory extends Namespace {
  /** In the order of kinds, and of ids. */
  existing: Existing[];
  /** Kinds of which nothing was listed, because that takes a request for each repository, or for each robot. */
  unlisted: string[];
  /** Kinds of which nothing was listed, because this Quay cannot have it, each with the reason as a part of a sentence. */
  unavailable: Map<string, string>;
  /** Ids of what belongs to deleted repositories and users, which Quay goes on listing under a UUID as their name. */
  ghosts: string[];
  /** Why nothing inside some repositories can be listed, one sentence for each. What other lists show of them is listed. */
  unaddressable: string[];
}

export interface InventoryOptions {
  /** Kinds to list; by default all. A kind that is named here is listed also if that takes many requests. */
  only?: readonly string[];
  /** List also what takes a request for each repository, or for each robot. */
  deep?: boolean;
  /** Kinds of which only lists of the whole namespace are read: grants have no roles then, and some are not shown. */
  shallow?: readonly string[];
}

/** Lists what exists in a namespace, from the same lists that a refresh reads. Throws when something cannot be read. */
export async function inventory(
  namespace: Namespace,
  connection: Connection,
  { only, deep = false, shallow = [] }: InventoryOptions = {},
): Promise<Inventory> {
  const { name, isUser } = namespace;
  const applies = (resource: Resource) =>
    listingCost(resource) !== "none" &&
    (!only || only.includes(resource.kind)) &&
    !(isUser && (resource.kind === "Organization" || resource.identity.properties.includes("organization")));
  const isListed = (resource: Resource) => deep || only !== undefined || listingCost(resource) === "few";
  const applicable = Object.values(resources).filter(applies);
  const reasons = applicable.map(async (resource) => [resource.kind, await whyNone(resource, connection)] as const);
  const unavailable = new Map((await Promise.all(reasons)).flatMap(([kind, why]) => (why ? [[kind, why]] : [])));
  const kinds = applicable.filter(({ kind }) => !unavailable.has(kind));
  const listed = (await connection.snapshot.of(repositories).list({ namespace: name, name: "" })) ?? [];
  const paths = new Set(listed.map((one) => `${name}/${one.name}`));
  const addressable = [...paths].filter((path) => !whyUnaddressable(path));
  const idsOf = async (kind: string): Promise<string[]> => {
    if (kind === "Repository") return addressable;
    const container = resources[kind] as Resource;
    return (await listWithin(container, connection, name, idsOf)).map(container.identity.format);
  };
  const found = await Promise.all(
    kinds.filter(isListed).map(async (resource): Promise<Existing[]> => {
      const all = await listWithin(resource, connection, name, idsOf, {
        shallow: shallow.includes(resource.kind),
      });
      const items = all.map((values) => ({ kind: resource.kind, id: resource.identity.format(values), values }));
      return items.sort((a, b) => (a.id < b.id ? -1 : 1));
    }),
  );
  const all = found.flat();
  const isGhost = (one: Existing) => isOfDeleted(one, paths);
  return {
    ...namespace,
    existing: all.filter((one) => !isGhost(one)),
    unlisted: kinds.filter((resource) => !isListed(resource)).map(({ kind }) => kind),
    unavailable: new Map([...unavailable].filter(([kind]) => !resources[kind]?.isIdleWhenOff)),
    ghosts: all.filter(isGhost).map(({ kind, id }) => `${kind} ${id}`),
    unaddressable: kinds.some(isInRepositories) ? [...paths].flatMap((path) => whyUnaddressable(path) ?? []) : [],
  };
}

/** Kinds that have the same reason, together. */
export function byReason(
  reasons: Iterable<readonly [kind: string, reason: string]>,
): [reason: string, kinds: string[]][] {
  const kinds = new Map<string, string[]>();
  for (const [kind, reason] of reasons) kinds.set(reason, [...(kinds.get(reason) ?? []), kind]);
  return [...kinds];
}

/** Whether a kind belongs to repositories. */
export const isInRepositories = ({ refers }: Resource): boolean =>
  Object.values(refers).some((reference) => reference?.kind === "Repository");

/** Whether it names a repository that no longer exists, or an account whose name became a UUID. */
function isOfDeleted({ kind, values }: Existing, paths: ReadonlySet<string>): boolean {
  const { refers } = resources[kind] as Resource;
  const ofRepository = referents(refers, values).find(([referred]) => referred === "Repository");
  if (ofRepository && !paths.has(ofRepository[1])) return true;
  const accounts = Object.keys(refers).filter((property) => refers[property]?.kind === "Robot");
  return accounts.some((property) => isDeletedUser(String(values[property])));
}
