import type { Call } from "../call";
import { crash, notFound, refuse } from "../errors";
import type { Namespace } from "../model";
import { behindFeatures, route } from "../routing";
import { changed, made, newQuota, quotaChanges, quotaOf, quotasView, removed } from "./namespacequota";

function underSuperuser(call: Call<"namespace">): Namespace | undefined {
  call.demand(call.caller.isSuperuser);
  return call.store.namespace(call.params.namespace);
}

/** Both paths work for users and for organizations. */
function superuserQuota(kind: "organization" | "users") {
  return [
    route(`GET /v1/superuser/${kind}/{namespace}/quota`, (call) =>
      quotasView(underSuperuser(call) ?? refuse(notFound())),
    ),

    route(`POST /v1/superuser/${kind}/{namespace}/quota`, (call) => {
      const wanted = call.json(newQuota);
      const namespace = underSuperuser(call) ?? refuse(crash());
      return made(call, namespace, wanted, `Quota for '${namespace.name}' already exists`);
    }),

    route(`PUT /v1/superuser/${kind}/{namespace}/quota/{quota_id}`, (call) => {
      const wanted = call.json(quotaChanges);
      return changed(quotaOf(call, underSuperuser(call) ?? refuse(crash())), wanted);
    }),

    route(`DELETE /v1/superuser/${kind}/{namespace}/quota/{quota_id}`, (call) => {
      const namespace = underSuperuser(call) ?? refuse(crash());
      quotaOf(call, namespace);
      return removed(namespace);
    }),
  ];
}

export default behindFeatures(
  ["SUPER_USERS", "QUOTA_MANAGEMENT", "EDIT_QUOTA"],
  [...superuserQuota("organization"), ...superuserQuota("users")],
);
