import { byText } from "./in-order";
import type { RepositoryPart } from "./organization-parts";

/** One thing that is said of a repository: a setting, or a role in one of its grants. */
export interface Statement {
  /** The map of grants. */
  map?: "teams" | "robots" | "users";
  name: string;
  value: unknown;
  /** The same for equal statements. */
  text: string;
}

/** What several repositories have in common. */
export type Shared = readonly Statement[];

/** A repository as what it shares, and what it has besides. */
export interface Written {
  shared?: Shared;
  besides: readonly Statement[];
}

/** How many repositories make a constant worth its name. */
const MANY = 3;

/** Settings of a single repository, which are not compared with others. */
export const OWN = ["description"];

/** Repositories, and the constants that they are written with, which may share something too. */
export interface Sharing {
  repositories: Map<string, Written>;
  constants: Map<Shared, Written>;
}

/**
 * Finds what repositories have in common. First come those that differ in nothing but their descriptions; of the others,
 * what each has in common with several. A repository counts for itself, so a changed one leaves the constants of the others.
 */
export function findShared(repositories: ReadonlyMap<string, RepositoryPart>): Sharing {
  const all = new Map([...repositories].map(([name, part]) => [name, statementsOf(part)]));
  const equal = frequentSets([...all.values()].filter(hasGrants));
  const equalKeys = new Set(equal.map(keyOf));
  const others = [...all.values()].filter((statements) => !equalKeys.has(keyOf(statements)));
  const constants = inUse(all, [...equal, ...commonSets(others)]);

  const byConstant = new Map(constants.map((shared) => [shared, shared]));
  const bases = inUse(byConstant, commonSets(constants));
  return {
    repositories: writtenWith(all, [...constants, ...bases]),
    constants: new Map([...writtenWith(byConstant, bases), ...bases.map((base) => [base, { besides: base }] as const)]),
  };
}

/** What several have in common, without what only few of them say. */
function commonSets(sets: readonly Shared[]): Shared[] {
  const counts = countOf(sets.flat().map(({ text }) => text));
  const common = sets.map((statements) => statements.filter(({ text }) => (counts.get(text) ?? 0) >= MANY));
  return frequentSets(common.filter(({ length }) => length > 1));
}

/** The candidates without those that few would use in the end. */
function inUse<Key>(all: ReadonlyMap<Key, Shared>, candidates: readonly Shared[]): readonly Shared[] {
  const uses = countOf([...writtenWith(all, candidates).values()].map(({ shared }) => shared));
  const kept = candidates.filter((shared) => (uses.get(shared) ?? 0) >= MANY);
  return kept.length === candidates.length ? kept : inUse(all, kept);
}

const writtenWith = <Key>(all: ReadonlyMap<Key, Shared>, candidates: readonly Shared[]): Map<Key, Written> =>
  new Map([...all].map(([key, statements]) => [key, write(statements, candidates)]));

/** The shortest way to write these statements. */
function write(statements: Shared, candidates: readonly Shared[]): Written {
  const options = candidates
    .map((shared) => ({ shared, besides: without(statements, shared) }))
    .filter(({ shared, besides }) => besides.length + shared.length === statements.length)
    .map((written) => ({ ...written, saved: savingOf(written) }))
    .filter(({ saved, besides }) => saved > 0 || besides.length === 0);
  const [best] = options.sort((a, b) => b.saved - a.saved || byText(keyOf)(a.shared, b.shared));
  return best ? { shared: best.shared, besides: best.besides } : { besides: statements };
}

/** How many statements less it takes; a map that both have in part has to be spread too. */
function savingOf({ shared, besides }: { shared: Shared; besides: Shared }): number {
  const spread = new Set(besides.map(({ map }) => map).filter((map) => map && shared.some((each) => each.map === map)));
  return shared.length - 1 - spread.size;
}

function statementsOf({ settings, grants }: RepositoryPart): Shared {
  const own = Object.entries(settings).filter(([name]) => !OWN.includes(name));
  const roles = (["teams", "robots", "users"] as const).flatMap((map) =>
    [...grants[map]].map(([name, value]) => statement(name, value, map)),
  );
  return [...own.map(([name, value]) => statement(name, value)), ...roles];
}

const statement = (name: string, value: unknown, map?: Statement["map"]): Statement => ({
  map,
  name,
  value,
  text: JSON.stringify([map, name, value]),
});

function frequentSets(sets: readonly Shared[]): Shared[] {
  const counts = countOf(sets.map(keyOf));
  const byKey = new Map(sets.map((set) => [keyOf(set), set]));
  return [...byKey].filter(([key]) => (counts.get(key) ?? 0) >= MANY).map(([, set]) => set);
}

const hasGrants = (statements: Shared) => statements.some(({ map }) => map) || statements.length > 1;

/** The statements that are not among the others. */
export const without = (statements: Shared, others: Shared): Shared =>
  statements.filter(({ text }) => !others.some((other) => other.text === text));

/** A text that equal sets share. Fewer statements come first. */
export const keyOf = (statements: Shared): string =>
  `${String(statements.length).padStart(6, "0")} ${statements
    .map(({ text }) => text)
    .sort()
    .join(" ")}`;

function countOf<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
