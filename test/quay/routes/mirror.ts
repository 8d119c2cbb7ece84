import { addressFault, hostOf } from "../addresses";
import { type Answer, created, done, ok } from "../answers";
import { tracked } from "../audit";
import type { Call } from "../call";
import { iso, seconds } from "../dates";
import { crash, detail, invalid, message, notFound, refuse } from "../errors";
import type { Repository, RepositoryMirror, Robot } from "../nouns";
import { gated, route } from "../routing";
import {
  anyObject,
  choice,
  flag,
  integer,
  list,
  listOrNull,
  type Of,
  object,
  optional,
  text,
  textOrNull,
} from "../schema";
import { administeredIfAny } from "./repository";

const mirrorView = ({ settings, robot, status, retries }: RepositoryMirror) => ({
  mirror_type: "PULL",
  ...settings,
  // Asked to run now, a mirror shows now as its start.
  sync_start_date: status === "SYNC_NOW" ? iso(new Date()) : settings.sync_start_date,
  sync_expiration_date: null,
  sync_retries_remaining: retries,
  sync_status: status,
  robot_username: robot.name,
});

const required = {
  external_reference: text(),
  sync_interval: integer({ minimum: 0 }),
  sync_start_date: text(),
  root_rule: object({ rule_kind: choice("tag_glob_csv"), rule_value: list(text()) }),
  skopeo_timeout_interval: integer({ minimum: 300 }),
};

const others = {
  is_enabled: optional(flag),
  robot_username: optional(text()),
  external_registry_username: optional(textOrNull),
  external_registry_password: optional(textOrNull),
  external_registry_config: optional(anyObject),
  architecture_filter: optional(listOrNull(choice("amd64", "arm64", "ppc64le", "s390x"))),
};

const newMirror = object({ ...required, ...others });

const changes = object({
  external_reference: optional(required.external_reference),
  sync_interval: optional(required.sync_interval),
  sync_start_date: optional(required.sync_start_date),
  root_rule: optional(required.root_rule),
  skopeo_timeout_interval: optional(required.skopeo_timeout_interval),
  ...others,
});

type Changes = Of<typeof changes>;

/** Everything that can be wrong with a setting, whether it is new or changed. */
function check(call: Call, wanted: Changes) {
  const { external_reference: reference, sync_start_date: start, root_rule: rule } = wanted;
  if (reference !== undefined) checkReference(reference);
  if (start !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(start))
    throw detail(400, "Incorrect DateTime format for sync_start_date.");
  if (rule && !rule.rule_value.length) throw invalid("Rule value must be a non-empty list");
  if (wanted.architecture_filter && !call.features.SPARSE_INDEX)
    throw detail(400, "architecture_filter requires FEATURE_SPARSE_INDEX to be enabled.");
}

function checkReference(reference: string) {
  if (/:\/\/|[\s?#\\%]/.test(reference)) throw invalid("Invalid registry location");
  const fault = addressFault(hostOf(reference));
  if (fault === "inside") throw invalid("The provided registry location is not allowed");
  if (fault === "unknown") throw invalid(`Cannot resolve hostname '${hostOf(reference)}'`);
}

function robotFor(call: Call, { namespace }: Repository, name: string): Robot {
  const robot = call.store.robot(name) ?? refuse(message(400, "Could not find robot with specified username"));
  if (!name.startsWith(`${namespace.name}+`)) throw message(400, "Invalid robot");
  return robot;
}

function grantWrite(call: Call, repository: Repository, robot: Robot) {
  if ((repository.grants.get(robot) ?? "read") === "read") call.store.grant(repository, robot, "write");
}

function made(call: Call, repository: Repository, wanted: Of<typeof newMirror>): Answer {
  const { robot_username, external_registry_password: password = null, ...settings } = wanted;
  if (Object.keys(wanted).some((key) => !(key in required) && !(key in others)) || !robot_username) throw crash();
  check(call, wanted);
  if (password && !settings.external_registry_username)
    throw detail(400, "Unable to set a new password without also specifying a username.");
  const robot = robotFor(call, repository, robot_username);
  grantWrite(call, repository, robot);
  repository.mirror = {
    robot,
    password,
    settings: {
      ...settings,
      is_enabled: settings.is_enabled ?? true,
      external_registry_username: settings.external_registry_username ?? null,
      external_registry_config: { ...settings.external_registry_config },
      architecture_filter: settings.architecture_filter ?? [],
    },
    status: "NEVER_RUN",
    retries: 3,
    created: new Date(),
  };
  repository.state = "MIRROR";
  tell(call, repository, "external_reference", wanted.external_reference);
  return created("");
}

/** Field by field; the two that belong together are the credentials. */
function changed(call: Call, repository: Repository, mirror: RepositoryMirror, wanted: Changes): Answer {
  check(call, wanted);
  const { robot_username, external_registry_password: password, external_registry_config: config, ...rest } = wanted;
  if (password !== undefined) {
    if (rest.external_registry_username === undefined || (password && rest.external_registry_username === null))
      throw detail(400, "Unable to set a new password without also specifying a username.");
    mirror.password = password;
  }
  if (robot_username !== undefined) {
    mirror.robot = robotFor(call, repository, robot_username);
    grantWrite(call, repository, mirror.robot);
  }
  const { architecture_filter, ...plain } = rest;
  for (const [key, value] of Object.entries(plain))
    if (key in mirror.settings) Object.assign(mirror.settings, { [key]: value });
  if (architecture_filter !== undefined) mirror.settings.architecture_filter = architecture_filter ?? [];
  if (config) merge(mirror.settings.external_registry_config, config as Record<string, unknown>);
  tellChanges(call, repository, wanted);
  return created("");
}

const tell = (call: Call, repository: Repository, changed: string, to: unknown) =>
  tracked(call, "repo_mirror_config_changed", repository, { changed, to });

/** One entry for each setting that was sent, whether it changes or not, but none for the robot. */
function tellChanges(call: Call, repository: Repository, wanted: Changes) {
  const { external_registry_password: password, sync_start_date: start } = wanted;
  const config = (wanted.external_registry_config ?? {}) as Record<string, unknown>;
  const sent = {
    is_enabled: wanted.is_enabled,
    external_reference: wanted.external_reference,
    sync_start_date: start === undefined ? undefined : seconds(Date.parse(start)),
    sync_interval: wanted.sync_interval,
    skopeo_timeout_interval: wanted.skopeo_timeout_interval,
    external_registry_username: wanted.external_registry_username,
    external_registry_password: typeof password === "string" ? "********" : password,
    verify_tls: config.verify_tls,
    unsigned_images: config.unsigned_images,
    ...Object.fromEntries(proxyKeys.map((key) => [key, (config.proxy as Record<string, unknown> | undefined)?.[key]])),
    mirror_rule: wanted.root_rule?.rule_value,
    architecture_filter: wanted.architecture_filter,
  };
  for (const [changed, to] of Object.entries(sent)) if (to !== undefined) tell(call, repository, changed, to);
}

const proxyKeys = ["http_proxy", "https_proxy", "no_proxy"];

function merge(config: Record<string, unknown>, wanted: Record<string, unknown>) {
  for (const key of ["verify_tls", "unsigned_images"]) if (key in wanted) config[key] = wanted[key];
  const proxy = (wanted.proxy ?? {}) as Record<string, unknown>;
  for (const key of proxyKeys.filter((one) => one in proxy)) {
    // Where there was no proxy yet, the first key makes room for the others and is lost itself.
    if (config.proxy) Object.assign(config.proxy, { [key]: proxy[key] });
    else config.proxy = {};
  }
}

/** The repository of the path and its mirror. */
function mirrored(call: Call): [Repository, RepositoryMirror] {
  const repository = administeredIfAny(call) ?? refuse(notFound());
  return [repository, repository.mirror ?? refuse(notFound())];
}

function refuseUnderOrganizationMirror({ namespace }: Repository) {
  if (namespace.kind === "organization" && namespace.mirror)
    throw invalid("Repository mirror configuration cannot be managed when organization-level mirroring is configured");
}

export default gated(
  ["REPO_MIRROR"],
  [
    route("GET /v1/repository/{repository}/mirror", (call) => ok(mirrorView(mirrored(call)[1]))),

    route("POST /v1/repository/{repository}/mirror", (call) => {
      const repository = administeredIfAny(call);
      const wanted = call.json(newMirror);
      if (!repository) throw notFound();
      refuseUnderOrganizationMirror(repository);
      if (repository.mirror)
        throw detail(409, `Mirror configuration already exits for repository ${call.params.repository}`);
      return made(call, repository, wanted);
    }),

    route("PUT /v1/repository/{repository}/mirror", (call) => {
      administeredIfAny(call);
      const wanted = call.json(changes);
      const [repository, mirror] = mirrored(call);
      refuseUnderOrganizationMirror(repository);
      return changed(call, repository, mirror, wanted);
    }),

    route("POST /v1/repository/{repository}/mirror/sync-now", (call) => {
      const [repository, mirror] = mirrored(call);
      mirror.status = "SYNC_NOW";
      mirror.retries = 3;
      tell(call, repository, "sync_status", "SYNC_NOW");
      return done;
    }),

    route("POST /v1/repository/{repository}/mirror/sync-cancel", (call) => {
      const [repository, mirror] = mirrored(call);
      if (mirror.status !== "SYNC_NOW") throw notFound();
      mirror.status = "CANCEL";
      mirror.retries = 0;
      tell(call, repository, "sync_status", "SYNC_CANCEL");
      return done;
    }),
  ],
);
