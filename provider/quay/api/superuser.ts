import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { ofNamespace, QuotaView } from "./namespacequota";
import { namespace, username } from "./parameters";

const UserOfQuay = z.looseObject({
  username: z.string(),
  super_user: z.boolean(),
  /** Missing in older Quays. */
  global_readonly_super_user: z.boolean().optional(),
  enabled: z.boolean(),
  ...ofNamespace,
});

export const listAllUsers = operation({
  nickname: "listAllUsers",
  route: "GET /v1/superuser/users/",
  scope: "super:user",
  summary: "List all users of the Quay, also the disabled ones.",
  input: z.strictObject({}),
  output: z.looseObject({ users: listOf(UserOfQuay) }),
});

export const getInstallUser = operation({
  nickname: "getInstallUser",
  route: "GET /v1/superuser/users/{username}",
  scope: "super:user",
  summary: "Get a user with what a superuser may know of them.",
  input: z.strictObject({ username }),
  output: UserOfQuay,
});

const quota_id = z.int().describe("Id of the quota.");
const limit_bytes = z.int().min(1).describe("How many bytes the namespace may hold.");

export const listOrganizationQuotaSuperUser = operation({
  nickname: "listOrganizationQuotaSuperUser",
  route: "GET /v1/superuser/organization/{namespace}/quota",
  scope: "super:user",
  summary: "Get the quota of an organization or user, in a list.",
  input: z.strictObject({ namespace }),
  output: listOf(QuotaView),
});

export const createOrganizationQuotaSuperUser = operation({
  nickname: "createOrganizationQuotaSuperUser",
  route: "POST /v1/superuser/organization/{namespace}/quota",
  scope: "super:user",
  summary: "Give an organization or user a quota.",
  input: z.strictObject({ namespace, limit_bytes }),
  output: z.literal("Created"),
});

export const changeOrganizationQuotaSuperUser = operation({
  nickname: "changeOrganizationQuotaSuperUser",
  route: "PUT /v1/superuser/organization/{namespace}/quota/{quota_id}",
  scope: "super:user",
  summary: "Change how much an organization or user may hold.",
  input: z.strictObject({ namespace, quota_id, limit_bytes }),
  output: QuotaView,
});

export const deleteOrganizationQuotaSuperUser = operation({
  nickname: "deleteOrganizationQuotaSuperUser",
  route: "DELETE /v1/superuser/organization/{namespace}/quota/{quota_id}",
  scope: "super:user",
  summary: "Delete the quota of an organization or user, with its warnings and the notifications of the namespace.",
  input: z.strictObject({ namespace, quota_id }),
  output: z.unknown(),
});
