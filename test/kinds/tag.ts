import type { Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import type { Specimen } from "./specimen";

interface Named {
  repository: string;
  name: string;
}

/** The images that `v1` and `v2` refer to. */
export const one = "sha256:52ba1f332b2fb567fdc45a2b66824496cc7d62837744074f53b2ccb25b1a5fab";
export const two = "sha256:a05a793634c3817146df9725c8ad07759f851ee48097bfeec699dd3bfc5511ad";

const inDays = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;
const isAlive = ({ end }: { end: number | null }) => end === null || end > Date.now();

export function alive(store: Store, { repository, name }: Named) {
  const [namespace = "", ...rest] = repository.split("/");
  return store.repository(namespace, rest.join("/"))?.tags.find((tag) => tag.name === name && isAlive(tag));
}

const specimen: Specimen<Named> = {
  least: { repository: "acme/web", name: "prod", digest: one },
  id: "acme/web:prod",
  changes: { digest: two },
  drifts: {
    // A tag that is moved loses its expiration.
    digest: { theirs: one, writes: 2 },
    expiration: { ours: inDays(30), theirs: inDays(60) },
    // Quay makes no tag immutable that expires.
    immutable: { ours: false, theirs: true, beside: { expiration: null } },
  },
  renamed: { name: "staging" },
  parents: ["Organization", "Repository"],
  needs(quay) {
    expect(quay.push("acme/web", "v1", { seed: "one" }).digest).toBe(one);
    expect(quay.push("acme/web", "v2", { seed: "two" }).digest).toBe(two);
  },
  example(quay) {
    quay.store.addOrganization("acme");
    return { digest: quay.push("acme/web", "v1").digest };
  },
  creates: "PUT /v1/repository/{repository}/tag/{tag}",
  formats: { name: "tag name", digest: "digest", expiration: "moment" },

  all: (store) =>
    store.repositories().flatMap(({ namespace, name, tags }) => {
      const repository = `${namespace.name}/${name}`;
      return tags.filter(isAlive).map((tag) => ({ repository, name: tag.name }));
    }),
  stored(store, named) {
    const tag = alive(store, named);
    if (!tag) return undefined;
    const { digest, end, immutable } = tag;
    return { ...named, digest, expiration: end && new Date(end).toISOString().replace(".000", ""), immutable };
  },
  change({ store }, named, { expiration, ...changes }) {
    if (expiration) Object.assign(changes, { end: Date.parse(expiration as string) });
    Object.assign(alive(store, named) ?? {}, changes);
  },
  changeByApi: (quay, { repository, name }, { digest, expiration, immutable }) =>
    callQuay(quay, `PUT /v1/repository/${repository}/tag/${name}`, {
      manifest_digest: digest,
      expiration: expiration && Date.parse(expiration as string) / 1000,
      immutable,
    }),
  vanish: (quay, { repository, name }) => callQuay(quay, `DELETE /v1/repository/${repository}/tag/${name}`),
};

export default specimen;
