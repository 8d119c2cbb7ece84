import type { LocalQuay, Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import type { Properties, Specimen } from "./specimen";

type Policies = ReturnType<Store["organizations"]>[number]["immutability"];

/** What a specimen knows of policies, from those of each namespace or repository. */
export function immutability<At extends object>(
  holders: (store: Store) => { at: At; policies: Policies }[],
  path: (at: At) => string,
) {
  type Named = At & { tagPattern: string };
  const all = (store: Store) =>
    holders(store).flatMap(({ at, policies }) => [...policies.values()].map((policy) => ({ at, policy })));
  const found = (store: Store, named: Named) =>
    all(store).find(
      ({ at, policy }) =>
        policy.tagPattern === named.tagPattern &&
        Object.entries(at).every(([name, value]) => named[name as keyof Named] === value),
    )?.policy;
  const pathOf = ({ store }: LocalQuay, named: Named) =>
    `${path(named)}/immutabilitypolicy/${found(store, named)?.uuid}`;
  return {
    all: (store: Store) => all(store).map(({ at, policy: { tagPattern } }): Named => ({ ...at, tagPattern })),
    stored(store: Store, named: Named) {
      const policy = found(store, named);
      return policy && { ...named, tagPatternMatches: policy.tagPatternMatches };
    },
    change: (quay: LocalQuay, named: Named, changes: Properties) =>
      callQuay(quay, `PUT ${pathOf(quay, named)}`, { tagPattern: named.tagPattern, ...changes }),
    vanish: (quay: LocalQuay, named: Named) => callQuay(quay, `DELETE ${pathOf(quay, named)}`),
    /** A repository whose tags nobody else looks at. */
    needs({ store }: LocalQuay) {
      const apart = store.organization("apart") ?? store.addOrganization("apart");
      if (!store.repository("apart", "web")) store.addRepository(apart, "web");
    },
  };
}

const ONE_LINE = /one line that is not empty, without blanks around it/;

/** Patterns that Quay would trim, and those that it refuses. */
export const refusedPatterns: Specimen["refused"] = [
  [{ tagPattern: "" }, ONE_LINE],
  [{ tagPattern: "  " }, ONE_LINE],
  [{ tagPattern: " v.*" }, ONE_LINE],
  [{ tagPattern: "v.*\n" }, ONE_LINE],
  [{ tagPattern: "v.*\u001f" }, ONE_LINE],
  [{ tagPattern: "\u0085v.*" }, ONE_LINE],
  [{ tagPattern: "v.*\nw.*" }, ONE_LINE],
  [{ tagPattern: "v".repeat(257) }, /at most 256 characters/],
];
