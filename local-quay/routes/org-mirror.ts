import { logEvent } from "../audit";
import type { Call } from "../call";
import { isoMicro, normalIso } from "../dates";
import { invalid, notFound, refuse } from "../errors";
import { organizationRegistryConfig } from "../mirrors";
import type { DiscoveredRepository, Organization, OrganizationMirror, Robot } from "../model";
import { registryFault } from "../registry-addresses";
import { acceptsLogin, type RemoteRegistries, remoteRegistry, repositoriesIn } from "../remote-registries";
import { created, done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { anyObject, choice, flag, integer, list, object, optional, text, textOrNull } from "../schema";
import { administered } from "./organization";

const states = ["CANCEL", "FAIL", "NEVER_RUN", "SUCCESS", "SYNCING", "SYNC_NOW", "SKIP"];

/** Those whose copy was not deleted, by name. */
const listed = ({ discovered }: OrganizationMirror) =>
  [...discovered.values()].filter(({ repository }) => !repository?.dead).sort((a, b) => (a.name < b.name ? -1 : 1));

const countsOf = (mirror: OrganizationMirror) =>
  Object.fromEntries(states.map((state) => [state, listed(mirror).filter(({ status }) => status === state).length]));

const discoveredView = (organization: string, one: DiscoveredRepository) => ({
  name: one.name,
  sync_status: one.status,
  discovery_date: isoMicro(one.found),
  last_sync_date: one.lastSync && isoMicro(one.lastSync),
  status_message: one.message,
  quay_repository: one.repository ? `${organization}/${one.name}` : null,
});

const mirrorView = (mirror: OrganizationMirror) => ({
  ...mirror.settings,
  has_external_registry_password: mirror.password !== null,
  robot_username: mirror.robot.name,
  sync_expiration_date: mirror.expires ? isoMicro(mirror.expires) : null,
  sync_status: mirror.status,
  sync_retries_remaining: mirror.retries,
  repo_sync_status_counts: countsOf(mirror),
  creation_date: isoMicro(mirror.created),
});

const required = {
  external_registry_type: choice("harbor", "quay"),
  external_registry_url: text(),
  external_namespace: text({ maxLength: 255 }),
  robot_username: text(),
  visibility: choice("public", "private"),
  sync_interval: integer({ minimum: 60 }),
  sync_start_date: text(),
};

const others = {
  is_enabled: optional(flag),
  external_registry_username: optional(textOrNull),
  external_registry_password: optional(textOrNull),
  repository_filters: optional(list(text())),
  skopeo_timeout: optional(integer({ minimum: 30, maximum: 3600 })),
};

const newMirror = object({
  ...required,
  ...others,
  external_registry_config: optional(organizationRegistryConfig),
});

const changes = object({
  external_registry_url: optional(required.external_registry_url),
  external_namespace: optional(required.external_namespace),
  robot_username: optional(required.robot_username),
  visibility: optional(required.visibility),
  sync_interval: optional(required.sync_interval),
  sync_start_date: optional(required.sync_start_date),
  // What is in it is only checked when a mirror is made.
  external_registry_config: optional(anyObject),
  ...others,
});

function checkUrl(url: string) {
  const fault = registryFault(url);
  if (fault) throw invalid(fault);
}

function startOf(date: string): string {
  return normalIso(date) ?? refuse(invalid("Invalid sync_start_date format. Use ISO 8601: YYYY-MM-DDTHH:MM:SSZ"));
}

function robotFor({ store }: Call, organization: Organization, name: string): Robot {
  const robot = store.robot(name) ?? refuse(invalid(`Invalid robot account: ${name}`));
  if (!name.startsWith(`${organization.name}+`)) throw invalid("Robot account must belong to the organization");
  return robot;
}

/** A mirror wants the organization for itself. */
function refuseIfOccupied({ mirror, repositories, immutability, proxyCache }: Organization) {
  if (mirror) throw invalid("Mirror configuration already exists for this organization");
  const cannot = "Cannot create organization mirror: the organization";
  if ([...repositories.values()].some(({ dead }) => !dead))
    throw invalid(`${cannot} already contains repositories. Organization mirroring requires an empty organization.`);
  if (immutability.size) throw invalid(`${cannot} has immutability policies.`);
  if (proxyCache) throw invalid(`${cannot} has a proxy cache configuration.`);
}

/** What Quay says when it cannot list the namespace elsewhere. */
function sourceFault(registries: RemoteRegistries, { settings, password }: OrganizationMirror): string | undefined {
  const { external_registry_url, external_namespace: namespace, external_registry_username: username } = settings;
  const registry = remoteRegistry(registries, external_registry_url);
  if (!acceptsLogin(registry, username, password)) return "Authentication failed";
  const isMissing = registry.repositories && repositoriesIn(registry, namespace).length === 0;
  return isMissing ? `Namespace '${namespace}' not found` : undefined;
}

/** What the log calls a mirror. */
const referenceOf = ({ settings }: OrganizationMirror) => ({
  external_reference: `${settings.external_registry_url}/${settings.external_namespace}`,
});

const mirrorOf = (call: Call<"orgname">): OrganizationMirror => administered(call).mirror ?? refuse(notFound());

export default behindFeatures(
  ["ORG_MIRROR"],
  [
    route("GET /v1/organization/{orgname}/mirror", (call) => ok(mirrorView(mirrorOf(call)))),

    route("POST /v1/organization/{orgname}/mirror", (call) => {
      const wanted = call.json(newMirror);
      const organization = administered(call);
      const robot = robotFor(call, organization, wanted.robot_username);
      const sync_start_date = startOf(wanted.sync_start_date);
      checkUrl(wanted.external_registry_url);
      refuseIfOccupied(organization);
      organization.mirror = {
        robot,
        password: wanted.external_registry_password ?? null,
        settings: {
          is_enabled: wanted.is_enabled ?? true,
          external_registry_type: wanted.external_registry_type,
          external_registry_url: wanted.external_registry_url,
          external_namespace: wanted.external_namespace,
          external_registry_username: wanted.external_registry_username ?? null,
          external_registry_config: { ...wanted.external_registry_config },
          repository_filters: wanted.repository_filters ?? [],
          visibility: wanted.visibility,
          sync_interval: wanted.sync_interval,
          sync_start_date,
          skopeo_timeout: wanted.skopeo_timeout ?? 300,
        },
        status: "NEVER_RUN",
        retries: 3,
        created: new Date(),
        discovered: new Map(),
      };
      logEvent(call, "org_mirror_enabled", organization, {
        external_registry_type: wanted.external_registry_type,
        external_registry_url: wanted.external_registry_url,
        external_namespace: wanted.external_namespace,
        sync_interval: wanted.sync_interval,
        robot_username: wanted.robot_username,
      });
      return created("");
    }),

    route("PUT /v1/organization/{orgname}/mirror", (call) => {
      const body = call.json(changes);
      const { robot_username, external_registry_password: password, ...wanted } = body;
      const organization = administered(call);
      const mirror = organization.mirror ?? refuse(notFound());
      // All is checked, in this order, before anything changes.
      if (wanted.external_registry_url !== undefined) checkUrl(wanted.external_registry_url);
      const robot = robot_username === undefined ? mirror.robot : robotFor(call, organization, robot_username);
      if (wanted.sync_start_date !== undefined) wanted.sync_start_date = startOf(wanted.sync_start_date);
      const { external_reference: old_external_reference } = referenceOf(mirror);
      mirror.robot = robot;
      if (password !== undefined) mirror.password = password;
      for (const [key, value] of Object.entries(wanted))
        if (Object.hasOwn(mirror.settings, key) && key !== "external_registry_type")
          Object.assign(mirror.settings, { [key]: value });
      logEvent(call, "org_mirror_config_changed", organization, {
        updated_fields: Object.keys(body),
        old_external_reference,
        ...referenceOf(mirror),
      });
      return ok("");
    }),

    route("DELETE /v1/organization/{orgname}/mirror", (call) => {
      const organization = administered(call);
      const mirror = organization.mirror ?? refuse(notFound());
      organization.mirror = undefined;
      logEvent(call, "org_mirror_disabled", organization, referenceOf(mirror));
      for (const repository of organization.repositories.values())
        if (repository.state === "ORG_MIRROR") repository.state = "NORMAL";
      return done;
    }),

    route("POST /v1/organization/{orgname}/mirror/sync-now", (call) => {
      const mirror = mirrorOf(call);
      if (mirror.status === "SYNCING") throw invalid("Cannot trigger sync: mirror is currently syncing");
      mirror.status = "SYNC_NOW";
      mirror.retries = Math.max(1, mirror.retries);
      mirror.settings.sync_start_date = isoMicro(new Date());
      logEvent(call, "org_mirror_sync_now_requested", administered(call), referenceOf(mirror));
      return done;
    }),

    route("POST /v1/organization/{orgname}/mirror/sync-cancel", (call) => {
      const mirror = mirrorOf(call);
      if (mirror.status === "CANCEL") throw invalid("Cannot cancel: mirror is already cancelled");
      mirror.status = "CANCEL";
      mirror.retries = 0;
      mirror.expires = undefined;
      logEvent(call, "org_mirror_sync_cancelled", administered(call), referenceOf(mirror));
      return done;
    }),

    route("POST /v1/organization/{orgname}/mirror/verify", (call) => {
      const fault = sourceFault(call.quay.remoteRegistries, mirrorOf(call));
      return ok({ success: !fault, message: fault ?? "Connection successful" });
    }),

    route("GET /v1/organization/{orgname}/mirror/repositories", (call) => {
      const mirror = mirrorOf(call);
      const status = call.text("status");
      if (status && !states.includes(status))
        throw invalid(`Invalid status filter '${status}'. Valid values: ${states.join(", ")}`);
      const limit = Math.min(500, call.integer("limit", "Number of results per page") ?? 100);
      const page = call.integer("page", "Page number") ?? 1;
      const all = listed(mirror).filter((one) => !status || one.status === status);
      const repositories = all.slice((page - 1) * limit, page * limit);
      return ok({
        repositories: repositories.map((one) => discoveredView(call.params.orgname, one)),
        ...{ page, limit, total: all.length, has_next: page * limit < all.length },
      });
    }),
  ],
);
