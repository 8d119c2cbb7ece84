import { callQuay } from "../call-quay";
import type { Specimen } from "./specimen";

interface Named {
  namespace: string;
  name: string;
}

const at = ({ namespace, name }: Named) => `/v1/repository/${namespace}/${name}`;

const specimen: Specimen<Named> = {
  least: { namespace: "acme", name: "web" },
  id: "acme/web",
  changes: { description: "The shop.", visibility: "public", state: "READ_ONLY" },
  drifts: { visibility: { theirs: "private" }, description: { theirs: "Closed." }, state: { theirs: "NORMAL" } },
  renamed: { name: "shop" },
  guarded: true,
  parents: ["Organization"],
  creates: "POST /v1/repository",
  formats: { name: "repository name" },

  all: (store) => store.repositories().map(({ namespace, name }) => ({ namespace: namespace.name, name })),
  stored(store, { namespace, name }) {
    const repository = store.repository(namespace, name);
    if (!repository) return undefined;
    const { description, isPublic, state } = repository;
    return { namespace, name, description, visibility: isPublic ? "public" : "private", state };
  },
  make: (quay, { namespace, name }) =>
    callQuay(quay, "POST /v1/repository", { namespace, repository: name, visibility: "private", description: "" }),
  async change(quay, named, { description, visibility, state }) {
    if (description !== undefined) await callQuay(quay, `PUT ${at(named)}`, { description });
    if (visibility !== undefined) await callQuay(quay, `POST ${at(named)}/changevisibility`, { visibility });
    if (state !== undefined) await callQuay(quay, `PUT ${at(named)}/changestate`, { state });
  },
  vanish: (quay, named) => callQuay(quay, `DELETE ${at(named)}`),
};

export default specimen;
