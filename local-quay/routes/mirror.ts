import { logRegistryEvent } from "../audit";
import type { Call } from "../call";
import { iso, seconds } from "../dates";
import { crash, detail, invalid, message, notFound, refuse } from "../errors";
import { checkReference, mergeConfig, registryConfig, startOf } from "../mirrors";
import type { Repository, RepositoryMirror, Robot } from "../model";
import { created, done, type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { choice, flag, integer, list, listOrNull, type Of, object, optional, text, textOrNull } from "../schema";
import { administeredIfAny } from "./repository";

const mirrorView = ({ settings, robot, status, retries, expires }: RepositoryMirror) => ({
  mirror_type: "PULL",
  ...settings,
  sync_expiration_date: expires ? iso(expires) : null,
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
  external_registry_config: optional(registryConfig),
  architecture_filter: optional(listOrNull(text())),
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

const architectures = ["amd64", "arm64", "ppc64le", "s390x"];

/** An empty filter is none, and needs no flag. */
function filterOf(call: Call, wanted: string[] | null | undefined): string[] {
  if (!wanted?.length) return [];
  if (!call.features.SPARSE_INDEX)
    throw detail(400, "Architecture filtering requires FEATURE_SPARSE_INDEX to be enabled.");
  const unknown = wanted.filter((one) => !architectures.includes(one));
  if (unknown.length) throw detail(400, `Unsupported architectures: ${unknown.join(", ")}`);
  return wanted;
}

function checkRule({ rule_value: globs }: { rule_value: string[] }) {
  if (!globs.length)
    throw invalid("validation failed: rule_value for TAG_GLOB_CSV must be a list with at least one rule");
}

/** The robot that will push, which may write from now on. */
function robotFor(call: Call, repository: Repository, name: string): Robot {
  const robot = call.store.robot(name) ?? refuse(message(400, "Could not find robot with specified username"));
  if (!name.startsWith(`${repository.namespace.name}+`)) throw message(400, "Invalid robot");
  if ((repository.grants.get(robot) ?? "read") === "read") call.store.grant(repository, robot, "write");
  return robot;
}

/** Everything is checked before the mirror is made, but the robot has been granted by then. */
function createMirror(call: Call, repository: Repository, wanted: Of<typeof newMirror>): HttpResponse {
  const { robot_username, external_registry_password: password = null, ...settings } = wanted;
  checkReference(wanted.external_reference);
  const architecture_filter = filterOf(call, wanted.architecture_filter);
  const sync_start_date = startOf(wanted.sync_start_date);
  checkRule(wanted.root_rule);
  if (robot_username === undefined) throw crash();
  const robot = robotFor(call, repository, robot_username);
  if (Object.keys(wanted).some((key) => !Object.hasOwn(required, key) && !Object.hasOwn(others, key))) throw crash();
  repository.mirror = {
    robot,
    password,
    settings: {
      ...settings,
      is_enabled: settings.is_enabled ?? true,
      external_registry_username: settings.external_registry_username ?? null,
      external_registry_config: { ...settings.external_registry_config },
      sync_start_date,
      architecture_filter,
    },
    status: "NEVER_RUN",
    retries: 3,
    created: new Date(),
  };
  repository.state = "MIRROR";
  tell(call, repository, "external_reference", wanted.external_reference);
  return created("");
}

const tell = (call: Call, repository: Repository, changed: string, to: unknown) =>
  logRegistryEvent(call, "repo_mirror_config_changed", repository, { changed, to });

/**
 * Field by field, in this order: what was set before a refusal stays. Each setting that was sent is an entry of the log,
 * whether it changes or not, but the robot is none.
 */
function updateMirror(call: Call, repository: Repository, mirror: RepositoryMirror, wanted: Changes): HttpResponse {
  const { settings } = mirror;
  const set = (sent: Partial<RepositoryMirror["settings"]>) => {
    Object.assign(settings, sent);
    for (const [key, value] of Object.entries(sent)) tell(call, repository, key, value);
  };
  if (wanted.architecture_filter !== undefined)
    set({ architecture_filter: filterOf(call, wanted.architecture_filter) });
  if (wanted.is_enabled !== undefined) set({ is_enabled: wanted.is_enabled });
  if (wanted.external_reference !== undefined) {
    checkReference(wanted.external_reference);
    set({ external_reference: wanted.external_reference });
  }
  if (wanted.robot_username !== undefined) mirror.robot = robotFor(call, repository, wanted.robot_username);
  if (wanted.sync_start_date !== undefined) {
    settings.sync_start_date = startOf(wanted.sync_start_date);
    tell(call, repository, "sync_start_date", seconds(Date.parse(settings.sync_start_date)));
  }
  if (wanted.sync_interval !== undefined) set({ sync_interval: wanted.sync_interval });
  if (wanted.skopeo_timeout_interval !== undefined) set({ skopeo_timeout_interval: wanted.skopeo_timeout_interval });
  changeCredentials(call, repository, mirror, wanted);
  if (wanted.external_registry_config)
    changeConfig(call, repository, mirror, wanted.external_registry_config as Record<string, unknown>);
  if (wanted.root_rule) {
    checkRule(wanted.root_rule);
    const { rule_kind, rule_value } = wanted.root_rule;
    settings.root_rule = { rule_kind, rule_value };
    tell(call, repository, "mirror_rule", rule_value);
  }
  return created("");
}

/** A user name may stand alone, a password may not. */
function changeCredentials(call: Call, repository: Repository, mirror: RepositoryMirror, wanted: Changes) {
  const { external_registry_username: username, external_registry_password: password } = wanted;
  if (password !== undefined) {
    if (username === undefined) throw detail(400, "Unable to set a new password without also specifying a username.");
    if (username === null && password !== null)
      throw detail(400, "Unable to delete username while setting a password.");
    mirror.password = password;
  }
  if (username !== undefined) {
    mirror.settings.external_registry_username = username;
    tell(call, repository, "external_registry_username", username);
  }
  if (password !== undefined)
    tell(call, repository, "external_registry_password", password === null ? null : "********");
}

function changeConfig(call: Call, repository: Repository, mirror: RepositoryMirror, wanted: Record<string, unknown>) {
  mergeConfig(mirror.settings.external_registry_config, wanted);
  const sent = { ...wanted, ...(wanted.proxy as Record<string, unknown> | undefined) };
  for (const key of ["verify_tls", "unsigned_images", "http_proxy", "https_proxy", "no_proxy"])
    if (sent[key] !== undefined) tell(call, repository, key, sent[key]);
}

/** The repository of the path and its mirror. */
function mirroredRepository(call: Call): [Repository, RepositoryMirror] {
  const repository = administeredIfAny(call) ?? refuse(notFound());
  return [repository, repository.mirror ?? refuse(notFound())];
}

function refuseUnderOrganizationMirror({ namespace }: Repository) {
  if (namespace.kind === "organization" && namespace.mirror)
    throw invalid("Repository mirror configuration cannot be managed when organization-level mirroring is configured");
}

export default behindFeatures(
  ["REPO_MIRROR"],
  [
    route("GET /v1/repository/{repository}/mirror", (call) => ok(mirrorView(mirroredRepository(call)[1]))),

    route("POST /v1/repository/{repository}/mirror", (call) => {
      const repository = administeredIfAny(call);
      const wanted = call.json(newMirror);
      if (!repository) throw notFound();
      refuseUnderOrganizationMirror(repository);
      if (repository.mirror)
        throw detail(409, `Mirror configuration already exits for repository ${call.params.repository}`);
      return createMirror(call, repository, wanted);
    }),

    route("PUT /v1/repository/{repository}/mirror", (call) => {
      administeredIfAny(call);
      const wanted = call.json(changes);
      const [repository, mirror] = mirroredRepository(call);
      refuseUnderOrganizationMirror(repository);
      return updateMirror(call, repository, mirror, wanted);
    }),

    route("POST /v1/repository/{repository}/mirror/sync-now", (call) => {
      const [repository, mirror] = mirroredRepository(call);
      if (mirror.status === "SYNCING") throw notFound();
      mirror.status = "SYNC_NOW";
      mirror.retries = Math.max(1, mirror.retries);
      tell(call, repository, "sync_status", "SYNC_NOW");
      return done;
    }),

    route("POST /v1/repository/{repository}/mirror/sync-cancel", (call) => {
      const [repository, mirror] = mirroredRepository(call);
      if (mirror.status !== "SYNC_NOW" && mirror.status !== "SYNCING") throw notFound();
      mirror.status = "CANCEL";
      mirror.retries = 0;
      mirror.expires = undefined;
      tell(call, repository, "sync_status", "SYNC_CANCEL");
      return done;
    }),
  ],
);
