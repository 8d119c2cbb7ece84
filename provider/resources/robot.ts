import { z } from "zod";
import { type Adoptable, id, type Owned, type Replaceable } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { createOrgRobot, createUserRobot, regenerateOrgRobotToken, regenerateUserRobotToken } from "../quay/api/robot";
import { namespaceName, robotName } from "../quay/names";
import { mirrorRunBy, sourceOf } from "../snapshot/organization-mirrors";
import { robots, robot as stateOf } from "../snapshot/robots";
import { deleteRobot } from "./locked-robot";
import { toOrganization } from "./references";

export interface RobotArgs extends Adoptable, Replaceable {
  /** Organization the robot belongs to, or the name of the token's own user. */
  namespace: string;
  /** Short name, unique within the namespace. Defaults to the resource's own name. */
  name?: string;
  /** What the robot is for. Quay cannot change it: see `replaceWhenChanged`. */
  description?: string;
  /** JSON of your own. Quay cannot change it: see `replaceWhenChanged`. Left to Quay unless given. */
  metadata?: Record<string, unknown>;
  /** Any text. Change it to give the robot a new token in place; the old one ends at once. */
  rotate?: string;
  /**
   * Replace the robot when its description or metadata changes. A new robot has a new token, and none of the grants,
   * memberships and default permissions of the old one; those that name it by `robot.fullName` are made anew.
   */
  replaceWhenChanged?: boolean;
}

/** An account for machines, which pulls and pushes images with a token. */
export interface RobotState extends Owned<RobotArgs, "metadata" | "rotate"> {
  /** Name to log in and to grant with, for example `acme+ci`. */
  fullName: string;
  /** Password for `docker login`, with the full name as the user. */
  token: string;
  /** Docker's `config.json` with this login; what a Kubernetes pull secret holds as `.dockerconfigjson`. */
  dockerConfigJson: string;
}

export const robot = resource<RobotArgs, RobotState>({
  kind: "Robot",
  identity: id("{namespace}+{name}"),
  flags: ["adopt", "replaceWhenChanged"],

  accepts: {
    namespace: namespaceName,
    name: robotName,
    description: z.string().max(255, "A robot's description has at most 255 signs.").default(""),
    metadata: z.record(z.string(), z.unknown()).optional(),
    rotate: z.string().optional(),
  },
  derives: { fullName: ({ namespace, name }) => `${namespace}+${name}` },
  computes: { dockerConfigJson: ({ fullName, token }, { registry }) => dockerConfig(registry, fullName, token) },
  secrets: ["token", "dockerConfigJson"],
  triggers: ["rotate"],

  observe: robots,

  async create(quay, { namespace, name, description, metadata }, snapshot) {
    const about = { robot_shortname: name, description: description || undefined, unstructured_metadata: metadata };
    const view = await snapshot.user.either(
      namespace,
      () => createOrgRobot(quay, { orgname: namespace, ...about }),
      () => createUserRobot(quay, about),
    );
    return stateOf({ namespace, name }, view);
  },

  initialValues: { metadata: {} },

  replaceOnRequest: {
    of: ["description", "metadata"],
    why: "Quay cannot change a robot; replacing it makes a new token and drops its grants, memberships and default permissions.",
  },

  changes: [
    {
      of: ["rotate"],
      send: (quay, { namespace, name }, _, snapshot) =>
        snapshot.user.either(
          namespace,
          () => regenerateOrgRobotToken(quay, { orgname: namespace, robot_shortname: name }),
          () => regenerateUserRobotToken(quay, { robot_shortname: name }),
        ),
      yields: { token: ({ token }: { token: string }) => token },
      done: (there, actual) => there.token !== actual.token,
    },
  ],

  delete: deleteRobot,

  // Quay deletes an organization's mirror with its robot, and says nothing.
  async guard(_, { namespace, name }, snapshot) {
    const mirror = await mirrorRunBy(snapshot, { namespace, name });
    if (!mirror) return undefined;
    return (
      `Robot ${namespace}+${name} runs OrganizationMirror ${namespace}, which copies ${sourceOf(mirror)}, and Quay would delete that ` +
      "with it. Give the mirror another robot, or delete it first."
    );
  },

  onConflict: /Existing robot/,
  replacementCost: "its token, and grants, memberships and default permissions that were added by hand",
  refers: { namespace: toOrganization },

  logged: {
    entries: {
      create_robot: {
        of: named,
        to: ({ description, unstructured_metadata }) => ({
          description: description ?? "",
          metadata: unstructured_metadata ?? {},
        }),
        effect: "made",
      },
      regenerate_robot_token: { of: named, changes: ["token"] },
      delete_robot: { of: named, effect: "deleted" },
    },
  },

  conflictAdvice: "For a new token change rotate.",
});

function dockerConfig(registry: string, user: string, token: string): string {
  return JSON.stringify({ auths: { [registry]: { auth: Buffer.from(`${user}:${token}`).toString("base64") } } });
}

function named({ robot }: Details, namespace: string) {
  return { namespace, name: robot };
}
