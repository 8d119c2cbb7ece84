import type { Connection } from "../../provider/lifecycle/definition";
import { messageOf, QuayError } from "../../provider/quay/client/errors";
import type { Access } from "../../provider/serve/connections";
import { type Namespace, namespacesNamed, namespacesOfUser } from "../inventory/namespaces";
import { type Managed, managedHere, type StackEntries } from "./managed";
import { type Comparison, unmanagedIn } from "./namespace";
import type { UnmanagedReport, Unseen } from "./report";
import { everyKind, quickKinds } from "./standing";

export interface UnmanagedOptions extends Partial<Comparison> {
  /** Organizations, or the token's own user; by default all in which the stacks have anything. */
  names?: readonly string[];
  /** Every organization that the token's user administers, and its own namespace. */
  all?: boolean;
}

/** Compares what exists in Quay with what the stacks manage. Throws when nothing of it can be seen. */
export async function unmanaged(
  stacks: readonly StackEntries[],
  access: Access,
  { names = [], all = false, ...options }: UnmanagedOptions = {},
): Promise<UnmanagedReport> {
  const managed = await managedHere(stacks, access);
  const { found, unseen, notes } = all
    ? await everyNamespace(access)
    : await named(names.length > 0 ? [...new Set(names)] : managed.namespaces, access);
  if (found.length + unseen.length === 0) {
    throw new Error(`The stacks have nothing in ${access.settings.url}. Name organizations, or say --all.`);
  }
  const { quick = false, only = quick ? quickKinds : everyKind, exclude = [], adoptQuaysOwn = false } = options;
  const comparison: Comparison = { only, exclude, quick, adoptQuaysOwn };
  const compared = found.map((namespace) =>
    compare(namespace, access.connectionFor(namespace.name), managed, comparison),
  );
  const results = await Promise.all(compared);
  const namespaces = results.flatMap(({ seen }) => seen ?? []);
  const allUnseen = [...unseen, ...results.flatMap((one) => one.unseen)];
  // Without anything to tell of, a report would look like one of order.
  if (namespaces.length === 0) throw new Error([...new Set(allUnseen.map(({ reason }) => reason))].join("\n"));
  return {
    quay: access.settings.url,
    stacks: stacks.map(({ name }) => name),
    kinds: [...only],
    exact: !quick,
    namespaces,
    unseen: allUnseen,
    notes: [
      ...managed.notes,
      ...notes,
      ...new Set(results.flatMap((one) => one.notes)),
      ...(quick ? [BLIND_SPOT] : []),
    ],
  };
}

/** The namespaces to compare. */
interface Chosen {
  found: Namespace[];
  unseen: Unseen[];
  notes: string[];
}

/** The blind spot of `--quick`. */
export const BLIND_SPOT =
  "--quick only counts the grants to a team, so one that was swapped for another does not show. It reads no roles, nobody who is " +
  "invited, and in a user's own namespace no grants to people; and no proxy cache or mirror of an organization, unless --only names it.";

async function everyNamespace(access: Access): Promise<Chosen> {
  const { administered, others } = await namespacesOfUser(access.connectionFor(undefined));
  const note = `Left out, because the token's user does not administer it: ${others.join(", ")}.`;
  return { found: administered, unseen: [], notes: others.length > 0 ? [note] : [] };
}

async function named(names: readonly string[], access: Access): Promise<Chosen> {
  const results = await Promise.allSettled(names.map((name) => namespacesNamed([name], access.connectionFor)));
  return {
    found: results.flatMap((result) => (result.status === "fulfilled" ? result.value : [])),
    unseen: results.flatMap((result, index) => {
      if (result.status === "fulfilled") return [];
      return [{ namespace: names[index] as string, kinds: [], reason: messageOf(result.reason) }];
    }),
    notes: [],
  };
}

async function compare(namespace: Namespace, connection: Connection, managed: Managed, comparison: Comparison) {
  try {
    return await unmanagedIn(namespace, connection, managed, comparison);
  } catch (error) {
    if (!(error instanceof QuayError)) throw error;
    const unseen: Unseen[] = [{ namespace: namespace.name, kinds: [], reason: messageOf(error) }];
    return { seen: undefined, unseen, notes: [] };
  }
}
