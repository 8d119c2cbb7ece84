import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";

const UserOfQuay = z.looseObject({
  username: z.string(),
  super_user: z.boolean(),
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
