import { isServerDefaulted, type Properties } from "../../provider/lifecycle/definition";
import { listingCost } from "../../provider/lifecycle/list";
import type { Resource } from "../../provider/lifecycle/resource";
import { whyUnaddressable } from "../../provider/quay/addressable";
import { resources as kinds } from "../../provider/resources";
import type { Access, Connections } from "../../provider/serve/connections";
import { handlers, type Managed } from "../../provider/serve/handlers";
import type { FoundResource } from "../import-file/resource-list";
import { creatorGrants } from "../inventory/creator-grants";
import { byReason, type Existing, type InventoryOptions, inventory, isInRepositories } from "../inventory/inventory";
import { isFromDirectory, synchronizedTeams, withoutOthers } from "../inventory/made-by-quay";
import type { Namespace } from "../inventory/namespaces";
import { isExcluded } from "../inventory/patterns";

export interface ReadOptions extends InventoryOptions {
  /** Patterns of names and ids to leave out. */
  exclude?: readonly string[];
  /** Adopt also the grants that Quay gave to the creators of repositories. */
  creatorGrants?: boolean;
}

/** What exists in a namespace, with all values, and what of it is left out, each a sentence. */
export interface ReadNamespace extends Namespace {
  resources: FoundResource[];
  leftOut: string[];
}

/** Up to so many resources of a kind in a namespace are read one by one, where lists do not show all of their values. */
const READ_SINGLY = 100;

/** Reads what exists in a namespace. Throws when something cannot be read; what is gone meanwhile is left out. */
export async function readNamespace(
  namespace: Namespace,
  access: Access,
  connections: Connections,
  options: ReadOptions = {},
): Promise<ReadNamespace> {
  const { name } = namespace;
  const connection = access.connectionFor(name);
  const found = await inventory(namespace, connection, options);
  const creators = options.creatorGrants ? new Set<string>() : await creatorGrants(found, connection.snapshot);
  const isCreators = ({ kind, id }: Existing) => kind === "RepositoryUserPermission" && creators.has(id);
  const isUnaddressable = ({ kind, values }: Existing) =>
    isInRepositories(kinds[kind] as Resource) && whyUnaddressable(String(values.repository)) !== undefined;
  const excluded = found.existing.filter((one) => isExcluded(one, options.exclude ?? []));
  const synchronized = namespace.isUser ? new Set<string>() : await synchronizedTeams(name, connection);
  const ofDirectory = found.existing.filter((one) => isFromDirectory(one, synchronized) && !excluded.includes(one));
  const left = new Set([...excluded, ...ofDirectory]);
  const wanted = found.existing.filter((one) => !isCreators(one) && !left.has(one) && !isUnaddressable(one));

  const counts = new Map<string, number>();
  for (const { kind } of wanted) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const fromLists = (kind: string) => !options.deep && (counts.get(kind) ?? 0) > READ_SINGLY;
  const read = wanted.map(async ({ kind, id }): Promise<FoundResource | undefined> => {
    const { read } = handlers(kinds[kind] as Resource, () => access, connections);
    const there = await read(id, undefined, { isImport: true, fromLists: fromLists(kind) });
    if (!there) return undefined;
    const { inputs, outputs } = withoutQuaysOwn(kind, there);
    const values = (all: Properties) => withoutOthers({ kind, id }, all, found.existing);
    return { kind, id, inputs: values(inputs), outputs: values(outputs) };
  });
  const resources = (await Promise.all(read)).filter((one) => one !== undefined);

  const hidden = [...counts.keys()].filter(fromLists).map((kind) => [kind, hiddenInLists(kind, wanted)] as const);
  const unlisted = found.unlisted.map((kind): [string, string] => [kind, listingReason(kind)]);
  const sentences = [
    ...byReason([...unlisted, ...found.unavailable]).map(([why, all]) => `No ${or(all)} of ${name}: ${why}.`),
    ...hidden
      .filter(([, properties]) => properties.length > 0)
      .map(([kind, properties]) => {
        const many = `${name} has more than ${READ_SINGLY} of the kind ${kind}`;
        return `${many}, so ${properties.join(" and ")}, which no list shows, was not read (--deep).`;
      }),
    ...found.unaddressable.map((why) => `${why} Nothing in it was looked for.`),
    ...counted(
      creators.size,
      "grant",
      `of ${name} that by look Quay gave to who created the repository (--creator-grants)`,
    ),
    ...counted(ofDirectory.length, "member", `of ${name} whom Quay takes from a directory`),
    ...counted(excluded.length, "resource", `of ${name}, by --exclude`),
    ...counted(found.ghosts.length, "leftover", `of ${name} from something deleted, which Quay lists under a UUID`),
  ];
  return { ...namespace, resources, leftOut: sentences };
}

/** Why a kind is not listed without being asked for. */
function listingReason(kind: string): string {
  const cost = listingCost(kinds[kind] as Resource);
  return `finding them takes a request for each ${typeof cost === "object" ? cost.each.toLowerCase() : cost} (--deep)`;
}

const or = (kinds: readonly string[]) => new Intl.ListFormat("en", { type: "disjunction" }).format(kinds);

/** Properties that could be managed and that lists do not show. */
function hiddenInLists(kind: string, existing: readonly Existing[]): string[] {
  const resource = kinds[kind] as Resource;
  const isNamed = (name: string) => resource.identity.properties.includes(name) || resource.stateOnly.includes(name);
  const left = Object.keys(resource.accepts).filter((name) => isServerDefaulted(resource, name) && !isNamed(name));
  return left.filter((name) => existing.every((one) => one.kind !== kind || one.values[name] === undefined));
}

/** Without values that only Quay can give, such as the state of an organization's mirror. Without part of its id it were another. */
function withoutQuaysOwn(kind: string, { state, inputs }: Managed): Pick<FoundResource, "inputs" | "outputs"> {
  const resource = kinds[kind] as Resource;
  const isOwn = ([name, value]: [string, unknown]) =>
    isServerDefaulted(resource, name) &&
    !resource.identity.properties.includes(name) &&
    resource.accepts[name]?.safeParse(value).success === false;
  const without = (values: Properties) => Object.fromEntries(Object.entries(values).filter((entry) => !isOwn(entry)));
  return { inputs: without(inputs), outputs: without(state) };
}

const counted = (count: number, what: string, of: string): string[] =>
  count > 0 ? [`${count} ${what}${count === 1 ? "" : "s"} ${of}.`] : [];
