import { randomUUID } from "node:crypto";
import { logEvent } from "../audit";
import { countsView, logsView, timeRangeOf } from "../audit-views";
import type { Call } from "../call";
import { crash, invalid, message, notFound, type Refusal, refuse } from "../errors";
import type { Namespace, Repository } from "../model";
import { addressFault } from "../registry-addresses";
import { type HttpResponse, ok } from "../responses";
import { behindFeatures, type Route, route } from "../routing";
import { type Of, object, optional, text } from "../schema";
import { administeredIfAny } from "./repository";
import { ownAccount } from "./user";

/** The name in the path, of which the caller has to be an admin; that of a user will do. */
function administeredName(call: Call<"orgname">): string {
  const { orgname } = call.params;
  call.demand(call.caller.administers(orgname));
  return orgname;
}

/** Deleted namespaces are found under their UUID. */
function existing({ store }: Call, name: string) {
  const found = store.namespace(name) ?? [...store.graves.values()].find((grave) => grave.name === name);
  return { namespace: found ?? refuse(message(400, `Invalid namespace requested: ${name}`)) };
}

/** What the four logs tell in one way: entry by entry, or counted. */
const logRoutes = (path: "logs" | "aggregatelogs", view: typeof logsView | typeof countsView): Route[] => [
  route(`GET /v1/organization/{orgname}/${path}`, (call) => {
    const name = administeredName(call);
    return ok(view(call, () => existing(call, name), { byPerformer: true }));
  }),
  route(`GET /v1/repository/{repository}/${path}`, (call) => {
    const repository = administeredIfAny(call) ?? refuse(notFound());
    return ok(view(call, () => ({ repository })));
  }),
  route(`GET /v1/user/${path}`, (call) => {
    const namespace = ownAccount(call);
    return ok(view(call, () => ({ namespace }), { byPerformer: true, withoutKeys: true }));
  }),
  ...behindFeatures(
    ["SUPER_USERS"],
    [
      route(`GET /v1/superuser/${path}`, (call) => {
        call.demand(call.caller.isSuperuser);
        return ok(view(call, () => ({}), { ofAll: true }));
      }),
    ],
  ),
];

const exportBody = object({ callback_url: optional(text()), callback_email: optional(text()) });

/** Who is to be told, if anybody: an export that tells nobody is fine. */
function faultIn(call: Call, { callback_url: url, callback_email: email }: Of<typeof exportBody>): string | undefined {
  if (url) {
    const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
    if (!/^https?:$/.test(protocol))
      return `Invalid URL scheme '${protocol.replace(":", "")}': only HTTP and HTTPS are allowed`;
    const fault = addressFault(hostname);
    if (fault) return fault === "unknown" ? `Cannot resolve hostname '${hostname}'` : "Invalid callback URL";
  }
  if (email && !email.includes("@")) return "Invalid callback e-mail";
  const { start, end } = timeRangeOf(call);
  return end < start ? "Invalid time span selected" : undefined;
}

/** Exports are told in the log of the namespace only, also those of a repository. Nothing is ever sent. */
function exportLogs(call: Call, namespace: Namespace, repo?: string, refusal?: Refusal): HttpResponse {
  const wanted = call.json(exportBody);
  const { callback_url: url, callback_email: email } = wanted;
  const told = { ...(repo !== undefined && { repo }), url: url || null, email: email || null };
  const error = refusal ? "non-existent repository" : faultIn(call, wanted);
  if (error !== undefined) {
    logEvent(call, "export_logs_failure", namespace, { ...told, error });
    throw refusal ?? invalid(error);
  }
  const export_id = randomUUID();
  logEvent(call, "export_logs_success", namespace, { ...told, export_id });
  return ok({ export_id });
}

function exportedRepository(call: Call<"repository">): HttpResponse {
  const repository: Repository | undefined = administeredIfAny(call);
  const [name, repo] = call.repositoryName;
  const namespace = call.store.namespace(name) ?? refuse(crash());
  return exportLogs(call, namespace, repo, repository ? undefined : notFound());
}

function exportedOrganization(call: Call<"orgname">): HttpResponse {
  const { callback_url: url, callback_email: email } = call.json(exportBody);
  const namespace = call.store.namespace(call.params.orgname) ?? refuse(crash());
  if (call.caller.administers(namespace.name)) return exportLogs(call, namespace);
  logEvent(call, "export_logs_failure", namespace, { error: "unauthorized", url: url || null, email: email || null });
  throw call.unauthorized;
}

export default [
  ...logRoutes("logs", logsView),
  ...behindFeatures(["AGGREGATED_LOG_COUNT_RETRIEVAL"], logRoutes("aggregatelogs", countsView)),
  ...behindFeatures(
    ["LOG_EXPORT"],
    [
      route("POST /v1/organization/{orgname}/exportlogs", exportedOrganization),
      route("POST /v1/repository/{repository}/exportlogs", exportedRepository),
      route("POST /v1/user/exportlogs", (call) => exportLogs(call, ownAccount(call))),
    ],
  ),
];
