import type { LocalQuay, ProxyCache, Store } from "../../local-quay";
import { callQuay } from "../call-quay";
import { type Properties, people, type Specimen } from "./specimen";

interface Named {
  organization: string;
}

const cacheIn = (store: Store, { organization }: Named) => store.organization(organization)?.proxyCache;

function change({ store }: LocalQuay, named: Named, { upstream, expirationSeconds, insecure }: Properties): void {
  const cache = cacheIn(store, named) as ProxyCache;
  if (upstream !== undefined) cache.upstream_registry = upstream as string;
  if (expirationSeconds !== undefined) cache.expiration_s = expirationSeconds as number;
  if (insecure !== undefined) cache.insecure = insecure as boolean;
}

const specimen: Specimen<Named> = {
  least: { organization: "acme", upstream: "docker.io" },
  id: "acme",
  changes: { upstream: "registry.example.com:5000/base", expirationSeconds: 3600, insecure: true },
  // One change, of three requests, corrects all of them.
  drifts: {
    upstream: { theirs: "quay.io/library", writes: 3 },
    expirationSeconds: { theirs: 60, writes: 0 },
    insecure: { theirs: false, writes: 0 },
  },
  writeOnly: { given: { username: "puller", password: "open sesame" } },
  renamed: { organization: "umbrella" },
  // Where tags are immutable Quay makes no cache again.
  apart: { organization: "cached" },
  parents: ["Organization"],
  async needs(quay) {
    people(quay, "bob");
    for (const name of ["umbrella", "cached"])
      if (!quay.store.organization(name)) await callQuay(quay, "POST /v1/organization/", { name });
  },
  example(quay) {
    quay.remoteRegistries["docker.io"] = { logins: { acme: "hub secret" } };
    return { hubPassword: "hub secret" };
  },
  creates: "POST /v1/organization/{orgname}/proxycache",
  tries: "POST /v1/organization/{orgname}/validateproxycache",
  formats: {
    organization: "name",
    upstream: "registry",
    expirationSeconds: "seconds, from 0",
    username: "login",
    password: "login",
  },
  refused: [
    [{ upstream: "https://docker.io" }, "without a scheme"],
    [{ upstream: "docker.io/" }, "without a scheme"],
    [{ upstream: "" }, "without a scheme"],
    [{ upstream: "docker.io/a b" }, "without a scheme"],
    [{ upstream: "docker.io/library?x=1" }, "without a scheme"],
    [{ upstream: "acme:secret@docker.io" }, "without a scheme"],
    [{ upstream: `docker.io/${"x".repeat(261)}` }, "at most 270"],
    [{ expirationSeconds: -1 }, "whole number from 0"],
    [{ expirationSeconds: 0.5 }, "whole number from 0"],
    [{ expirationSeconds: 2 ** 31 }, "whole number from 0"],
    [{ expirationSeconds: "3600" }, "whole number from 0"],
    [{ username: "", password: "x" }, "This is empty."],
    [{ username: "acme", password: "" }, "This is empty."],
    [{ password: "x" }, "password goes only with username"],
    [{ username: "acme" }, "username goes only with password"],
  ],
  agreeing: ({ username, password, ...given }) =>
    username === undefined || password === undefined ? given : { ...given, username, password },

  all: (store) =>
    [...store.organizations()]
      .filter(({ proxyCache }) => proxyCache !== undefined)
      .map(({ name }) => ({ organization: name })),
  stored(store, named) {
    const cache = cacheIn(store, named);
    if (!cache) return undefined;
    const { upstream_registry: upstream, expiration_s: expirationSeconds, insecure } = cache;
    return { ...named, upstream, expirationSeconds, insecure };
  },
  held(store, named) {
    const { username, password } = cacheIn(store, named) ?? {};
    return { username: username ?? undefined, password: password ?? undefined };
  },
  change,
  async changeByApi(quay, named, changes) {
    const { upstream_registry, expiration_s, insecure } = cacheIn(quay.store, named) as ProxyCache;
    const at = `/v1/organization/${named.organization}/proxycache`;
    await callQuay(quay, `DELETE ${at}`);
    await callQuay(quay, `POST ${at}`, {
      upstream_registry: changes.upstream ?? upstream_registry,
      expiration_s: changes.expirationSeconds ?? expiration_s,
      insecure: changes.insecure ?? insecure,
    });
  },
  vanish: (quay, { organization }) => callQuay(quay, `DELETE /v1/organization/${organization}/proxycache`),
};

export default specimen;
