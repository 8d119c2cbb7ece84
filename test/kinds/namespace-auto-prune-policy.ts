import type { AutoPrunePolicy, Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import type { Properties, Specimen } from "./specimen";

/** What names a policy besides its namespace or repository. */
interface Key {
  numberOfTags?: number;
  maxAge?: string;
  tagPattern?: string;
  tagPatternMatches?: boolean;
}

interface Named extends Key {
  namespace: string;
}

const methodOf = ({ maxAge }: Key) => (maxAge === undefined ? "number_of_tags" : "creation_date");

/** The policy in Quay that these values name. The provider must not create a second one. */
export function policyOf(policies: Iterable<AutoPrunePolicy>, key: Key): AutoPrunePolicy | undefined {
  const same = [...policies].filter(
    ({ method, tagPattern, tagPatternMatches }) =>
      method === methodOf(key) &&
      tagPattern === (key.tagPattern ?? null) &&
      tagPatternMatches === (key.tagPatternMatches ?? true),
  );
  expect(same.length).toBeLessThan(2);
  return same[0];
}

/** A policy with the provider's property names. */
export const shown = ({ method, value, tagPattern, tagPatternMatches }: AutoPrunePolicy): Key => ({
  [method === "creation_date" ? "maxAge" : "numberOfTags"]: value,
  ...(tagPattern !== null && { tagPattern }),
  tagPatternMatches,
});

/** The body that gives a policy the changed value. */
export const changed = ({ tagPattern, tagPatternMatches }: Key, { maxAge, numberOfTags }: Properties) => ({
  ...(maxAge === undefined
    ? { method: "number_of_tags", value: numberOfTags }
    : { method: "creation_date", value: maxAge }),
  tagPattern,
  tagPatternMatches,
});

/** What Quay would accept or answer with an error page, and no program can mean. */
export const refused: Specimen["refused"] = [
  [{ maxAge: "0d" }, '"0d" is not an age'],
  [{ maxAge: "-5d" }, '"-5d" is not an age'],
  [{ maxAge: "+5d" }, "is not an age"],
  [{ maxAge: "1 d" }, "is not an age"],
  [{ maxAge: " 3d" }, "is not an age"],
  [{ maxAge: "1_0d" }, "is not an age"],
  [{ maxAge: "007d" }, "is not an age"],
  [{ maxAge: "5D" }, "is not an age"],
  [{ maxAge: "1.5d" }, "is not an age"],
  [{ maxAge: "5" }, "is not an age"],
  [{ maxAge: "" }, "is not an age"],
  [{ maxAge: "59m" }, "m is minutes"],
  [{ maxAge: "3599s" }, "under an hour"],
  [{ maxAge: "101y" }, "over 100 years"],
  [{ maxAge: "99999999999999y" }, "over 100 years"],
  [{ maxAge: null, numberOfTags: 0 }, "at least 1 tag"],
  [{ maxAge: null, numberOfTags: -1 }, "at least 1 tag"],
  [{ maxAge: null, numberOfTags: 1.5 }, "not a whole number"],
  [{ maxAge: null, numberOfTags: 2_147_483_648 }, "over 2147483647"],
  [{ maxAge: null, numberOfTags: 1e20 }, /^This is over 2147483647\.$/],
  [{ maxAge: null }, "Give numberOfTags or maxAge."],
  [{ numberOfTags: 20 }, "Give either numberOfTags or maxAge"],
  [{ tagPattern: "" }, "A pattern is not empty"],
  [{ tagPattern: " v" }, "blanks around it"],
  [{ tagPattern: "v\n" }, "blanks around it"],
  [{ tagPattern: "a\nb" }, "several lines"],
  [{ tagPattern: "(" }, "not a regular expression"],
  [{ tagPattern: "[a" }, "not a regular expression"],
  [{ tagPattern: "*" }, "not a regular expression"],
  [{ tagPatternMatches: false }, "needs the pattern"],
];

const policiesIn = (store: Store, namespace: string) => store.namespace(namespace)?.autoPrune.values() ?? [];

const at = ({ store }: { store: Store }, named: Named, key: Key = named) =>
  `/v1/organization/${named.namespace}/autoprunepolicy/${policyOf(policiesIn(store, named.namespace), key)?.uuid}`;

const specimen: Specimen<Named> = {
  least: { namespace: "acme", maxAge: "90d" },
  id: "acme:creation_date",
  changes: { maxAge: "30d" },
  drifts: {
    numberOfTags: { ours: 20, theirs: 10, beside: { maxAge: null } },
    maxAge: { theirs: "7d" },
  },
  renamed: { tagPattern: "^pr-" },
  unique: false,
  parents: ["Organization"],
  refused,
  creates: "POST /v1/organization/{orgname}/autoprunepolicy/",
  formats: { numberOfTags: "tags kept", maxAge: "age", tagPattern: "prune pattern" },
  agreeing: oneLimit,

  all: (store) =>
    store
      .organizations()
      .flatMap(({ name, autoPrune }) =>
        [...autoPrune.values()].map((policy) => ({ namespace: name, ...shown(policy) })),
      ),
  stored(store, named) {
    const policy = policyOf(policiesIn(store, named.namespace), named);
    return policy && { namespace: named.namespace, ...shown(policy) };
  },
  change: (quay, named, changes) =>
    callQuay(quay, `PUT ${at(quay, named, { ...named, maxAge: undefined, ...changes })}`, changed(named, changes)),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(quay, named)}`),
};

/** Independently chosen properties with one limit, and a pattern where it matters whether it matches. */
export function oneLimit({ numberOfTags, maxAge, tagPattern, ...rest }: Properties): Properties {
  const limit = numberOfTags === undefined ? { maxAge: maxAge ?? "90d" } : { numberOfTags };
  const pattern = rest.tagPatternMatches === false ? (tagPattern ?? "^pr-") : tagPattern;
  return { ...rest, ...limit, ...(pattern !== undefined && { tagPattern: pattern }) };
}

export default specimen;
