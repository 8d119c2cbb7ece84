import { type Answer, created, done, ok } from "../answers";
import { logged } from "../audit";
import type { Call } from "../call";
import { crash, invalid, message, notFound, refuse } from "../errors";
import type { Namespace, Quota } from "../nouns";
import { limitView } from "../quotas";
import { gated, route } from "../routing";
import { integer, type Of, object, optional, python, text } from "../schema";
import { ownAccount } from "./user";

const quotaView = ({ id, bytes, limits }: Quota) => ({
  id,
  limit_bytes: bytes,
  limit: humanSize(bytes),
  default_config: false,
  limits: limits.map(limitView),
  default_config_exists: false,
});

const quotasView = ({ quota }: Namespace) => ok(quota ? [quotaView(quota)] : []);

const units = ["Byte", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

function humanSize(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${Number.isInteger(amount) ? amount.toFixed(1) : amount} ${units[power]}`;
}

const sizePattern = /^(\d+)\s?(B|KiB|MiB|GiB|TiB|PiB|EiB|KB|MB|GB|TB|PB|EB|K|M|G|T|P|E)?$/;

/** `10 GiB` in bytes; units without an i count in thousands. */
function bytesOf(size: string): number {
  const [, amount = "0", unit = "B"] = sizePattern.exec(size) ?? [];
  const power = "BKMGTPE".indexOf(unit[0] as string);
  return Number(amount) * (unit.endsWith("iB") ? 1024 : 1000) ** power;
}

const quotaBody = object({ limit_bytes: optional(integer()), limit: optional(text({ pattern: sizePattern })) });
const limitBody = object({ type: text(), threshold_percent: integer() });

function wantedBytes({ limit, limit_bytes }: Of<typeof quotaBody>): number | undefined {
  if (limit !== undefined && limit_bytes !== undefined) throw invalid(`{} is not allowed for ${python(limit_bytes)}`);
  const bytes = limit === undefined ? limit_bytes : bytesOf(limit);
  if (bytes !== undefined && bytes < 0) throw invalid(`Invalid quota size limit value: '${bytes}'`);
  return bytes;
}

/** The organization of the path, for its members to look at. */
function visible(call: Call<"orgname">): Namespace {
  call.demand(call.caller.isMemberOf(call.params.orgname));
  return call.store.organization(call.params.orgname) ?? refuse(notFound());
}

/** Only a superuser may set the quota of an organization, its admins may not. */
function editable(call: Call<"orgname">): Namespace {
  call.demand(call.caller.hasFullAccess);
  return call.store.organization(call.params.orgname) ?? refuse(notFound());
}

function underSuperuser(call: Call<"namespace">): Namespace | undefined {
  call.demand(call.caller.isSuperuser);
  return call.store.namespace(call.params.namespace);
}

const quotaOf = ({ params }: Call<"quota_id">, namespace: Namespace | undefined): Quota =>
  namespace?.quota?.id === Number(params.quota_id) ? (namespace.quota as Quota) : refuse(notFound());

const limitOf = ({ params }: Call<"limit_id">, { limits }: Quota) =>
  limits.find(({ id }) => id === Number(params.limit_id)) ?? refuse(notFound());

function made(call: Call, namespace: Namespace, wanted: Of<typeof quotaBody>, duplicate: string): Answer {
  const bytes = wantedBytes(wanted);
  if (namespace.quota) throw invalid(duplicate);
  if (!bytes) throw invalid(`Invalid quota size limit value: '${bytes ?? "None"}'`);
  namespace.quota = { id: call.store.nextId(), bytes, limits: [] };
  return created("Created");
}

/** Zero and nothing at all change nothing. */
function changed(quota: Quota, wanted: Of<typeof quotaBody>): Answer {
  quota.bytes = wantedBytes(wanted) || quota.bytes;
  return ok(quotaView(quota));
}

function removed(namespace: Namespace): Answer {
  namespace.quota = undefined;
  namespace.notifications.clear();
  return done;
}

/** What the log says of a quota; of one that is set through the paths of superusers it says nothing. */
function sizeOf({ name, quota }: Namespace) {
  const bytes = quota?.bytes ?? 0;
  return { namespace: name, limit_bytes: bytes, limit: humanSize(bytes) };
}

const limitTold = ({ name }: Namespace, { type, percent }: Quota["limits"][number]) => ({
  namespace: name,
  type,
  threshold_percent: percent,
});

function checkedLimit({ type, threshold_percent: percent }: Of<typeof limitBody>) {
  const proper = type.charAt(0).toUpperCase() + type.slice(1).toLowerCase();
  if (proper !== "Warning" && proper !== "Reject") throw message(400, "Quota type must be one of [Warning, Reject]");
  if (percent < 1 || percent > 100) throw message(400, "Quota limit threshold must be between 1 and 100");
  return { type: proper, percent };
}

export default gated(
  ["SUPER_USERS", "QUOTA_MANAGEMENT", "EDIT_QUOTA"],
  [
    route("GET /v1/organization/{orgname}/quota", (call) => quotasView(visible(call))),

    route("POST /v1/organization/{orgname}/quota", (call) => {
      const wanted = call.json(quotaBody);
      const duplicate = `Organization quota for '${call.params.orgname}' already exists`;
      const organization = editable(call);
      const answer = made(call, organization, wanted, duplicate);
      logged(call, "org_create_quota", organization, sizeOf(organization));
      return answer;
    }),

    route("GET /v1/organization/{orgname}/quota/{quota_id}", (call) => ok(quotaView(quotaOf(call, visible(call))))),

    route("PUT /v1/organization/{orgname}/quota/{quota_id}", (call) => {
      const wanted = call.json(quotaBody);
      const organization = editable(call);
      const quota = quotaOf(call, organization);
      const { limit_bytes: previous_limit_bytes, limit: previous_limit } = sizeOf(organization);
      const answer = changed(quota, wanted);
      const previous = { previous_limit_bytes, previous_limit };
      if (wantedBytes(wanted)) logged(call, "org_change_quota", organization, { ...sizeOf(organization), ...previous });
      return answer;
    }),

    route("DELETE /v1/organization/{orgname}/quota/{quota_id}", (call) => {
      const organization = editable(call);
      const { id } = quotaOf(call, organization);
      logged(call, "org_delete_quota", organization, { ...sizeOf(organization), quota_id: id });
      return removed(organization);
    }),

    route("GET /v1/organization/{orgname}/quota/{quota_id}/limit", (call) =>
      ok(quotaOf(call, visible(call)).limits.map(limitView)),
    ),

    route("POST /v1/organization/{orgname}/quota/{quota_id}/limit", (call) => {
      const wanted = call.json(limitBody);
      const organization = editable(call);
      const { limits } = quotaOf(call, organization);
      const twins = limits.filter((limit) => limit.type.toLowerCase() === wanted.type.toLowerCase());
      // Zero percent is not told from no percent.
      if (twins.some(({ percent }) => !wanted.threshold_percent || percent === wanted.threshold_percent))
        throw invalid("Quota limit already exists");
      const limit = { id: call.store.nextId(), ...checkedLimit(wanted) };
      limits.push(limit);
      logged(call, "org_create_quota_limit", organization, limitTold(organization, limit));
      return created("Created");
    }),

    route("GET /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}", (call) =>
      ok(limitView(limitOf(call, quotaOf(call, visible(call))))),
    ),

    route("PUT /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}", (call) => {
      const wanted = call.json(limitBody);
      const organization = editable(call);
      const quota = quotaOf(call, organization);
      const limit = limitOf(call, quota);
      const previous = { previous_type: limit.type, previous_threshold_percent: limit.percent };
      Object.assign(limit, checkedLimit(wanted));
      logged(call, "org_change_quota_limit", organization, { ...limitTold(organization, limit), ...previous });
      return ok(quotaView(quota));
    }),

    route("DELETE /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}", (call) => {
      const organization = editable(call);
      const quota = quotaOf(call, organization);
      const limit = limitOf(call, quota);
      const { id: limit_id } = limit;
      logged(call, "org_delete_quota_limit", organization, { ...limitTold(organization, limit), limit_id });
      quota.limits = quota.limits.filter((one) => one !== limit);
      return done;
    }),

    ...superuserQuota("organization"),
    ...superuserQuota("users"),

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

/** Both paths work for users and for organizations. */
function superuserQuota(kind: "organization" | "users") {
  return [
    route(`GET /v1/superuser/${kind}/{namespace}/quota`, (call) =>
      quotasView(underSuperuser(call) ?? refuse(notFound())),
    ),

    route(`POST /v1/superuser/${kind}/{namespace}/quota`, (call) => {
      const wanted = call.json(quotaBody);
      const namespace = underSuperuser(call) ?? refuse(crash());
      return made(call, namespace, wanted, `Quota for '${namespace.name}' already exists`);
    }),

    route(`PUT /v1/superuser/${kind}/{namespace}/quota/{quota_id}`, (call) => {
      const wanted = call.json(quotaBody);
      return changed(quotaOf(call, underSuperuser(call)), wanted);
    }),

    route(`DELETE /v1/superuser/${kind}/{namespace}/quota/{quota_id}`, (call) => {
      const namespace = underSuperuser(call) ?? refuse(notFound());
      quotaOf(call, namespace);
      return removed(namespace);
    }),
  ];
}
