import type { Call } from "../call";
import { notFound } from "../errors";
import type { Repository, RepositoryMirror } from "../model";
import { type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";

/** Of each kind of issue that concerns single repositories, as many are told. */
const SAMPLE = 5;
/** The share of the mirrors that ran which may fail. */
const THRESHOLD = 0.2;
const LONGEST_PAGE = 1000;

/** A repository whose mirror is enabled and runs. */
interface Mirrored {
  repository: Repository;
  mirror: RepositoryMirror;
}

const fullName = ({ repository: { namespace, name } }: Mirrored) => `${namespace.name}/${name}`;

function mirrored({ store }: Call, namespace: string | undefined): Mirrored[] {
  const all = store
    .repositories()
    .filter((one) => one.state === "MIRROR" && (!namespace || one.namespace.name === namespace));
  const found = all.flatMap((repository) => (repository.mirror ? [{ repository, mirror: repository.mirror }] : []));
  return found
    .filter(({ mirror }) => mirror.settings.is_enabled)
    .sort((a, b) => a.repository.namespace.id - b.repository.namespace.id || (fullName(a) < fullName(b) ? -1 : 1));
}

function issuesOf(all: Mirrored[], failureRate: number, timestamp: string) {
  const issue = (severity: string, message: string) => ({ severity, message, timestamp });
  const each = (severity: string, words: string, concerned: (mirror: RepositoryMirror) => boolean) =>
    all
      .filter(({ mirror }) => concerned(mirror))
      .slice(0, SAMPLE)
      .map((one) => issue(severity, `Repository ${fullName(one)} ${words}`));
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const tooMany = `${percent(failureRate)} of repositories are failing (threshold: ${percent(THRESHOLD)})`;
  return [
    ...(failureRate > THRESHOLD ? [issue("critical", tooMany)] : []),
    ...each("warning", "has never been synced", ({ status }) => status === "NEVER_RUN"),
    ...each("error", "has exhausted all retry attempts", ({ status, retries }) => status === "FAIL" && retries === 0),
  ];
}

/** A status 503 comes with the same body as 200. */
function health(call: Call, namespace: string | undefined): HttpResponse {
  const all = mirrored(call, namespace);
  const count = (status: RepositoryMirror["status"]) => all.filter(({ mirror }) => mirror.status === status).length;
  const [failed, neverRun] = [count("FAIL"), count("NEVER_RUN")];
  const failureRate = failed / Math.max(1, all.length - neverRun);
  const healthy = failureRate <= THRESHOLD;
  const now = new Date().toISOString();
  const body = {
    healthy,
    workers: { status: healthy ? "healthy" : "degraded" },
    repositories: {
      ...{ total: all.length, syncing: count("SYNCING"), completed: count("SUCCESS"), failed, never_run: neverRun },
      ...(call.flag("detailed") && details(call, all)),
    },
    tags_pending: 0,
    last_check: now,
    issues: issuesOf(all, failureRate, now),
  };
  return { ...ok(body), status: healthy ? 200 : 503 };
}

/** When each was synced last is known to the process of the worker only. */
function details(call: Call, all: Mirrored[]) {
  const limit = Math.max(
    1,
    Math.min(call.integer("limit", "Maximum repositories in detailed view") ?? 100, LONGEST_PAGE),
  );
  const offset = Math.max(0, call.integer("offset", "Offset into the sorted mirror list") ?? 0);
  const shown = all.slice(offset, offset + limit).map(({ repository, mirror }) => ({
    namespace: repository.namespace.name,
    repository: repository.name,
    sync_status: mirror.status,
    is_enabled: true,
    last_sync: null,
    retries_remaining: mirror.retries,
  }));
  return { details: shown, pagination: { limit, offset, has_more: offset + limit < all.length } };
}

export default [
  ...behindFeatures(
    ["REPO_MIRROR"],
    [
      route("GET /v1/repository/mirror/health", (call) => {
        const namespace = call.text("namespace");
        const { caller } = call;
        if (namespace === undefined) call.demand(caller.hasFullAccess);
        else {
          call.demand(caller.user !== undefined);
          if (!call.store.namespace(namespace)) throw notFound();
          call.demand(caller.user?.name === namespace || caller.isMemberOf(namespace));
        }
        return health(call, namespace);
      }),
    ],
  ),

  ...behindFeatures(
    ["SUPER_USERS", "REPO_MIRROR"],
    [
      route("GET /v1/superuser/mirror/health", (call) => {
        call.demand(call.caller.isSuperuser);
        return health(call, call.text("namespace"));
      }),
    ],
  ),
];
