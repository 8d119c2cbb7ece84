import { logEvent, repositoryNames } from "../audit";
import type { Call } from "../call";
import { rfc2822, seconds } from "../dates";
import { deleteRepository } from "../deletion";
import { badRequest, crash, detail, forbidden, invalid, message, notFound, refuse } from "../errors";
import type { Repository, RepositoryState } from "../model";
import { isRepositoryName } from "../names";
import { pageAscending } from "../pagination";
import { bytesIn } from "../quotas";
import { created, done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { choice, choiceOrNull, flag, object, optional, text } from "../schema";
import { activeTags, imageSize, newestFirst } from "../tags";

function repositoryView(call: Call, repository: Repository) {
  const { namespace, name, description, isPublic, state } = repository;
  const isNormal = state === "NORMAL";
  return {
    namespace: namespace.name,
    name,
    kind: "image",
    description,
    is_public: isPublic,
    is_organization: namespace.kind === "organization",
    is_starred: call.caller.user?.stars.has(repository) ?? false,
    status_token: isPublic ? "" : repository.statusToken,
    trust_enabled: false,
    tag_expiration_s: namespace.tagExpiration,
    is_free_account: true,
    state,
    ...(call.flag("includeTags", true) && { tags: tagsView(repository) }),
    can_write: isNormal && call.caller.mayWrite(namespace.name, name),
    can_admin: call.caller.mayAdminister(namespace.name, name),
    ...(call.flag("includeStats") && { stats: statsView() }),
  };
}

const tagsView = (repository: Repository) =>
  Object.fromEntries(
    activeTags(repository)
      .slice(0, 500)
      .map((tag) => [
        tag.name,
        {
          name: tag.name,
          size: imageSize(repository, tag.digest),
          last_modified: rfc2822(new Date(tag.start)),
          ...(tag.end !== null && { expiration: rfc2822(new Date(tag.end)) }),
          manifest_digest: tag.digest,
        },
      ]),
  );

/** Pulls and pushes of the last three months; the local Quay does not count them. */
const statsView = () =>
  Array.from({ length: 92 }, (_, ago) => ({
    date: new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10),
    count: 0,
  }));

function repositoryEntry(call: Call, repository: Repository) {
  const { namespace, name, description, isPublic, state } = repository;
  const last = newestFirst(repository.tags)[0];
  const { user } = call.caller;
  return {
    namespace: namespace.name,
    name,
    description,
    is_public: isPublic,
    kind: "image",
    state,
    ...(call.flag("last_modified") && { last_modified: last ? seconds(last.start) : null }),
    ...(call.flag("popularity") && { popularity: 0 }),
    ...(user && { is_starred: user.stars.has(repository) }),
    ...(call.features.QUOTA_MANAGEMENT && {
      quota_report: { quota_bytes: bytesIn([repository]), configured_quota: namespace.quota?.bytes ?? null },
    }),
  };
}

const newRepository = object({
  repository: text(),
  visibility: choice("public", "private"),
  namespace: optional(text()),
  description: text(),
  repo_kind: optional(choiceOrNull("image")),
});

const states: Record<RepositoryState, number> = { NORMAL: 0, READ_ONLY: 1, MIRROR: 2, ORG_MIRROR: 4 };

/** The repository of the path, which the caller may see, as everyone may when it is public. */
export function readable(call: Call): Repository {
  const [namespace, name] = call.repositoryName;
  const repository = call.store.repository(namespace, name);
  call.demand(Boolean(repository?.isPublic) || call.caller.mayRead(namespace, name));
  return repository ?? refuse(notFound());
}

/** The repository of the path, if it exists; the caller has to be an admin of it either way. */
export function administeredIfAny(call: Call): Repository | undefined {
  const [namespace, name] = call.repositoryName;
  call.demand(call.caller.mayAdminister(namespace, name));
  return call.store.repository(namespace, name);
}

/** The repository of the path, if it exists, for a caller who may write; its state has to be normal for that. */
export function writableIfAny(call: Call): Repository | undefined {
  const [namespace, name] = call.repositoryName;
  call.demand(call.caller.mayWrite(namespace, name));
  const repository = call.store.repository(namespace, name);
  if (repository) demandNormal(repository);
  return repository;
}

export function demandNormal({ state }: Repository) {
  if (state !== "NORMAL") throw message(503, `Repository is in read only or mirror mode: ${states[state]}`);
}

const isMirrored = ({ namespace }: Repository) => namespace.kind === "organization" && namespace.mirror !== undefined;

const isVisible = ({ caller }: Call, { isPublic, namespace, name }: Repository) =>
  isPublic || caller.mayRead(namespace.name, name);

function listed(call: Call): Repository[] {
  const { user, hasFullAccess } = call.caller;
  const starred = call.flag("starred");
  const kind = call.text("repo_kind") ?? "image";
  if (kind !== "image" && kind !== "application") throw message(400, "Unknown repository kind");
  if (kind === "application") return [];
  if (starred) {
    const { stars } = user ?? refuse(badRequest());
    return [...stars].filter((one) => !one.dead && isVisible(call, one)).sort((a, b) => a.id - b.id);
  }
  const namespace = call.text("namespace");
  const all =
    namespace === undefined
      ? call.store.repositories()
      : [...(call.store.namespace(namespace)?.repositories.values() ?? [])].filter(({ dead }) => !dead);
  return all.filter(
    (repository) =>
      (repository.isPublic && call.flag("public")) ||
      // No scope limits this list, unlike the reading of a single repository.
      call.caller.roleOn(repository.namespace.name, repository.name) !== undefined ||
      (hasFullAccess && namespace !== undefined),
  );
}

export default [
  route("GET /v1/repository", (call) => {
    if (!call.text("namespace") && !call.flag("starred") && !call.flag("public"))
      throw invalid("namespace, starred or public are required for this API call");
    const { items, next } = pageAscending(listed(call), 100, call.text("next_page"));
    return ok({ repositories: items.map((repository) => repositoryEntry(call, repository)), ...next });
  }),

  route("POST /v1/repository", (call) => {
    const wanted = call.json(newRepository);
    const { user } = call.caller;
    if (!user) throw call.unauthorized;
    const { namespace = user.name, repository: name } = wanted;
    if (!call.caller.mayCreateRepositories(namespace)) throw forbidden();
    const owner = call.store.namespace(namespace) ?? refuse(crash());
    if (call.store.repository(namespace, name)) throw invalid("Repository already exists");
    if (!isRepositoryName(name, call.features.EXTENDED_REPOSITORY_NAMES)) throw invalid("Invalid repository name");
    if (owner.kind === "organization" && owner.mirror)
      throw invalid("Cannot create repository: organization is managed by organization-level mirroring");
    const { description, visibility } = wanted;
    const repository = call.store.addRepository(owner, name, user, { description, isPublic: visibility === "public" });
    logEvent(call, "create_repo", repository, repositoryNames(repository));
    return created({ namespace, name, kind: "image" });
  }),

  route("GET /v1/repository/{repository}", (call) => ok(repositoryView(call, readable(call)))),

  route("PUT /v1/repository/{repository}", (call) => {
    const [namespace, name] = call.repositoryName;
    call.demand(call.caller.mayWrite(namespace, name));
    const { description } = call.json(object({ description: text() }));
    const repository = call.store.repository(namespace, name) ?? refuse(notFound());
    repository.description = description;
    logEvent(call, "set_repo_description", repository, { ...repositoryNames(repository), description });
    return ok({ success: true });
  }),

  // Also where calls end up that are meant for something below a repository and have no route of their own.
  route("DELETE /v1/repository/{repository}", (call) => {
    const repository = administeredIfAny(call);
    const [namespace, repo] = call.repositoryName;
    const owner = call.store.namespace(namespace) ?? refuse(crash());
    if (repository) deleteRepository(call.store, repository);
    logEvent(call, "delete_repo", owner, { repo, namespace });
    return done;
  }),

  route("POST /v1/repository/{repository}/changevisibility", (call) => {
    const repository = administeredIfAny(call);
    const { visibility } = call.json(object({ visibility: choice("public", "private") }));
    if (!repository) return ok(null);
    repository.isPublic = visibility === "public";
    logEvent(call, "change_repo_visibility", repository, { ...repositoryNames(repository), visibility });
    return ok({ success: true });
  }),

  route("POST /v1/repository/{repository}/changetrust", (call) => {
    // While signing is off, not even the caller is looked at.
    if (!call.features.SIGNING) throw crash();
    const repository = administeredIfAny(call);
    const { trust_enabled } = call.json(object({ trust_enabled: flag }));
    if (!repository) throw notFound();
    logEvent(call, "change_repo_trust", repository, { ...repositoryNames(repository), trust_enabled });
    return ok({ success: true });
  }),

  ...behindFeatures(
    ["REPO_MIRROR"],
    [
      route("PUT /v1/repository/{repository}/changestate", (call) => {
        const found = administeredIfAny(call);
        const { state } = call.json(object({ state: choice("NORMAL", "READ_ONLY", "MIRROR") }));
        const repository = found ?? refuse(notFound());
        if (isMirrored(repository))
          throw detail(
            400,
            "Repository state changes are not allowed in an organization managed by organization-level mirroring",
          );
        repository.state = state;
        logEvent(call, "change_repo_state", repository, { ...repositoryNames(repository), state_changed: state });
        return ok({ success: true });
      }),
    ],
  ),
];
