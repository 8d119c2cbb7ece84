import { z } from "zod";
import { operation } from "../operation";

export const getUserInformation = operation({
  route: "GET /v1/users/{username}",
  summary: "Get what everybody may know of a user.",
  input: z.object({ username: z.string() }),
  output: z.looseObject({ username: z.string() }),
});

export const getLoggedInUser = operation({
  route: "GET /v1/user/",
  scope: "user:read",
  summary: "Get the user the token acts as.",
  input: z.object({}),
  output: z.looseObject({ username: z.string() }),
});
