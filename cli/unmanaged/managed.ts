import { quayName } from "../../provider/lifecycle/origin";
import type { Access } from "../../provider/serve/connections";
import { namespaceOf } from "../../provider/snapshot/containers";
import { type StackEntry, stackState } from "../stack-state/stack-state";

/** The entries of one stack. */
export interface StackEntries {
  name: string;
  entries: StackEntry[];
}

/** The entries of these stacks, or of the current one. */
export async function stackEntries(names: readonly string[]): Promise<StackEntries[]> {
  const wanted = names.length > 0 ? [...new Set(names)] : [undefined];
  return Promise.all(
    wanted.map(async (stack) => {
      const entries = await stackState({ stack });
      return { name: stack ?? stackOf(entries[0]) ?? "the current stack", entries };
    }),
  );
}

/** A URN is `urn:pulumi:<stack>::<project>::<types>::<name>`. */
const stackOf = (entry: StackEntry | undefined) => entry?.urn.split("::")[0]?.split(":")[2];

/** What stacks manage in one Quay. What they only read, or manage in another Quay, is not in it. */
export class Managed {
  private readonly ids: ReadonlySet<string>;

  constructor(
    readonly entries: readonly StackEntry[],
    /** What the stacks have besides, each a sentence. */
    readonly notes: readonly string[] = [],
  ) {
    this.ids = new Set(entries.map(({ kind, id }) => `${kind} ${id}`));
  }

  has(kind: string, id: string): boolean {
    return this.ids.has(`${kind} ${id}`);
  }

  /** Ids of a kind that begin with this text. */
  idsOf(kind: string, begin: string): string[] {
    const own = this.entries.filter((entry) => entry.kind === kind && entry.id.startsWith(begin));
    return own.map(({ id }) => id);
  }

  /** Organizations and users in which the stacks have anything. */
  get namespaces(): string[] {
    return [...new Set(this.entries.map(({ id }) => namespaceOf(id)))].sort();
  }
}

/** Throws when the stacks have resources, and all of them are of another Quay: then everything here would seem unmanaged. */
export async function managedHere(
  stacks: readonly StackEntries[],
  { settings, originCheck }: Access,
): Promise<Managed> {
  const names = [quayName(settings), await originCheck.server()].filter((name) => name !== undefined);
  const isHere = ({ origin }: StackEntry) =>
    !origin || [origin.quay, origin.server].some((name) => name !== undefined && names.includes(name));
  const all = stacks.flatMap(({ entries }) => entries.filter(({ isRead }) => !isRead));
  const here = all.filter(isHere);
  const elsewhere = [...new Set(all.flatMap((entry) => (isHere(entry) ? [] : [entry.origin?.quay])))].join(", ");
  const have = stacks.length === 1 ? `Stack ${stacks[0]?.name} has` : "The stacks have";
  if (all.length > 0 && here.length === 0) {
    throw new Error(`${have} resources of ${elsewhere}, and the settings lead to ${settings.url}.`);
  }
  const count = all.length - here.length;
  const note = `${have} also ${count === 1 ? "a resource" : `${count} resources`} of ${elsewhere}, which do not count here.`;
  return new Managed(here, count > 0 ? [note] : []);
}
