import type { LocalQuay } from "../../local-quay";
import { specimens } from "../kinds";

/**
 * The objects of every kind in a Quay, with the property names of programs: without ids, dates and secrets, so that two Quays can be
 * compared. Lists keep duplicates.
 */
export const contentsOf = ({ store }: LocalQuay): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(specimens).map(([kind, { all, stored }]) => [
      kind,
      all(store)
        .map((named) => JSON.stringify(stored(store, named)))
        .sort(),
    ]),
  );

/** The tokens of all robots, by their names. */
export function robotTokens({ store }: LocalQuay): Record<string, string> {
  const robots = [...store.accounts.values()].filter((account) => account.kind === "robot");
  return Object.fromEntries(robots.map(({ name, token }) => [name, token]));
}
