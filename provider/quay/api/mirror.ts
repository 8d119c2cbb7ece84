import { z } from "zod";
import { operation } from "../operation";
import { repository } from "./parameters";

export const getRepoMirrorConfig = operation({
  nickname: "getRepoMirrorConfig",
  route: "GET /v1/repository/{repository}/mirror",
  scope: "repo:admin",
  summary: "Get what a repository mirrors, and the robot that does it.",
  input: z.strictObject({ repository }),
  output: z.looseObject({ robot_username: z.string().nullable() }),
});
