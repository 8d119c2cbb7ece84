import type { Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { refusedPatterns } from "./immutability";
import type { Specimen } from "./specimen";

interface Named {
  namespace: string;
  tagPattern: string;
}

const policies = (store: Store) =>
  [...store.users(), ...store.organizations()].flatMap(({ name: namespace, immutability }) =>
    [...immutability.values()].map((policy) => ({ namespace, ...policy })),
  );

const found = (store: Store, { namespace, tagPattern }: Named) =>
  policies(store).find((one) => one.namespace === namespace && one.tagPattern === tagPattern);

const at = ({ store }: { store: Store }, named: Named) =>
  `/v1/organization/${named.namespace}/immutabilitypolicy/${found(store, named)?.uuid}`;

const specimen: Specimen<Named> = {
  least: { namespace: "acme", tagPattern: "release-.*" },
  id: "acme:release-.*",
  changes: { tagPatternMatches: false },
  drifts: { tagPatternMatches: { theirs: true } },
  renamed: { tagPattern: "v\\d+:?" },
  refused: refusedPatterns,
  unique: false,
  parents: ["Organization"],
  creates: "POST /v1/organization/{orgname}/immutabilitypolicy/",
  formats: { tagPattern: "tag pattern" },

  all: (store) => policies(store).map(({ namespace, tagPattern }) => ({ namespace, tagPattern })),
  stored(store, named) {
    const policy = found(store, named);
    return policy && { ...named, tagPatternMatches: policy.tagPatternMatches };
  },
  change: (quay, named, changes) =>
    callQuay(quay, `PUT ${at(quay, named)}`, { tagPattern: named.tagPattern, ...changes }),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(quay, named)}`),
};

export default specimen;
