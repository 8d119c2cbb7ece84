import type { Call } from "../call";
import { ok } from "../responses";
import { behindFeatures, route } from "../routing";

/** Nothing is ever mirrored, so nothing fails. */
function health({ store }: Call, namespace: string | undefined) {
  const { length } = store
    .repositories()
    .filter((one) => one.mirror?.settings.is_enabled && (!namespace || one.namespace.name === namespace));
  return ok({
    healthy: true,
    workers: { active: 0, configured: 0, status: "healthy" },
    repositories: { total: length, syncing: 0, completed: 0, failed: 0, never_run: length },
    tags_pending: 0,
    last_check: new Date().toISOString(),
    issues: [],
  });
}

export default [
  ...behindFeatures(
    ["REPO_MIRROR"],
    [
      route("GET /v1/repository/mirror/health", (call) => {
        const namespace = call.text("namespace");
        call.demand(namespace === undefined ? call.caller.hasFullAccess : call.caller.isMemberOf(namespace));
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
