import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Adoptable, type Owned, objectOf, setOf, singleton } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { isUnknown } from "../lifecycle/unknown";
import {
  createOrgRobotFederation,
  createUserRobotFederation,
  deleteOrgRobotFederation,
  deleteUserRobotFederation,
  getOrgRobotFederation,
  getUserRobotFederation,
  type IdentityView,
} from "../quay/api/robot";
import type { Quay } from "../quay/client/quay";
import { issuerAddress, robotFullName } from "../quay/names";
import type { Snapshot } from "../snapshot";
import { listed } from "../snapshot/listed";
import { robotLists } from "../snapshot/robots";
import { toRobot } from "./references";

/** A workload, as an issuer names it in the tokens that it gives to it. */
export interface RobotFederationIdentity {
  /** Address of the issuer as in its tokens (`iss`), with https, for example `https://token.actions.githubusercontent.com`. */
  issuer: string;
  /**
   * The workload's name in its tokens (`sub`), for example `repo:acme/web:ref:refs/heads/main`. It is compared as a whole: there
   * are no wildcards.
   */
  subject: string;
}

export interface RobotFederationArgs extends Adoptable {
  /** Full name of the robot, for example `robot.fullName`. */
  robot: string;
  /** All workloads that may log in as the robot, in any order, at least one. `quay.keyless` builds them for programs in TypeScript. */
  identities: RobotFederationIdentity[];
}

/**
 * Lets workloads log in as a robot with their own identity: no stored token. The list is exact: any other identity no longer may.
 * Which audience a token is for Quay may not check, so let subjects be narrow.
 */
export interface RobotFederationState extends Owned<RobotFederationArgs> {}

type RobotKey = Pick<RobotFederationArgs, "robot">;

const federations = listed<RobotKey, RobotFederationState>({
  of: ({ robot }) => ["Robot", robot],
  async read(seen, robot) {
    const { namespace, name, orgname, robot_shortname } = partsOf(robot);
    const identities = await seen.user.either(
      namespace,
      () => getOrgRobotFederation(seen.quay, { orgname, robot_shortname }),
      () => getUserRobotFederation(seen.quay, { robot_shortname }),
    );
    if (identities.length > 0) return [stateOf(robot, identities)];
    // An empty list may come from a proxy. It is believed when Quay answers a read of the robots, begun after it.
    await seen.of(robotLists).get({ namespace, name }, { fresh: true });
    return [];
  },
});

export const robotFederation = resource<RobotFederationArgs, RobotFederationState>({
  kind: "RobotFederation",
  identity: singleton("{robot}"),
  flags: ["adopt"],

  accepts: {
    robot: robotFullName,
    identities: setOf(
      objectOf<RobotFederationIdentity>({
        issuer: issuerAddress,
        subject: z.string().regex(/^\S(.*\S)?$/s, "A subject is not empty, and has no blanks around it."),
      }),
    ),
  },

  observe: federations,

  create: put,

  changes: [{ of: ["identities"], send: (quay, wanted, _, snapshot) => put(quay, wanted, snapshot) }],

  delete(quay, { robot }, snapshot) {
    const { namespace, orgname, robot_shortname } = partsOf(robot);
    return snapshot.user.either(
      namespace,
      () => deleteOrgRobotFederation(quay, { orgname, robot_shortname }),
      () => deleteUserRobotFederation(quay, { robot_shortname }),
    );
  },

  onConflict: "lookup",
  replacementCost: "nothing besides",
  refers: { robot: toRobot },

  logged: {
    entries: {
      create_robot_federation: {
        of: named,
        to: ({ config }) => ({ identities: (found: unknown) => isSame(config, found) }),
        effect: "made",
      },
      delete_robot_federation: { of: named, effect: "deleted" },
    },
  },

  validate({ identities }) {
    if (isUnknown(identities)) return undefined;
    const reason =
      identities.length === 0
        ? "There is no identity. To let none log in, remove the resource."
        : identities.map(unlikeGitHub).find((fault) => fault !== undefined);
    return reason === undefined ? undefined : { property: "identities", reason };
  },

  async explain({ reason }, { robot }) {
    return /Could not find robot/.test(reason) ? `There is no robot ${robot}.` : undefined;
  },
});

/** Why GitHub never gives a token with such a subject. */
function unlikeGitHub({ issuer, subject }: RobotFederationIdentity): string | undefined {
  if (!issuer.startsWith("https://token.actions.")) return undefined;
  if (subject.includes("*")) return `${subject}: Quay compares a subject as a whole, so * stands for nothing else.`;
  if (subject.includes(":")) return undefined;
  return `${subject} is not a subject of GitHub Actions, which reads like repo:acme/web:ref:refs/heads/main.`;
}

/** Sets all identities, in the place of those there are. */
async function put(
  quay: Quay,
  { robot, identities }: RobotFederationState,
  snapshot: Snapshot,
): Promise<RobotFederationState> {
  const { namespace, orgname, robot_shortname } = partsOf(robot);
  const there = await snapshot.user.either(
    namespace,
    () => createOrgRobotFederation(quay, { orgname, robot_shortname, identities }),
    () => createUserRobotFederation(quay, { robot_shortname, identities }),
  );
  return stateOf(robot, there);
}

const stateOf = (robot: string, identities: readonly IdentityView[]): RobotFederationState => ({
  robot,
  identities: identities.map(({ issuer, subject }) => ({ issuer, subject })),
});

function partsOf(robot: string) {
  const [namespace = "", name = ""] = robot.split("+");
  return { namespace, name, orgname: namespace, robot_shortname: name };
}

function named({ robot }: Details, namespace: string) {
  return { robot: `${namespace}+${robot}` };
}

/** Whether these are the same identities, in any order. */
function isSame(config: unknown, found: unknown): boolean {
  const [one, other] = [config, found].map((list) =>
    (list as IdentityView[]).map(({ issuer, subject }) => JSON.stringify([issuer, subject])).sort(),
  );
  return isDeepStrictEqual(one, other);
}
