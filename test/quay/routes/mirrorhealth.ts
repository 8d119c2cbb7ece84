import { ok } from "../answers";
import { gated, route } from "../routing";

export default gated(
  ["REPO_MIRROR"],
  [
    route("GET /v1/repository/mirror/health", (call) => {
      const namespace = call.text("namespace");
      call.demand(namespace === undefined ? call.caller.hasFullAccess : call.caller.isMemberOf(namespace));
      const repositories = call.store
        .repositories()
        .filter((one) => one.mirror?.settings.is_enabled && (!namespace || one.namespace.name === namespace));
      return ok({
        healthy: true,
        workers: { active: 0, configured: 0, status: "healthy" },
        repositories: {
          total: repositories.length,
          syncing: 0,
          completed: 0,
          failed: 0,
          never_run: repositories.length,
        },
        tags_pending: 0,
        last_check: new Date().toISOString(),
        issues: [],
      });
    }),
  ],
);
