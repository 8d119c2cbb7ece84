import type { Identifiers } from "../../program/identifiers";
import { byText } from "./in-order";
import { keyOf, type Shared, type Statement, without } from "./shared-settings";

const DONE_BY = { admin: "ownedBy", write: "pushedBy", read: "pulledBy" } as const;
const MAPS = ["teams", "robots", "users"] as const;
const LONGEST = 40;

/** A name for each constant, from what it says and the others do not: `pushedByCi`, `publicOwnedByOps`. */
export function sharedNames(all: readonly Shared[], identifiers: Identifiers): Map<Shared, string> {
  // The simplest come first, so that another constant does not rename them.
  const sorted = [...all].sort(byText(keyOf));
  return new Map(sorted.map((shared) => [shared, identifiers.reserve(candidates(shared, telling(shared, all)))]));
}

/** The statements that not every constant makes; all, if these are none. */
function telling(shared: Shared, all: readonly Shared[]): Shared {
  const isEverywhere = (statement: Statement) =>
    all.every((other) => other.some(({ text }) => text === statement.text));
  const own = shared.filter((statement) => !isEverywhere(statement));
  return own.some(({ map }) => map) ? own : shared;
}

/** Names from the shortest to the one that says most. */
function candidates(shared: Shared, telling: Shared): [string, ...string[]] {
  const phrases = [...phrasesOf(telling), ...phrasesOf(without(shared, telling))];
  const name = (count: number) => joined([...prefixOf(shared), ...sentence(phrases.slice(0, count))]);
  if (phrases.length === 0) return [joined([...prefixOf(shared), "repository"])];
  const longer = phrases.map((_, index) => name(index + 1)).slice(1);
  return [name(1), ...longer.filter(({ length }) => length <= LONGEST)];
}

interface Phrase {
  doneBy: string;
  who: string;
}

/** Who does what, those first who may most. */
function phrasesOf(statements: Shared): Phrase[] {
  return (["admin", "write", "read"] as const).flatMap((role) =>
    MAPS.flatMap((map) => {
      const names = statements.filter((each) => each.map === map && each.value === role).map(({ name }) => name);
      const [first = "", second = ""] = names.map(capitalized);
      if (names.length === 0) return [];
      const others = names.length > 2 ? "AndOthers" : second && `And${second}`;
      return [{ doneBy: DONE_BY[role], who: `${first}${others}` }];
    }),
  );
}

/** `ownedByOps`, `pushedByDevelopersAndCi`. */
const sentence = (phrases: readonly Phrase[]): string[] =>
  phrases.map(({ doneBy, who }, index) => (phrases[index - 1]?.doneBy === doneBy ? `And${who}` : `${doneBy}${who}`));

const prefixOf = (shared: Shared): string[] => {
  const says = (name: string, value: string) =>
    shared.some((each) => !each.map && each.name === name && each.value === value);
  return [
    ...(says("state", "READ_ONLY") ? ["archived"] : []),
    ...(says("state", "MIRROR") ? ["mirrored"] : []),
    ...(says("visibility", "public") ? ["public"] : []),
  ];
};

const joined = ([first = "", ...rest]: string[]) => `${first}${rest.map(upperFirst).join("")}`;

const upperFirst = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const capitalized = (name: string) =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map(upperFirst)
    .join("");
