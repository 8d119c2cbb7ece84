import type { Call } from "../call";
import { notFound } from "../errors";
import { ok } from "../responses";
import { route } from "../routing";
import { anyObject, flag, object, optional, text } from "../schema";
import { administeredIfAny, writableIfAny } from "./repository";

/** Triggers are made in a browser only, so the local Quay never has any. */
function none(call: Call): never {
  administeredIfAny(call);
  throw notFound();
}

const start = object({ branch_name: optional(text()), commit_sha: optional(text()), refs: optional(anyObject) });

export default [
  route("GET /v1/repository/{repository}/trigger/", (call) => {
    administeredIfAny(call);
    return ok({ triggers: [] });
  }),

  route("GET /v1/repository/{repository}/trigger/{trigger_uuid}", none),

  route("PUT /v1/repository/{repository}/trigger/{trigger_uuid}", (call) => {
    administeredIfAny(call);
    writableIfAny(call);
    call.json(object({ enabled: flag }));
    return none(call);
  }),

  route("DELETE /v1/repository/{repository}/trigger/{trigger_uuid}", none),
  route("GET /v1/repository/{repository}/trigger/{trigger_uuid}/builds", none),

  route("POST /v1/repository/{repository}/trigger/{trigger_uuid}/activate", (call) => {
    administeredIfAny(call);
    call.json(object({ config: anyObject, pull_robot: optional(text()) }));
    return none(call);
  }),

  route("POST /v1/repository/{repository}/trigger/{trigger_uuid}/start", (call) => {
    administeredIfAny(call);
    call.json(start);
    return none(call);
  }),
];
