import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";

const UserOfQuay = z.looseObject({
  username: z.string(),
  super_user: z.boolean(),
  /** Missing in older Quays. */
  global_readonly_super_user: z.boolean().optional(),
  enabled: z.boolean(),
});

export const listAllUsers = operation({
  nickname: "listAllUsers",
  route: "GET /v1/superuser/users/",
  scope: "super:user",
  summary: "List all users of the Quay, also the disabled ones.",
  input: z.strictObject({}),
  output: z.looseObject({ users: listOf(UserOfQuay) }),
});
