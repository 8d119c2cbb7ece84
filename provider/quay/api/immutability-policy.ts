import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname, policy_uuid, repository } from "./parameters";

export const ImmutabilityPolicyView = z.looseObject({
  uuid: z.string(),
  tagPattern: z.string(),
  tagPatternMatches: z.boolean(),
});
export type ImmutabilityPolicyView = z.output<typeof ImmutabilityPolicyView>;

const policy = {
  tagPattern: z
    .string()
    .min(1)
    .max(256)
    .describe("Regular expression for whole names of tags, at most 256 characters."),
  tagPatternMatches: z
    .boolean()
    .optional()
    .describe("Whether it is for the tags that match; false for all that do not. True if left out."),
};

const named = z.looseObject({ uuid: z.string() });
const output = z.looseObject({ policies: listOf(ImmutabilityPolicyView) });

export const listOrgImmutabilityPolicies = operation({
  nickname: "listOrgImmutabilityPolicies",
  route: "GET /v1/organization/{orgname}/immutabilitypolicy/",
  scope: "org:admin",
  summary: "List the policies that make tags of an organization or user immutable.",
  input: z.strictObject({ orgname }),
  output,
});

export const createOrgImmutabilityPolicy = operation({
  nickname: "createOrgImmutabilityPolicy",
  route: "POST /v1/organization/{orgname}/immutabilitypolicy/",
  scope: "org:admin",
  summary: "Make tags of an organization or user immutable by their names, also those that exist.",
  input: z.strictObject({ orgname, ...policy }),
  output: named,
});

export const updateOrgImmutabilityPolicy = operation({
  nickname: "updateOrgImmutabilityPolicy",
  route: "PUT /v1/organization/{orgname}/immutabilitypolicy/{policy_uuid}",
  scope: "org:admin",
  summary: "Change a policy of an organization or user. Tags that are immutable stay so.",
  input: z.strictObject({ orgname, policy_uuid, ...policy }),
  output: z.unknown(),
});

export const deleteOrgImmutabilityPolicy = operation({
  nickname: "deleteOrgImmutabilityPolicy",
  route: "DELETE /v1/organization/{orgname}/immutabilitypolicy/{policy_uuid}",
  scope: "org:admin",
  summary: "Delete a policy of an organization or user. The tags that it made immutable stay so.",
  input: z.strictObject({ orgname, policy_uuid }),
  confirmedBy: 200,
  output: named,
});

export const listRepositoryImmutabilityPolicies = operation({
  nickname: "listRepositoryImmutabilityPolicies",
  route: "GET /v1/repository/{repository}/immutabilitypolicy/",
  scope: "repo:admin",
  summary: "List the policies that make tags of a repository immutable, without those of its namespace.",
  input: z.strictObject({ repository }),
  output,
});

export const createRepositoryImmutabilityPolicy = operation({
  nickname: "createRepositoryImmutabilityPolicy",
  route: "POST /v1/repository/{repository}/immutabilitypolicy/",
  scope: "repo:admin",
  summary: "Make tags of a repository immutable by their names, also those that exist.",
  input: z.strictObject({ repository, ...policy }),
  output: named,
});

export const updateRepositoryImmutabilityPolicy = operation({
  nickname: "updateRepositoryImmutabilityPolicy",
  route: "PUT /v1/repository/{repository}/immutabilitypolicy/{policy_uuid}",
  scope: "repo:admin",
  summary: "Change a policy of a repository. Tags that are immutable stay so.",
  input: z.strictObject({ repository, policy_uuid, ...policy }),
  output: z.unknown(),
});

export const deleteRepositoryImmutabilityPolicy = operation({
  nickname: "deleteRepositoryImmutabilityPolicy",
  route: "DELETE /v1/repository/{repository}/immutabilitypolicy/{policy_uuid}",
  scope: "repo:admin",
  summary: "Delete a policy of a repository. The tags that it made immutable stay so.",
  input: z.strictObject({ repository, policy_uuid }),
  confirmedBy: 200,
  output: named,
});
