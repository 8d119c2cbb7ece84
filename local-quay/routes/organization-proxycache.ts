import { logEvent } from "../audit";
import type { Call } from "../call";
import { crash, invalid, notFound, refuse } from "../errors";
import type { Organization } from "../model";
import type { ProxyCache } from "../records";
import { registryFault } from "../registry-addresses";
import { acceptsLogin, remoteRegistry } from "../remote-registries";
import { created, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { anything, isTruthy, object, optional, text, textOrNull } from "../schema";
import { isActive } from "../tags";
import { administered } from "./organization";

const upstream = object({
  upstream_registry: text(),
  upstream_registry_username: optional(textOrNull),
  upstream_registry_password: optional(textOrNull),
  expiration_s: optional(anything),
  insecure: optional(anything),
});

/** The organization of the path, if it exists: what is asked for is looked at before that. */
function freeIfAny(call: Call<"orgname">): Organization | undefined {
  call.demand(call.caller.administers(call.params.orgname));
  const organization = call.store.organization(call.params.orgname);
  if (organization?.proxyCache) throw invalid("Proxy Cache Configuration already exists");
  return organization;
}

function checkRegistry(location: string) {
  const fault = registryFault(`https://${location}`);
  if (fault) throw invalid(fault);
}

/** Whatever Python's `int` reads and a column of four bytes holds. */
function expirationOf(value: unknown): number | null {
  if (value === null) return null;
  const isNumber = typeof value === "number" || typeof value === "boolean";
  const seconds = isNumber || /^\s*[+-]?\d+\s*$/.test(String(value)) ? Math.trunc(Number(value)) : Number.NaN;
  if (!(seconds >= -(2 ** 31) && seconds < 2 ** 31)) throw crash();
  return seconds;
}

/** Not even the user name is shown. */
const view = ({ upstream_registry, expiration_s, insecure }: ProxyCache) => ({
  upstream_registry,
  expiration_s,
  insecure,
});

/** A policy that makes tags immutable is no obstacle, as long as there are none. */
const hasImmutableTags = ({ repositories }: Organization) =>
  [...repositories.values()].some(({ tags }) => tags.some((tag) => tag.immutable && isActive(tag)));

export default behindFeatures(
  ["PROXY_CACHE"],
  [
    route("GET /v1/organization/{orgname}/proxycache", (call) => {
      call.demand(call.caller.isMemberOf(call.params.orgname));
      const cache = call.store.organization(call.params.orgname)?.proxyCache;
      return ok(cache ? view(cache) : { upstream_registry: "", expiration_s: "", insecure: "" });
    }),

    route("POST /v1/organization/{orgname}/proxycache", (call) => {
      const { upstream_registry, expiration_s = 86_400, insecure, ...login } = call.json(upstream);
      const found = freeIfAny(call);
      checkRegistry(upstream_registry);
      if (found?.mirror)
        throw invalid("Cannot create proxy cache: organization is managed by organization-level mirroring");
      if (found && hasImmutableTags(found))
        throw invalid("Cannot convert organization to proxy cache: immutable tags exist");
      const organization = found ?? refuse(invalid("Error while creating Proxy cache configuration"));
      organization.proxyCache = {
        upstream_registry,
        expiration_s: expirationOf(expiration_s),
        insecure: isTruthy(insecure),
        username: login.upstream_registry_username ?? null,
        password: login.upstream_registry_password ?? null,
      };
      logEvent(call, "create_proxy_cache_config", organization, { upstream_registry: upstream_registry || null });
      return created("Created");
    }),

    route("DELETE /v1/organization/{orgname}/proxycache", (call) => {
      const organization = administered(call);
      if (!organization.proxyCache) refuse(notFound());
      organization.proxyCache = undefined;
      logEvent(call, "delete_proxy_cache_config", organization, {});
      return created("Deleted");
    }),

    route("POST /v1/organization/{orgname}/validateproxycache", (call) => {
      const {
        upstream_registry,
        upstream_registry_username: username,
        upstream_registry_password: password,
      } = call.json(upstream);
      freeIfAny(call);
      checkRegistry(upstream_registry);
      // A user name without a password, or a password alone, is no login: Quay then asks as nobody.
      if (username == null || password == null) return { status: 202, body: "Anonymous" };
      if (!acceptsLogin(remoteRegistry(call.quay.remoteRegistries, upstream_registry), username, password))
        throw invalid("Failed login to remote registry. Please verify entered details and try again.");
      return { status: 202, body: "Valid" };
    }),
  ],
);
