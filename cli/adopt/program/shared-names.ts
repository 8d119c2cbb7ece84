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
  const prefix = prefixOf(shared);
  const first = joined([...prefix, phrases[0] ?? "repository"]);
  const longer = phrases.map((_, index) => joined([...prefix, ...phrases.slice(0, index + 1)])).slice(1);
  return [first, ...longer.filter(({ length }) => length <= LONGEST)];
}

/** Who does what, those first who may most: `ownedByOps`, `pushedByCiAndNightly`. */
function phrasesOf(statements: Shared): string[] {
  return (["admin", "write", "read"] as const).flatMap((role) =>
    MAPS.flatMap((map) => {
      const names = statements.filter((each) => each.map === map && each.value === role).map(({ name }) => name);
      const [first = "", second = ""] = names.map(capitalized);
      if (names.length === 0) return [];
      const others = names.length > 2 ? "AndOthers" : second && `And${second}`;
      return [`${DONE_BY[role]}${first}${others}`];
    }),
  );
}

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
