import { randomUUID } from "node:crypto";
import { logEvent, repositoryNames } from "../audit";
import type { Call } from "../call";
import { crash, invalid, notFound, refuse } from "../errors";
import type { AutoPrunePolicy, Namespace, Repository } from "../model";
import { created, type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { flag, integerOrText, type Of, object, optional, text } from "../schema";
import { administeredIfAny } from "./repository";
import { ownAccount } from "./user";

const policyBody = object({
  method: text(),
  value: integerOrText,
  tagPattern: optional(text()),
  tagPatternMatches: optional(flag),
});

type Holder = Namespace | Repository;

/** Lists are empty for a namespace that does not exist. */
function organizationIfAny(call: Call<"orgname">): Namespace | undefined {
  call.demand(call.caller.administers(call.params.orgname));
  return call.store.namespace(call.params.orgname);
}

const organization = (call: Call<"orgname">) => organizationIfAny(call) ?? refuse(notFound());
const repository = (call: Call<"repository">) => administeredIfAny(call) ?? refuse(notFound());

/** Days of each unit that an age may be counted in. */
const days: Record<string, number> = { s: 1 / 86_400, m: 1 / 1440, h: 1 / 24, d: 1, w: 7, y: 365 };

/** An age is whatever Python's `int` reads, and a unit. One that Python cannot hold is nothing Quay expects. */
function isAge(value: string): boolean {
  const [, amount, unit = ""] = /^\s*([+-]?\d+(?:_\d+)*)\s*([smhdwy])$/.exec(value) ?? [];
  if (amount === undefined) return false;
  const length = Math.floor(Number(amount.replaceAll("_", "")) * (days[unit] ?? 0));
  if (Math.abs(length) > 999_999_999) throw crash();
  return true;
}

function policyOf(wanted: Of<typeof policyBody>, uuid: string): AutoPrunePolicy {
  const { method, value, tagPatternMatches = true } = wanted;
  if (method !== "number_of_tags" && method !== "creation_date") throw invalid("Invalid method provided");
  const isAmount = method === "number_of_tags" && typeof value === "number" && value > 0;
  const isLength = method === "creation_date" && typeof value === "string" && isAge(value);
  if (!isAmount && !isLength) throw invalid("Invalid value given for method type");
  const tagPattern = wanted.tagPattern?.trim() ?? null;
  if (tagPattern === "") throw invalid("tag_pattern cannot be empty");
  return { uuid, method, value, tagPattern, tagPatternMatches };
}

const isSame = (a: AutoPrunePolicy, b: AutoPrunePolicy) =>
  a.method === b.method &&
  a.value === b.value &&
  a.tagPattern === b.tagPattern &&
  a.tagPatternMatches === b.tagPatternMatches;

const find = ({ params }: Call<"policy_uuid">, { autoPrune }: Holder): AutoPrunePolicy =>
  autoPrune.get(params.policy_uuid) ?? refuse(notFound());

const listed = (holder: Holder | undefined) => ok({ policies: [...(holder?.autoPrune.values() ?? [])] });

/** Who has a policy is told by the kind of an entry too. */
function logPolicy(call: Call, verb: "create" | "update", holder: Holder, policy: AutoPrunePolicy) {
  const { method, value, tagPattern: tag_pattern, tagPatternMatches: tag_pattern_matches } = policy;
  const told = { method, value, tag_pattern, tag_pattern_matches };
  if ("namespace" in holder)
    logEvent(call, `${verb}_repository_autoprune_policy`, holder, { ...told, ...repositoryNames(holder) });
  else logEvent(call, `${verb}_namespace_autoprune_policy`, holder, { ...told, namespace: holder.name });
}

function made(call: Call, holder: Holder, wanted: Of<typeof policyBody>): HttpResponse {
  const { autoPrune } = holder;
  const noun = "namespace" in holder ? "repository" : "namespace";
  const policy = policyOf(wanted, randomUUID());
  if ([...autoPrune.values()].some((one) => isSame(one, policy)))
    throw invalid(`Existing policy with same values for this ${noun}, duplicate policies are not permitted`);
  autoPrune.set(policy.uuid, policy);
  logPolicy(call, "create", holder, policy);
  return created({ uuid: policy.uuid });
}

/** Replaces everything; twins are only looked for when a policy is made. */
function updatePolicy(call: Call<"policy_uuid">, holder: Holder, wanted: Of<typeof policyBody>): HttpResponse {
  const { uuid } = find(call, holder);
  const policy = policyOf(wanted, uuid);
  holder.autoPrune.set(uuid, policy);
  logPolicy(call, "update", holder, policy);
  return { status: 204 };
}

function removed(call: Call<"policy_uuid">, holder: Holder): HttpResponse {
  const { uuid } = find(call, holder);
  holder.autoPrune.delete(uuid);
  const told = { policy_uuid: uuid };
  if ("namespace" in holder)
    logEvent(call, "delete_repository_autoprune_policy", holder, { ...told, ...repositoryNames(holder) });
  else logEvent(call, "delete_namespace_autoprune_policy", holder, { ...told, namespace: holder.name });
  return ok({ uuid });
}

export default behindFeatures(
  ["AUTO_PRUNE"],
  [
    route("GET /v1/organization/{orgname}/autoprunepolicy/", (call) => listed(organizationIfAny(call))),
    route("POST /v1/organization/{orgname}/autoprunepolicy/", (call) => {
      const wanted = call.json(policyBody);
      return made(call, organization(call), wanted);
    }),
    route("GET /v1/organization/{orgname}/autoprunepolicy/{policy_uuid}", (call) => ok(find(call, organization(call)))),
    route("PUT /v1/organization/{orgname}/autoprunepolicy/{policy_uuid}", (call) => {
      const wanted = call.json(policyBody);
      return updatePolicy(call, organization(call), wanted);
    }),
    route("DELETE /v1/organization/{orgname}/autoprunepolicy/{policy_uuid}", (call) =>
      removed(call, organization(call)),
    ),

    route("GET /v1/repository/{repository}/autoprunepolicy/", (call) => listed(repository(call))),
    route("POST /v1/repository/{repository}/autoprunepolicy/", (call) =>
      made(call, repository(call), call.json(policyBody)),
    ),
    route("GET /v1/repository/{repository}/autoprunepolicy/{policy_uuid}", (call) => ok(find(call, repository(call)))),
    route("PUT /v1/repository/{repository}/autoprunepolicy/{policy_uuid}", (call) =>
      updatePolicy(call, repository(call), call.json(policyBody)),
    ),
    route("DELETE /v1/repository/{repository}/autoprunepolicy/{policy_uuid}", (call) =>
      removed(call, repository(call)),
    ),

    route("GET /v1/user/autoprunepolicy/", (call) => listed(ownAccount(call))),
    route("POST /v1/user/autoprunepolicy/", (call) => made(call, ownAccount(call), call.json(policyBody))),
    route("GET /v1/user/autoprunepolicy/{policy_uuid}", (call) => ok(find(call, ownAccount(call)))),
    route("PUT /v1/user/autoprunepolicy/{policy_uuid}", (call) =>
      updatePolicy(call, ownAccount(call), call.json(policyBody)),
    ),
    route("DELETE /v1/user/autoprunepolicy/{policy_uuid}", (call) => removed(call, ownAccount(call))),
  ],
);
