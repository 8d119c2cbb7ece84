import { getProxyCacheConfig } from "../quay/api/organization";
import type { Quay } from "../quay/client/quay";
import type { Snapshot } from ".";
import { absence } from "./absence";
import { ListReader } from "./list-reader";

/** What Quay shows of a proxy cache: not its login, and not whether it has one. */
export interface ProxyCache {
  organization: string;
  upstream: string;
  expirationSeconds: number;
  insecure: boolean;
}

/** One request for each organization. */
export const proxyCaches = (snapshot: Snapshot): ListReader<Pick<ProxyCache, "organization">, ProxyCache> => {
  const absences = snapshot.of(absence);
  return new ListReader(snapshot, {
    of: ({ organization }) => ["Organization", organization],
    async read(container) {
      const [, organization] = container;
      const found = await absences.inNamespace(organization, async () => [
        await proxyCacheOf(snapshot.quay, organization),
      ]);
      const [cache] = found ?? [];
      if (cache) return [cache];
      // To superusers Quay shows an organization that does not exist as one that is no proxy cache.
      return found && !(await absences.isMissing(container)) ? [] : undefined;
    },
  });
};

/** The proxy cache that an organization is now, if it is one. An expiration that was never given is none, as 0 is. */
export async function proxyCacheOf(quay: Quay, organization: string): Promise<ProxyCache | undefined> {
  const { upstream_registry, expiration_s, insecure } = await getProxyCacheConfig(quay, { orgname: organization });
  if (upstream_registry === "") return undefined;
  return {
    organization,
    upstream: upstream_registry,
    expirationSeconds: expiration_s || 0,
    insecure: insecure === true,
  };
}
