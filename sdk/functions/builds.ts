import type * as pulumi from "@pulumi/pulumi";
import * as builds from "../../provider/functions/builds";
import { type AskOptions, ask, askOutput, type OutputArgs } from "./invoke";

export type { BuildResult, GetBuildsArgs } from "../../provider/functions/builds";

/** Lists the newest builds of a repository, newest first. */
export function getBuilds(args: builds.GetBuildsArgs, options?: AskOptions): Promise<builds.BuildResult[]> {
  return ask(builds.getBuilds, args, options);
}

/** `getBuilds` with arguments that may be outputs. */
export function getBuildsOutput(
  args: OutputArgs<builds.GetBuildsArgs>,
  options?: AskOptions,
): pulumi.Output<builds.BuildResult[]> {
  return askOutput(builds.getBuilds, args, options);
}
