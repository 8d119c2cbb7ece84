import type * as pulumi from "@pulumi/pulumi";
import * as robots from "../../provider/functions/robots";
import { type AskOptions, ask, askOutput, type OutputArgs } from "./invoke";

export type { GetRobotArgs, RobotResult } from "../../provider/functions/robots";

/** Reads one robot with its token. Fails when there is none, or when the token may not administer its namespace. */
export function getRobot(args: robots.GetRobotArgs, options?: AskOptions): Promise<robots.RobotResult> {
  return ask(robots.getRobot, args, options);
}

/** `getRobot` with arguments that may be outputs. All of the answer is secret, because the token is. */
export function getRobotOutput(
  args: OutputArgs<robots.GetRobotArgs>,
  options?: AskOptions,
): pulumi.Output<robots.RobotResult> {
  return askOutput(robots.getRobot, args, options);
}
