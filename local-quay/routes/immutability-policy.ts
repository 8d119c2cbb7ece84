import { randomUUID } from "node:crypto";
import { logAnonymousEvent, logEvent, repositoryNames } from "../audit";
import type { Call } from "../call";
import { invalid, notFound, refuse } from "../errors";
import type { ImmutabilityPolicy, Namespace, Repository } from "../model";
import { created, type HttpResponse, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { flag, type Of, object, optional, text } from "../schema";
import { activeTags, covers } from "../tags";
import { administeredIfAny } from "./repository";

const policyBody = object({ tagPattern: text(), tagPatternMatches: optional(flag) });

type Holder = Namespace | Repository;

/** Lists are empty for a namespace that does not exist. A user's is reached by the paths of organizations only. */
function organizationIfAny(call: Call<"orgname">): Namespace | undefined {
  call.demand(call.caller.administers(call.params.orgname));
  return call.store.namespace(call.params.orgname);
}

const organization = (call: Call<"orgname">) => organizationIfAny(call) ?? refuse(notFound());
const repository = (call: Call<"repository">) => administeredIfAny(call) ?? refuse(notFound());

function policyOf(wanted: Of<typeof policyBody>, uuid: string, { immutability }: Holder): ImmutabilityPolicy {
  const tagPattern = wanted.tagPattern.trim();
  if (!tagPattern) throw invalid("tag_pattern is required and must be a non-empty string");
  if (tagPattern.length > 256) throw invalid("tag_pattern must be 256 characters or less");
  try {
    new RegExp(tagPattern);
  } catch (error) {
    throw invalid(`Invalid regex pattern: ${(error as Error).message}`);
  }
  if ([...immutability.values()].some((one) => one.uuid !== uuid && one.tagPattern === tagPattern))
    throw invalid("A policy with the same tag_pattern already exists");
  return { uuid, tagPattern, tagPatternMatches: wanted.tagPatternMatches ?? true };
}

/** How the log names who has a policy. */
const holderNames = (holder: Holder) => ("namespace" in holder ? repositoryNames(holder) : { namespace: holder.name });

const told = (holder: Holder, { tagPattern, tagPatternMatches }: ImmutabilityPolicy) => ({
  ...holderNames(holder),
  tag_pattern: tagPattern,
  tag_pattern_matches: tagPatternMatches,
});

/** Makes the tags that are there immutable too, for which they lose their expiration. */
function apply(call: Call, holder: Holder, policy: ImmutabilityPolicy) {
  holder.immutability.set(policy.uuid, policy);
  let count = 0;
  const repositories = "repositories" in holder ? [...holder.repositories.values()] : [holder];
  for (const one of repositories)
    for (const tag of activeTags(one)) {
      if (!covers(policy, tag.name)) continue;
      if (!tag.immutable) count += 1;
      tag.immutable = true;
      if (!call.features.IMMUTABLE_TAGS_CAN_EXPIRE) tag.end = null;
    }
  if (count) logAnonymousEvent(call, "tags_made_immutable_by_policy", holder, { ...told(holder, policy), count });
}

const find = ({ params }: Call<"policy_uuid">, { immutability }: Holder): ImmutabilityPolicy =>
  immutability.get(params.policy_uuid) ?? refuse(notFound());

const listed = (holder: Holder | undefined) => ok({ policies: [...(holder?.immutability.values() ?? [])] });

function made(call: Call, holder: Holder, wanted: Of<typeof policyBody>): HttpResponse {
  const policy = policyOf(wanted, randomUUID(), holder);
  if ("kind" in holder && holder.kind === "organization" && holder.mirror)
    throw invalid("Cannot create immutability policy: organization is managed by organization-level mirroring");
  apply(call, holder, policy);
  logEvent(call, "create_immutability_policy", holder, told(holder, policy));
  return created({ uuid: policy.uuid });
}

function changed(call: Call<"policy_uuid">, holder: Holder, wanted: Of<typeof policyBody>): HttpResponse {
  const policy = policyOf(wanted, find(call, holder).uuid, holder);
  apply(call, holder, policy);
  logEvent(call, "update_immutability_policy", holder, told(holder, policy));
  return { status: 204 };
}

/** The tags it made immutable stay so. */
function removed(call: Call<"policy_uuid">, holder: Holder): HttpResponse {
  const { uuid } = find(call, holder);
  holder.immutability.delete(uuid);
  logEvent(call, "delete_immutability_policy", holder, { ...holderNames(holder), policy_uuid: uuid });
  return ok({ uuid });
}

export default behindFeatures(
  ["IMMUTABLE_TAGS"],
  [
    route("GET /v1/organization/{orgname}/immutabilitypolicy/", (call) => listed(organizationIfAny(call))),
    route("POST /v1/organization/{orgname}/immutabilitypolicy/", (call) => {
      const wanted = call.json(policyBody);
      return made(call, organization(call), wanted);
    }),
    route("GET /v1/organization/{orgname}/immutabilitypolicy/{policy_uuid}", (call) =>
      ok(find(call, organization(call))),
    ),
    route("PUT /v1/organization/{orgname}/immutabilitypolicy/{policy_uuid}", (call) => {
      const wanted = call.json(policyBody);
      return changed(call, organization(call), wanted);
    }),
    route("DELETE /v1/organization/{orgname}/immutabilitypolicy/{policy_uuid}", (call) =>
      removed(call, organization(call)),
    ),

    route("GET /v1/repository/{repository}/immutabilitypolicy/", (call) => listed(repository(call))),
    route("POST /v1/repository/{repository}/immutabilitypolicy/", (call) =>
      made(call, repository(call), call.json(policyBody)),
    ),
    route("GET /v1/repository/{repository}/immutabilitypolicy/{policy_uuid}", (call) =>
      ok(find(call, repository(call))),
    ),
    route("PUT /v1/repository/{repository}/immutabilitypolicy/{policy_uuid}", (call) =>
      changed(call, repository(call), call.json(policyBody)),
    ),
    route("DELETE /v1/repository/{repository}/immutabilitypolicy/{policy_uuid}", (call) =>
      removed(call, repository(call)),
    ),
  ],
);
