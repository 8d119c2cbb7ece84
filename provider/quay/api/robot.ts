import { z } from "zod";
import { operation } from "../operation";
import { listOf } from "./collections";
import { orgname, robot_shortname } from "./parameters";
import { RepositoryRoles } from "./permission";

const RobotView = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  /** Only shown to administrators. */
  token: z.string().optional().describe("Secret. The robot's password for docker login; the user name is name."),
  unstructured_metadata: z.record(z.string(), z.unknown()).nullish(),
  /** Only in a list that was requested with `permissions`. */
  teams: listOf(z.looseObject({ name: z.string() })).optional(),
  repositories: listOf(z.string()).optional(),
});
export type RobotView = z.output<typeof RobotView>;

const RobotList = z.looseObject({ robots: listOf(RobotView) });

const inOrganization = z.strictObject({ orgname, robot_shortname });
const ofUser = z.strictObject({ robot_shortname });

/** Size in bytes of a text column in Quay's database. */
const LARGEST_TEXT = 65_535;

const about = {
  description: z
    .string()
    .max(255, "The description is longer than 255 characters.")
    .optional()
    .describe("What the robot is for. It cannot be changed later."),
  unstructured_metadata: z
    .record(z.string(), z.unknown())
    .refine((metadata) => Buffer.byteLength(JSON.stringify(metadata)) <= LARGEST_TEXT, "It is larger than 64 KiB.")
    .optional()
    .describe("JSON object to keep with the robot, of at most 64 KiB. It cannot be changed later."),
};

export const getOrgRobots = operation({
  nickname: "getOrgRobots",
  route: "GET /v1/organization/{orgname}/robots",
  scope: "org:admin",
  summary: "List the robots of an organization.",
  input: z.strictObject({ orgname, permissions: z.boolean().optional(), token: z.boolean().optional() }),
  output: RobotList,
});

export const getOrgRobot = operation({
  nickname: "getOrgRobot",
  route: "GET /v1/organization/{orgname}/robots/{robot_shortname}",
  scope: "org:admin",
  summary: "Get a robot of an organization with its token and metadata.",
  input: inOrganization,
  output: RobotView,
});

export const createOrgRobot = operation({
  nickname: "createOrgRobot",
  route: "PUT /v1/organization/{orgname}/robots/{robot_shortname}",
  scope: "org:admin",
  summary: "Create a robot in an organization.",
  input: inOrganization.extend(about),
  output: RobotView,
  repeatable: false,
});

export const deleteOrgRobot = operation({
  nickname: "deleteOrgRobot",
  route: "DELETE /v1/organization/{orgname}/robots/{robot_shortname}",
  scope: "org:admin",
  summary: "Delete a robot of an organization, with its grants and memberships.",
  input: inOrganization,
  output: z.unknown(),
});

export const regenerateOrgRobotToken = operation({
  nickname: "regenerateOrgRobotToken",
  route: "POST /v1/organization/{orgname}/robots/{robot_shortname}/regenerate",
  scope: "org:admin",
  summary: "Give a robot of an organization a new token; the old one ends at once.",
  input: inOrganization,
  output: RobotView,
});

export const getUserRobots = operation({
  nickname: "getUserRobots",
  route: "GET /v1/user/robots",
  scope: "user:admin",
  summary: "List the robots of the token's user.",
  input: z.strictObject({ permissions: z.boolean().optional(), token: z.boolean().optional() }),
  output: RobotList,
});

export const getUserRobot = operation({
  nickname: "getUserRobot",
  route: "GET /v1/user/robots/{robot_shortname}",
  scope: "user:admin",
  summary: "Get a robot of the token's user with its token and metadata.",
  input: ofUser,
  output: RobotView,
});

export const createUserRobot = operation({
  nickname: "createUserRobot",
  route: "PUT /v1/user/robots/{robot_shortname}",
  scope: "user:admin",
  summary: "Create a robot of the token's user.",
  input: ofUser.extend(about),
  output: RobotView,
  repeatable: false,
});

export const deleteUserRobot = operation({
  nickname: "deleteUserRobot",
  route: "DELETE /v1/user/robots/{robot_shortname}",
  scope: "user:admin",
  summary: "Delete a robot of the token's user, with its grants and memberships.",
  input: ofUser,
  output: z.unknown(),
});

export const regenerateUserRobotToken = operation({
  nickname: "regenerateUserRobotToken",
  route: "POST /v1/user/robots/{robot_shortname}/regenerate",
  scope: "user:admin",
  summary: "Give a robot of the token's user a new token; the old one ends at once.",
  input: ofUser,
  output: RobotView,
});

export const getOrgRobotPermissions = operation({
  nickname: "getOrgRobotPermissions",
  route: "GET /v1/organization/{orgname}/robots/{robot_shortname}/permissions",
  scope: "user:admin",
  summary: "List what a robot of an organization may do on repositories.",
  input: inOrganization,
  output: RepositoryRoles,
});

const Identity = z.looseObject({ issuer: z.string(), subject: z.string() });
export type IdentityView = z.output<typeof Identity>;

const identities = z
  .array(z.strictObject({ issuer: z.string(), subject: z.string() }))
  .describe("All identities that may log in as the robot, each with issuer and subject: any other no longer may.");

export const getOrgRobotFederation = operation({
  nickname: "getOrgRobotFederation",
  route: "GET /v1/organization/{orgname}/robots/{robot_shortname}/federation",
  scope: "org:admin",
  summary: "List the identities of other issuers that may log in as a robot of an organization.",
  input: inOrganization,
  output: listOf(Identity),
});

export const createOrgRobotFederation = operation({
  nickname: "createOrgRobotFederation",
  route: "POST /v1/organization/{orgname}/robots/{robot_shortname}/federation",
  scope: "org:admin",
  summary: "Set the identities of other issuers that may log in as a robot of an organization.",
  input: inOrganization.extend({ identities }),
  body: "identities",
  output: listOf(Identity),
  repeatable: true,
});

export const deleteOrgRobotFederation = operation({
  nickname: "deleteOrgRobotFederation",
  route: "DELETE /v1/organization/{orgname}/robots/{robot_shortname}/federation",
  scope: "org:admin",
  summary: "Let no identity of another issuer log in as a robot of an organization.",
  input: inOrganization,
  output: z.unknown(),
});

export const getUserRobotFederation = operation({
  nickname: "getUserRobotFederation",
  route: "GET /v1/user/robots/{robot_shortname}/federation",
  scope: "user:admin",
  summary: "List the identities of other issuers that may log in as a robot of the token's user.",
  input: ofUser,
  output: listOf(Identity),
});

export const createUserRobotFederation = operation({
  nickname: "createUserRobotFederation",
  route: "POST /v1/user/robots/{robot_shortname}/federation",
  scope: "user:admin",
  summary: "Set the identities of other issuers that may log in as a robot of the token's user.",
  input: ofUser.extend({ identities }),
  body: "identities",
  output: listOf(Identity),
  repeatable: true,
});

export const deleteUserRobotFederation = operation({
  nickname: "deleteUserRobotFederation",
  route: "DELETE /v1/user/robots/{robot_shortname}/federation",
  scope: "user:admin",
  summary: "Let no identity of another issuer log in as a robot of the token's user.",
  input: ofUser,
  output: z.unknown(),
});
