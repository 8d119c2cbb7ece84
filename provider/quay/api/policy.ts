import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname, policy_uuid, repository } from "./parameters";

/** What Quay deletes by itself: all but the newest tags, or those of some age. */
export const PruneMethod = z.enum(["number_of_tags", "creation_date"]);
export type PruneMethod = z.output<typeof PruneMethod>;

const AutoPrunePolicyView = z.looseObject({
  uuid: z.string(),
  method: z.string(),
  value: z.union([z.number(), z.string()]),
  tagPattern: z.string().nullish(),
  tagPatternMatches: z.boolean().nullish(),
});
export type AutoPrunePolicyView = z.output<typeof AutoPrunePolicyView>;

const AutoPrunePolicies = z.looseObject({ policies: listOf(AutoPrunePolicyView) });
const Created = z.looseObject({ uuid: z.string() });

const policy = {
  method: PruneMethod.describe("Keep the newest tags, or those that are young enough."),
  value: z
    .union([z.int().min(1, "At least 1."), z.string()])
    .describe("How many tags for number_of_tags; an age such as 30d for creation_date."),
  tagPattern: z.string().optional().describe("Regular expression, searched anywhere in a tag's name."),
  tagPatternMatches: z.boolean().optional().describe("Whether tags that match are pruned, or those that do not."),
};

const ofOrganization = z.strictObject({ orgname });
const inOrganization = z.strictObject({ orgname, policy_uuid });

export const listOrganizationAutoPrunePolicies = operation({
  nickname: "listOrganizationAutoPrunePolicies",
  route: "GET /v1/organization/{orgname}/autoprunepolicy/",
  scope: "org:admin",
  summary: "List the auto-prune policies of an organization or user.",
  input: ofOrganization,
  output: AutoPrunePolicies,
});

export const createOrganizationAutoPrunePolicy = operation({
  nickname: "createOrganizationAutoPrunePolicy",
  route: "POST /v1/organization/{orgname}/autoprunepolicy/",
  scope: "org:admin",
  summary: "Create an auto-prune policy for an organization or user.",
  input: ofOrganization.extend(policy),
  output: Created,
});

export const updateOrganizationAutoPrunePolicy = operation({
  nickname: "updateOrganizationAutoPrunePolicy",
  route: "PUT /v1/organization/{orgname}/autoprunepolicy/{policy_uuid}",
  scope: "org:admin",
  summary: "Replace an auto-prune policy of an organization or user.",
  input: inOrganization.extend(policy),
  output: z.unknown(),
});

export const deleteOrganizationAutoPrunePolicy = operation({
  nickname: "deleteOrganizationAutoPrunePolicy",
  route: "DELETE /v1/organization/{orgname}/autoprunepolicy/{policy_uuid}",
  scope: "org:admin",
  summary: "Delete an auto-prune policy of an organization or user.",
  input: inOrganization,
  output: z.unknown(),
  confirmedBy: 200,
});

const ofRepository = z.strictObject({ repository });
const inRepository = z.strictObject({ repository, policy_uuid });

export const listRepositoryAutoPrunePolicies = operation({
  nickname: "listRepositoryAutoPrunePolicies",
  route: "GET /v1/repository/{repository}/autoprunepolicy/",
  scope: "repo:admin",
  summary: "List the auto-prune policies of a repository.",
  input: ofRepository,
  output: AutoPrunePolicies,
});

export const createRepositoryAutoPrunePolicy = operation({
  nickname: "createRepositoryAutoPrunePolicy",
  route: "POST /v1/repository/{repository}/autoprunepolicy/",
  scope: "repo:admin",
  summary: "Create an auto-prune policy for a repository.",
  input: ofRepository.extend(policy),
  output: Created,
});

export const updateRepositoryAutoPrunePolicy = operation({
  nickname: "updateRepositoryAutoPrunePolicy",
  route: "PUT /v1/repository/{repository}/autoprunepolicy/{policy_uuid}",
  scope: "repo:admin",
  summary: "Replace an auto-prune policy of a repository.",
  input: inRepository.extend(policy),
  output: z.unknown(),
});

export const deleteRepositoryAutoPrunePolicy = operation({
  nickname: "deleteRepositoryAutoPrunePolicy",
  route: "DELETE /v1/repository/{repository}/autoprunepolicy/{policy_uuid}",
  scope: "repo:admin",
  summary: "Delete an auto-prune policy of a repository.",
  input: inRepository,
  output: z.unknown(),
  confirmedBy: 200,
});

const ofUser = z.strictObject({ policy_uuid });

export const listUserAutoPrunePolicies = operation({
  nickname: "listUserAutoPrunePolicies",
  route: "GET /v1/user/autoprunepolicy/",
  scope: "user:admin",
  summary: "List the auto-prune policies of the token's user.",
  input: z.strictObject({}),
  output: AutoPrunePolicies,
});

export const createUserAutoPrunePolicy = operation({
  nickname: "createUserAutoPrunePolicy",
  route: "POST /v1/user/autoprunepolicy/",
  scope: "user:admin",
  summary: "Create an auto-prune policy for the token's user.",
  input: z.strictObject(policy),
  output: Created,
});

export const updateUserAutoPrunePolicy = operation({
  nickname: "updateUserAutoPrunePolicy",
  route: "PUT /v1/user/autoprunepolicy/{policy_uuid}",
  scope: "user:admin",
  summary: "Replace an auto-prune policy of the token's user.",
  input: ofUser.extend(policy),
  output: z.unknown(),
});

export const deleteUserAutoPrunePolicy = operation({
  nickname: "deleteUserAutoPrunePolicy",
  route: "DELETE /v1/user/autoprunepolicy/{policy_uuid}",
  scope: "user:admin",
  summary: "Delete an auto-prune policy of the token's user.",
  input: ofUser,
  output: z.unknown(),
  confirmedBy: 200,
});
