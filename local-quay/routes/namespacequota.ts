import { logEvent } from "../audit";
import type { Call } from "../call";
import { invalid, message, notFound, refuse } from "../errors";
import type { Namespace, Quota } from "../model";
import { bytesOf, sizeFault, sizeOf, sizePattern } from "../quota-sizes";
import { limitView } from "../quotas";
import { created, done, type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { closed, integer, never, type Of, object, oneOf, optional, type Shape, text } from "../schema";
import { ownAccount } from "./user";

const quotaView = ({ id, bytes, limits }: Quota) => ({
  id,
  limit_bytes: bytes,
  limit: sizeOf(bytes),
  default_config: false,
  limits: limits.map(limitView),
  default_config_exists: false,
});

export const quotasView = ({ quota }: Namespace) => ok(quota ? [quotaView(quota)] : []);

type Size = { limit_bytes?: number; limit?: string };

const limit = text({ pattern: sizePattern });

export const newQuota: Shape<Size> = oneOf<Size>(object({ limit_bytes: integer() }), object({ limit }));

export const quotaChanges: Shape<Size> = oneOf<Size>(
  closed({ limit_bytes: integer() }),
  closed({ limit }),
  closed({ limit_bytes: never, limit: never }),
);

const newLimit = object({ type: text(), threshold_percent: integer() });
const limitChanges = object({ type: optional(text()), threshold_percent: optional(integer()) });

function checkedSize({ limit, limit_bytes = 0 }: Size): number {
  const bytes = limit === undefined ? limit_bytes : bytesOf(limit);
  const fault = sizeFault(bytes, limit !== undefined);
  if (fault) throw invalid(fault);
  return bytes;
}

/** Whether members of the namespace in the path may look at its quota; everyone is a member of their own name. */
function demandMember(call: Call<"orgname">) {
  call.demand(call.caller.isMemberOf(call.params.orgname));
}

/** Only a superuser may set a quota, admins of the organization may not. */
function demandFullAccess(call: Call) {
  call.demand(call.caller.hasFullAccess);
}

/** The list of quotas is one of organizations; a single quota may be a user's too. */
const organization = ({ store, params }: Call<"orgname">) => store.organization(params.orgname) ?? refuse(notFound());

export const quotaOf = ({ params }: Call<"quota_id">, namespace: Namespace | undefined): Quota =>
  namespace?.quota?.id === Number(params.quota_id) ? (namespace.quota as Quota) : refuse(notFound());

const quotaIn = (call: Call<"orgname" | "quota_id">) => quotaOf(call, call.store.namespace(call.params.orgname));

/** The namespace of the path, for a caller who may change what quota it has. */
function editable(call: Call<"orgname" | "quota_id">): Namespace & { quota: Quota } {
  demandFullAccess(call);
  quotaIn(call);
  return call.store.namespace(call.params.orgname) as Namespace & { quota: Quota };
}

/** A limit of another quota is found, and then its quota is not the right one, of which Quay says nothing. */
function limitOf({ params, store }: Call<"limit_id">, { limits }: Quota) {
  const isIt = ({ id }: { id: number }) => id === Number(params.limit_id);
  const isElsewhere = [...store.users(), ...store.organizations()].some(({ quota }) => quota?.limits.some(isIt));
  return limits.find(isIt) ?? refuse(isElsewhere ? message(400, "") : notFound());
}

export function made(call: Call, namespace: Namespace, wanted: Size, duplicate: string): HttpResponse {
  if (namespace.quota) throw invalid(duplicate);
  namespace.quota = { id: call.store.nextId(), bytes: checkedSize(wanted), limits: [] };
  return created("Created");
}

/** Zero and nothing at all change nothing. */
const isZero = ({ limit, limit_bytes }: Size) => (limit === undefined ? !limit_bytes : !bytesOf(limit));

export function changed(quota: Quota, wanted: Size): HttpResponse {
  if (!isZero(wanted)) quota.bytes = checkedSize(wanted);
  return ok(quotaView(quota));
}

export function removed(namespace: Namespace): HttpResponse {
  namespace.quota = undefined;
  namespace.notifications.clear();
  return done;
}

/** What the log says of a quota; of one that is set through the paths of superusers it says nothing. */
function quotaDetails({ name, quota }: Namespace) {
  const bytes = quota?.bytes ?? 0;
  return { namespace: name, limit_bytes: bytes, limit: sizeOf(bytes) };
}

const limitDetails = ({ name }: Namespace, { type, percent }: Quota["limits"][number]) => ({
  namespace: name,
  type,
  threshold_percent: percent,
});

function typeOf(type: string): string {
  const proper = { warning: "Warning", reject: "Reject" }[type.toLowerCase()];
  return proper ?? refuse(message(400, "Quota type must be one of [Warning, Reject]"));
}

function checkPercent(percent: number) {
  if (percent < 1 || percent > 100) throw message(400, "Quota limit threshold must be between 1 and 100");
}

/** Twins are looked for before the limit is checked; neither zero percent nor an empty type narrows that search. */
function addLimit(call: Call, namespace: Namespace & { quota: Quota }, wanted: Of<typeof newLimit>): HttpResponse {
  const { limits } = namespace.quota;
  const { type, threshold_percent: percent } = wanted;
  if (percent) checkPercent(percent);
  const proper = type && typeOf(type);
  if (limits.some((one) => (!proper || one.type === proper) && (!percent || one.percent === percent)))
    throw invalid("Quota limit already exists");
  checkPercent(percent);
  const limit = { id: call.store.nextId(), type: typeOf(type), percent };
  limits.push(limit);
  logEvent(call, "org_create_quota_limit", namespace, limitDetails(namespace, limit));
  return created("Created");
}

export default behindFeatures(
  ["SUPER_USERS", "QUOTA_MANAGEMENT", "EDIT_QUOTA"],
  [
    route("GET /v1/organization/{orgname}/quota", (call) => {
      demandMember(call);
      return quotasView(organization(call));
    }),

    route("POST /v1/organization/{orgname}/quota", (call) => {
      const wanted = call.json(newQuota);
      demandFullAccess(call);
      const duplicate = `Organization quota for '${call.params.orgname}' already exists`;
      const found = organization(call);
      const answer = made(call, found, wanted, duplicate);
      logEvent(call, "org_create_quota", found, quotaDetails(found));
      return answer;
    }),

    route("GET /v1/organization/{orgname}/quota/{quota_id}", (call) => {
      demandMember(call);
      return ok(quotaView(quotaIn(call)));
    }),

    route("PUT /v1/organization/{orgname}/quota/{quota_id}", (call) => {
      const wanted = call.json(quotaChanges);
      const namespace = editable(call);
      const { limit_bytes: previous_limit_bytes, limit: previous_limit } = quotaDetails(namespace);
      const answer = changed(namespace.quota, wanted);
      const previous = { previous_limit_bytes, previous_limit };
      if (!isZero(wanted)) logEvent(call, "org_change_quota", namespace, { ...quotaDetails(namespace), ...previous });
      return answer;
    }),

    route("DELETE /v1/organization/{orgname}/quota/{quota_id}", (call) => {
      const namespace = editable(call);
      logEvent(call, "org_delete_quota", namespace, { ...quotaDetails(namespace), quota_id: namespace.quota.id });
      return removed(namespace);
    }),

    route("GET /v1/organization/{orgname}/quota/{quota_id}/limit", (call) => {
      demandMember(call);
      return ok(quotaIn(call).limits.map(limitView));
    }),

    route("POST /v1/organization/{orgname}/quota/{quota_id}/limit", (call) => {
      const wanted = call.json(newLimit);
      return addLimit(call, editable(call), wanted);
    }),

    route("GET /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}", (call) => {
      demandMember(call);
      return ok(limitView(limitOf(call, quotaIn(call))));
    }),

    route("PUT /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}", (call) => {
      const { type, threshold_percent: percent } = call.json(limitChanges);
      const namespace = editable(call);
      const { quota } = namespace;
      const limit = limitOf(call, quota);
      const previous = { previous_type: limit.type, previous_threshold_percent: limit.percent };
      if (type !== undefined) limit.type = typeOf(type);
      if (percent !== undefined) {
        checkPercent(percent);
        limit.percent = percent;
      }
      if (type !== undefined || percent !== undefined)
        logEvent(call, "org_change_quota_limit", namespace, { ...limitDetails(namespace, limit), ...previous });
      return ok(quotaView(quota));
    }),

    route("DELETE /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}", (call) => {
      const namespace = editable(call);
      const { quota } = namespace;
      const limit = limitOf(call, quota);
      logEvent(call, "org_delete_quota_limit", namespace, { ...limitDetails(namespace, limit), limit_id: limit.id });
      quota.limits = quota.limits.filter((one) => one !== limit);
      return done;
    }),

    route("GET /v1/user/quota", (call) => quotasView(ownAccount(call))),
    route("GET /v1/user/quota/{quota_id}", (call) => ok(quotaView(quotaOf(call, ownAccount(call))))),
    route("GET /v1/user/quota/{quota_id}/limit", (call) => ok(quotaOf(call, ownAccount(call)).limits.map(limitView))),
    route("GET /v1/user/quota/{quota_id}/limit/{limit_id}", (call) => {
      const quota = quotaOf(call, ownAccount(call));
      limitOf(call, quota);
      return ok(quotaView(quota));
    }),
  ],
);
