import { namespaceName, robotName } from "../quay/names";
import { robotLists } from "../snapshot/robots";
import type { ProviderFunction } from "./function";

export interface GetRobotArgs {
  /** Organization, or the token's own user, that holds the robot. */
  namespace: string;
  /** Name within the namespace, for example `ci`. */
  name: string;
}

/** A robot as Quay shows it. */
export interface RobotResult {
  /** Organization or user that holds it. */
  namespace: string;
  /** Name within the namespace. */
  name: string;
  /** What to log in and to grant with, for example `acme+ci`. */
  fullName: string;
  /** What it is for. */
  description: string;
  /** What was kept with it when it was made. */
  metadata: Record<string, unknown>;
  /** Password for docker login. A plain value here: keep it with `pulumi.secret`, or use the Output form. */
  token: string;
}

/** Reads one robot with its token. Fails when there is none, or when the token may not administer its namespace. */
export const getRobot: ProviderFunction<GetRobotArgs, RobotResult> = {
  name: "getRobot",
  accepts: { namespace: namespaceName, name: robotName },
  namespace: ({ namespace }) => namespace,
  result: "RobotResult",
  secrets: ["token"],
  async read(snapshot, { namespace, name }) {
    const { description, metadata = {}, token } = await snapshot.of(robotLists).readRobot({ namespace, name });
    return { namespace, name, fullName: `${namespace}+${name}`, description, metadata, token };
  },
};
