import * as pulumi from "@pulumi/pulumi";
import { namespaceName, robotName } from "../../provider/quay/names";
import { robotLists } from "../../provider/snapshot/robots";
import { type AskOptions, asRunError, snapshotFor, validate, whenKnown } from "./invoke";

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
export function getRobot(args: GetRobotArgs, options?: AskOptions): Promise<RobotResult> {
  return asRunError(async () => {
    validate("getRobot", args, { namespace: namespaceName, name: robotName });
    const { namespace, name } = args;
    const snapshot = await snapshotFor(namespace, options);
    const { description, metadata = {}, token } = await snapshot.of(robotLists).readRobot({ namespace, name });
    return { namespace, name, fullName: `${namespace}+${name}`, description, metadata, token };
  });
}

/** `getRobot` with arguments that may be outputs. All of the answer is secret, because the token is. */
export function getRobotOutput(
  args: { [Name in keyof GetRobotArgs]: pulumi.Input<GetRobotArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<RobotResult> {
  const robot: pulumi.Output<unknown> = whenKnown(getRobot, args, options);
  return pulumi.secret(robot) as pulumi.Output<RobotResult>;
}
