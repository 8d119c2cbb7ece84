import { z } from "zod";
import { existing } from "../names";

/** Path parameters of the API, under Quay's names for them. */

export const orgname = existing.organization.describe("Name of the organization, for example acme.");

export const namespace = existing.organization.describe("Name of the organization or user, for example acme.");

export const teamname = existing.team.describe("Name of the team, for example ops.");

export const robot_shortname = existing.robot.describe("Name of the robot without its organization: ci, not acme+ci.");

export const username = existing.userOrRobot.describe(
  "User, for example alice, or robot with its namespace, for example acme+ci.",
);

export const membername = username;

export const repository = existing.repository.describe(
  "Repository with its namespace, for example acme/web. The name may hold further slashes.",
);

export const tag = existing.tag.describe("The tag, for example v1.2.3.");

export const manifestref = existing.digest.describe(
  "Digest of the manifest, as listrepotags tells it: sha256: and hex digits.",
);

export const prototypeid = z
  .guid({ error: "Give the default permission's id, a UUID." })
  .describe("Id of the default permission: a UUID.");

export const policy_uuid = z.guid({ error: "Give the policy's id, a UUID." }).describe("Id of the policy: a UUID.");

export const notificationid = z
  .guid({ error: "Give the notification's uuid." })
  .describe("The notification, by the UUID that its list shows.");

export const email = z
  .string()
  .regex(/^[^@\s/?#%\p{Cc}]+@[^@\s/?#%\p{Cc}]+$/u, "Give an e-mail address, for example ops@acme.example.")
  .describe("E-mail address, for example ops@acme.example.");

export const client_id = z
  .string()
  .regex(/^\w+$/, "Give the client id of the application, of letters and digits.")
  .describe("Client id of the application.");
