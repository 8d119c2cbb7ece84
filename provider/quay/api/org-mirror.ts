import { z } from "zod";
import { operation } from "../operation";
import { orgname } from "./parameters";

export const getOrgMirrorConfig = operation({
  nickname: "getOrgMirrorConfig",
  route: "GET /v1/organization/{orgname}/mirror",
  scope: "org:admin",
  summary: "Get what an organization mirrors, and the robot that does it.",
  input: z.strictObject({ orgname }),
  output: z.looseObject({ robot_username: z.string().nullable() }),
});
