import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { ofNamespace } from "./namespacequota";
import { username } from "./parameters";

const OrganizationOfUser = z.looseObject({
  name: z.string(),
  can_create_repo: z.boolean(),
  /** Only shown to a token that may administer the user. */
  is_org_admin: z.boolean().optional(),
});

/** The user a token acts as. */
const LoggedInUserView = z.looseObject({
  username: z.string(),
  /** Only shown to a token that may administer the user. */
  email: z.string().nullish(),
  organizations: listOf(OrganizationOfUser).optional(),
  /** Only shown to a superuser whose token has the scope for it. */
  super_user: z.boolean().optional(),
  ...ofNamespace,
});
export type LoggedInUserView = z.output<typeof LoggedInUserView>;

export const getUserInformation = operation({
  nickname: "getUserInformation",
  route: "GET /v1/users/{username}",
  summary: "Get what everybody may know of a user.",
  input: z.strictObject({ username }),
  output: z.looseObject({ username: z.string() }),
});

export const getLoggedInUser = operation({
  nickname: "getLoggedInUser",
  route: "GET /v1/user/",
  scope: "user:read",
  summary: "Get the user the token acts as.",
  input: z.strictObject({}),
  output: LoggedInUserView,
});
