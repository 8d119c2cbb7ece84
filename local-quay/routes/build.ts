import { createHash, randomUUID } from "node:crypto";
import { logAnonymousEvent, logEvent, repositoryNames } from "../audit";
import type { Call } from "../call";
import { rfc2822 } from "../dates";
import { crash, forbidden, invalid, message, notFound, refuse } from "../errors";
import type { Build, Repository } from "../model";
import { created, ok } from "../responses";
import { route } from "../routing";
import { list, type Of, object, optional, text } from "../schema";
import { administeredIfAny, demandNormal, writableIfAny } from "./repository";

const dropUrl = ({ request }: Call, fileId: string) => `${request.origin}/userfiles/${fileId}`;

export function buildView(call: Call, repository: Repository, build: Build) {
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
    ...(isWriter && { archive_url: build.fileId ? dropUrl(call, build.fileId) : build.archiveUrl }),
  };
}

const newBuild = object({
  file_id: optional(text()),
  archive_url: optional(text()),
  subdirectory: optional(text()),
  dockerfile_path: optional(text()),
  context: optional(text()),
  pull_robot: optional(text()),
  docker_tags: optional(list(text(), { minItems: 1, uniqueItems: true })),
});

/** A path with a slash at its end. */
const folder = (path: string) => (path.endsWith("/") ? path : `${path}/`);

/** What is before the last slash, where there is one. */
function folderOf(path: string): string {
  const head = path.slice(0, path.lastIndexOf("/") + 1);
  return head.replace(/\/+$/, "") || head;
}

/** Where the Dockerfile is, and what it may copy from. The path of the file counts for more than its folder. */
function placeOf({ subdirectory, dockerfile_path, context }: Of<typeof newBuild>) {
  if (dockerfile_path !== undefined)
    return { dockerfilePath: dockerfile_path, context: context ?? folderOf(dockerfile_path) };
  const place = subdirectory ?? context ?? "/";
  return { dockerfilePath: `${folder(place)}Dockerfile`, context: place };
}

/** Tags as images can have them. */
const tagOf = (wanted: string) =>
  wanted
    .replace(/^[^\p{L}\p{N}_]/u, "_")
    .replace(/[^\p{L}\p{N}_.-]/gu, "_")
    .slice(0, 127) || "latest";

/** Robots can only be named by those who administer them. */
function pullRobotOf({ store, caller }: Call, name: string | undefined) {
  if (!name) return undefined;
  if (!name.includes("+")) throw forbidden();
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

export const buildIn = (call: Call<"build_uuid">, repository: Repository | undefined): Build | undefined =>
  repository?.builds.find(({ id }) => id === call.params.build_uuid);

export const unlocated = ({ params }: Call<"build_uuid">) => `Unable to locate a build by id: ${params.build_uuid}`;

/** Nothing is built, so nothing is told. */
export function buildLogs({ request }: Call) {
  const start = Number(request.query.get("start") ?? 0);
  if (!Number.isInteger(start)) throw crash();
  return { start, total: 0, logs: [] };
}

export default [
  route("GET /v1/repository/{repository}/build/", (call) => {
    const repository = readableIfAny(call);
    const limit = call.integer("limit", "The maximum number of builds to return") || 5;
    if (limit < 0) throw crash();
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
    if (archive_url && !/^https?:/i.test(archive_url)) throw invalid("Invalid Archive URL: Must be http or https");
    const pullRobot = pullRobotOf(call, wanted.pull_robot);
    const repository = found ?? refuse(notFound());
    if (file_id && !call.store.drops.has(file_id)) throw invalid(`File ${file_id} could not be found or is invalid`);
    const build: Build = {
      id: randomUUID(),
      phase: "waiting",
      started: new Date(),
      displayName: createHash("sha224")
        .update(file_id || archive_url || "")
        .digest("hex")
        .slice(0, 7),
      ...placeOf(wanted),
      tags: docker_tags.map(tagOf),
      user: call.caller.user,
      pullRobot,
      archiveUrl: archive_url,
      fileId: file_id,
    };
    repository.builds.push(build);
    logAnonymousEvent(call, "build_dockerfile", repository, {
      build_id: build.id,
      docker_tags: build.tags,
      ...repositoryNames(repository),
      is_manual: true,
      manual_user: build.user?.name ?? null,
    });
    const location = `/api/v1/repository/${call.params.repository}/build/${build.id}/status`;
    return created(buildView(call, repository, build), { location });
  }),

  route("GET /v1/repository/{repository}/build/{build_uuid}", (call) => {
    const repository = readableIfAny(call);
    const build = buildIn(call, repository) ?? refuse(notFound());
    return ok(buildView(call, repository as Repository, build));
  }),

  route("GET /v1/repository/{repository}/build/{build_uuid}/status", (call) => {
    const repository = readableIfAny(call);
    const build = buildIn(call, repository) ?? refuse(message(400, unlocated(call)));
    return ok(buildView(call, repository as Repository, build));
  }),

  route("GET /v1/repository/{repository}/build/{build_uuid}/logs", (call) => {
    const [namespace, name] = call.repositoryName;
    call.demand(call.caller.mayWrite(namespace, name));
    if (!buildIn(call, call.store.repository(namespace, name))) throw notFound();
    return ok(buildLogs(call));
  }),

  route("DELETE /v1/repository/{repository}/build/{build_uuid}", (call) => {
    const repository = administeredIfAny(call) ?? refuse(notFound());
    demandNormal(repository);
    const build = buildIn(call, repository) ?? refuse(notFound());
    if (build.phase !== "waiting") throw invalid("Build is currently running or has finished");
    build.phase = "cancelled";
    logEvent(call, "cancel_build", repository, { build_uuid: build.id });
    return created("Okay");
  }),

  route("POST /v1/filedrop/", (call) => {
    call.json(object({ mimeType: text() }));
    if (!call.caller.user) throw call.unauthorized;
    const file_id = randomUUID();
    call.store.drops.add(file_id);
    return ok({ url: dropUrl(call, file_id), file_id });
  }),
];
