import { z } from "zod";
import { operation } from "../operation";
import { email, repository } from "./parameters";

export const sendAuthorizeRepoEmail = operation({
  nickname: "sendAuthorizeRepoEmail",
  route: "POST /v1/repository/{repository}/authorizedemail/{email}",
  scope: "repo:admin",
  summary: "Ask an address by mail whether it wants notifications of a repository, unless it confirmed that before.",
  input: z.strictObject({ repository, email }),
  output: z.looseObject({ confirmed: z.boolean() }),
});
