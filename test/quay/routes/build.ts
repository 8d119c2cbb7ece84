import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import { created, ok } from "../answers";
import type { Call } from "../call";
import { rfc2822 } from "../dates";
import { forbidden, invalid, message, notFound, refuse } from "../errors";
import type { Build, Repository } from "../nouns";
import { route } from "../routing";
import { list, type Of, object, optional, text } from "../schema";
import { administeredIfAny, writableIfAny } from "./repository";

function buildView(call: Call, repository: Repository, build: Build) {
  const isWriter = call.caller.mayWrite(repository.namespace.name, repository.name);
  return {
    id: build.id,
    phase: build.phase,
    started: rfc2822(build.started),
    display_name: build.displayName,
    status: {},
    subdirectory: build.dockerfilePath,
    dockerfile_path: build.dockerfilePath,
    context: build.context,
    tags: build.tags,
    manual_user: build.user?.name ?? null,
    is_writer: isWriter,
    trigger: null,
    trigger_metadata: {},
    resource_key: build.fileId ?? null,
    pull_robot: build.pullRobot ? { name: build.pullRobot.name, kind: "user", is_robot: true } : null,
    repository: { namespace: repository.namespace.name, name: repository.name },
    error: null,
    ...(isWriter && { archive_url: build.archiveUrl ?? null }),
  };
}

const newBuild = object({
  file_id: optional(text()),
  archive_url: optional(text()),
  subdirectory: optional(text()),
  dockerfile_path: optional(text()),
  context: optional(text()),
  pull_robot: optional(text()),
  docker_tags: optional(list(text(), { minItems: 1 })),
});

/** Where the Dockerfile is, and what it may copy from. */
function placeOf({ subdirectory, dockerfile_path, context }: Of<typeof newBuild>) {
  if (subdirectory !== undefined)
    return { dockerfilePath: posix.join(subdirectory, "Dockerfile"), context: subdirectory || "/" };
  if (dockerfile_path !== undefined)
    return { dockerfilePath: dockerfile_path, context: context ?? posix.dirname(dockerfile_path) };
  return { dockerfilePath: "/Dockerfile", context: context ?? "/" };
}

/** Robots can only be named by those who administer them. */
function pullRobotOf({ store, caller }: Call, name: string | undefined) {
  if (name === undefined) return undefined;
  const robot = store.robot(name) ?? refuse(notFound());
  const [owner = ""] = name.split("+");
  if (!caller.administers(owner)) throw forbidden();
  return robot;
}

/** The repository of the path, if it exists, for a caller who may see it. */
function readableIfAny(call: Call): Repository | undefined {
  const [namespace, name] = call.repositoryName;
  const repository = call.store.repository(namespace, name);
  call.demand(Boolean(repository?.isPublic) || call.caller.mayRead(namespace, name));
  return repository;
}

const find = (call: Call<"build_uuid">, repository: Repository | undefined): Build | undefined =>
  repository?.builds.find(({ id }) => id === call.params.build_uuid);

export default [
  route("GET /v1/repository/{repository}/build/", (call) => {
    const repository = readableIfAny(call);
    const limit = call.integer("limit", "The maximum number of builds to return") || 5;
    const since = call.integer("since", "Returns all builds since the given unix timecode") ?? 0;
    const builds = (repository?.builds ?? []).filter(({ started }) => started.getTime() >= since * 1000);
    const newest = [...builds].reverse().slice(0, limit);
    return ok({ builds: newest.map((build) => buildView(call, repository as Repository, build)) });
  }),

  route("POST /v1/repository/{repository}/build/", (call) => {
    const found = writableIfAny(call);
    const wanted = call.json(newBuild);
    const { file_id, archive_url, docker_tags = ["latest"] } = wanted;
    if (!file_id && !archive_url) throw invalid("file_id or archive_url required");
    if (archive_url && !/^https?:\/\//.test(archive_url)) throw invalid("Invalid Archive URL: Must be http or https");
    if (file_id && !call.store.drops.has(file_id)) throw invalid(`File ${file_id} could not be found or is invalid`);
    const pullRobot = pullRobotOf(call, wanted.pull_robot);
    const repository = found ?? refuse(notFound());
    const build: Build = {
      id: randomUUID(),
      phase: "waiting",
      started: new Date(),
      displayName: (archive_url ?? file_id ?? "").split("/").at(-1) ?? "",
      ...placeOf(wanted),
      tags: docker_tags.map((tag) => tag.replace(/[^\w.-]/g, "_")),
      user: call.caller.user,
      pullRobot,
      archiveUrl: archive_url,
      fileId: file_id,
    };
    repository.builds.push(build);
    const location = `/api/v1/repository/${call.params.repository}/build/${build.id}/status`;
    return created(buildView(call, repository, build), { location });
  }),

  route("GET /v1/repository/{repository}/build/{build_uuid}", (call) => {
    const repository = readableIfAny(call);
    const build = find(call, repository) ?? refuse(notFound());
    return ok(buildView(call, repository as Repository, build));
  }),

  route("GET /v1/repository/{repository}/build/{build_uuid}/status", (call) => {
    const repository = readableIfAny(call);
    const missing = `Unable to locate a build by id: ${call.params.build_uuid}`;
    const build = find(call, repository) ?? refuse(message(400, missing));
    return ok(buildView(call, repository as Repository, build));
  }),

  route("GET /v1/repository/{repository}/build/{build_uuid}/logs", (call) => {
    const [namespace, name] = call.repositoryName;
    call.demand(call.caller.mayWrite(namespace, name));
    if (!find(call, call.store.repository(namespace, name))) throw notFound();
    return ok({ start: 0, total: 0, logs: [] });
  }),

  route("DELETE /v1/repository/{repository}/build/{build_uuid}", (call) => {
    const build = find(call, administeredIfAny(call)) ?? refuse(notFound());
    if (build.phase !== "waiting") throw invalid("Build is currently running or has finished");
    build.phase = "cancelled";
    return created("Okay");
  }),

  route("POST /v1/filedrop/", (call) => {
    call.json(object({ mimeType: text() }));
    if (!call.caller.user) throw call.unauthorized;
    const file_id = randomUUID();
    call.store.drops.add(file_id);
    return ok({ url: `${call.request.origin}/userfiles/${file_id}`, file_id });
  }),
];
