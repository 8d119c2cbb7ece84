import type { Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { changed, oneLimit, policyOf, refused, shown } from "./namespace-auto-prune-policy";
import type { Specimen } from "./specimen";

interface Named {
  repository: string;
  numberOfTags?: number;
  maxAge?: string;
  tagPattern?: string;
  tagPatternMatches?: boolean;
}

function policiesIn(store: Store, repository: string) {
  const [namespace = "", ...name] = repository.split("/");
  return store.repository(namespace, name.join("/"))?.autoPrune.values() ?? [];
}

const at = ({ store }: { store: Store }, named: Named, key = named) =>
  `/v1/repository/${named.repository}/autoprunepolicy/${policyOf(policiesIn(store, named.repository), key)?.uuid}`;

const specimen: Specimen<Named> = {
  least: { repository: "acme/web", maxAge: "90d" },
  id: "acme/web:creation_date",
  changes: { maxAge: "30d" },
  drifts: {
    numberOfTags: { ours: 20, theirs: 10, beside: { maxAge: null } },
    maxAge: { theirs: "7d" },
  },
  renamed: { tagPattern: "^pr-" },
  unique: false,
  parents: ["Organization", "Repository"],
  refused,
  creates: "POST /v1/repository/{repository}/autoprunepolicy/",
  formats: { numberOfTags: "tags kept", maxAge: "age", tagPattern: "prune pattern" },
  agreeing: oneLimit,

  all: (store) =>
    store
      .repositories()
      .flatMap(({ namespace, name, autoPrune }) =>
        [...autoPrune.values()].map((policy) => ({ repository: `${namespace.name}/${name}`, ...shown(policy) })),
      ),
  stored(store, named) {
    const policy = policyOf(policiesIn(store, named.repository), named);
    return policy && { repository: named.repository, ...shown(policy) };
  },
  change: (quay, named, changes) =>
    callQuay(quay, `PUT ${at(quay, named, { ...named, maxAge: undefined, ...changes })}`, changed(named, changes)),
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(quay, named)}`),
};

export default specimen;
