import type { Call } from "../call";
import { notFound, problem, type Refusal, refuse } from "../errors";
import type { Build } from "../model";
import { ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { buildIn, buildLogs, buildView, unlocated } from "./build";

/** A build in whatever repository. Found that way, it does not say how it was asked for. */
function anyBuild(call: Call<"build_uuid">, missing: Refusal) {
  call.demand(call.caller.isSuperuser);
  const repository = call.store.repositories().find((one) => buildIn(call, one)) ?? refuse(missing);
  const { archive_url: _, ...view } = buildView(call, repository, buildIn(call, repository) as Build);
  const unknown = { subdirectory: "", dockerfile_path: "", context: "", tags: [], manual_user: null };
  return { ...view, ...unknown, trigger_metadata: null };
}

const unreadable = (call: Call<"build_uuid">) => problem(400, "invalid_response", unlocated(call));

export default behindFeatures(
  ["SUPER_USERS"],
  [
    route("GET /v1/superuser/{build_uuid}/build", (call) => ok(anyBuild(call, notFound()))),
    route("GET /v1/superuser/{build_uuid}/status", (call) => ok(anyBuild(call, unreadable(call)))),
    route("GET /v1/superuser/{build_uuid}/logs", (call) => {
      anyBuild(call, unreadable(call));
      return ok(buildLogs(call));
    }),
  ],
);
