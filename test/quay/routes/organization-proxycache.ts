import { addressFault, hostOf } from "../addresses";
import { created, ok } from "../answers";
import { logged } from "../audit";
import { crash, invalid, notFound, refuse } from "../errors";
import type { Organization } from "../nouns";
import { gated, route } from "../routing";
import { anything, object, optional, text } from "../schema";
import { isActive } from "../tagging";
import { administered } from "./organization";

const upstream = object({
  upstream_registry: text(),
  expiration_s: optional(anything),
  insecure: optional(anything),
});

function checkRegistry(location: string) {
  if (!location) throw invalid("URL must include a hostname");
  const fault = addressFault(hostOf(location));
  if (fault === "inside") throw invalid("The provided registry URL is not allowed");
  if (fault === "unknown") throw invalid(`Cannot resolve hostname '${hostOf(location)}'`);
}

const hasImmutableTags = ({ repositories, immutability }: Organization) =>
  immutability.size > 0 ||
  [...repositories.values()].some(({ tags }) => tags.some((tag) => tag.immutable && isActive(tag)));

export default gated(
  ["PROXY_CACHE"],
  [
    route("GET /v1/organization/{orgname}/proxycache", (call) => {
      call.demand(call.caller.isMemberOf(call.params.orgname));
      const cache = call.store.organization(call.params.orgname)?.proxyCache;
      return ok(cache ?? { upstream_registry: "", expiration_s: "", insecure: "" });
    }),

    route("POST /v1/organization/{orgname}/proxycache", (call) => {
      const { upstream_registry, expiration_s = 86_400, insecure } = call.json(upstream);
      const organization = administered(call);
      if (organization.proxyCache) throw invalid("Proxy Cache Configuration already exists");
      if (organization.mirror)
        throw invalid("Cannot create proxy cache: organization is managed by organization-level mirroring");
      if (hasImmutableTags(organization))
        throw invalid("Cannot convert organization to proxy cache: immutable tags exist");
      checkRegistry(upstream_registry);
      if (!Number.isInteger(Number(expiration_s))) throw crash();
      organization.proxyCache = { upstream_registry, expiration_s: Number(expiration_s), insecure: Boolean(insecure) };
      logged(call, "create_proxy_cache_config", organization, { upstream_registry: upstream_registry || null });
      return created("Created");
    }),

    route("DELETE /v1/organization/{orgname}/proxycache", (call) => {
      const organization = administered(call);
      if (!organization.proxyCache) refuse(notFound());
      organization.proxyCache = undefined;
      logged(call, "delete_proxy_cache_config", organization, {});
      return created("Deleted");
    }),

    route("POST /v1/organization/{orgname}/validateproxycache", (call) => {
      const { upstream_registry } = call.json(upstream);
      administered(call);
      checkRegistry(upstream_registry);
      return { status: 202, body: "Anonymous" };
    }),
  ],
);
