import type { Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { refusedPatterns } from "./immutability";
import type { Specimen } from "./specimen";

interface Named {
  repository: string;
  tagPattern: string;
}

const policies = (store: Store) =>
  store
    .repositories()
    .flatMap(({ namespace, name, immutability }) =>
      [...immutability.values()].map((policy) => ({ repository: `${namespace.name}/${name}`, ...policy })),
    );

const found = (store: Store, { repository, tagPattern }: Named) =>
  policies(store).find((one) => one.repository === repository && one.tagPattern === tagPattern);

const at = ({ store }: { store: Store }, named: Named) =>
  `/v1/repository/${named.repository}/immutabilitypolicy/${found(store, named)?.uuid}`;

const specimen: Specimen<Named> = {
  least: { repository: "acme/web", tagPattern: "v\\d+" },
  id: "acme/web:v\\d+",
  changes: { tagPatternMatches: false },
  drifts: { tagPatternMatches: { theirs: true } },
  // A word of Quay's API, which no path of a policy holds.
  renamed: { tagPattern: "mirror" },
  refused: refusedPatterns,
  unique: false,
  parents: ["Organization", "Repository"],
  creates: "POST /v1/repository/{repository}/immutabilitypolicy/",
  formats: { tagPattern: "tag pattern" },

  all: (store) => policies(store).map(({ repository, tagPattern }) => ({ repository, tagPattern })),
  stored(store, named) {
    const policy = found(store, named);
    return policy && { ...named, tagPatternMatches: policy.tagPatternMatches };
  },
  change: (quay, named, changes) =>
    callQuay(quay, `PUT ${at(quay, named)}`, { tagPattern: named.tagPattern, ...changes }),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(quay, named)}`),
};

export default specimen;
