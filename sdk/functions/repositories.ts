import type * as pulumi from "@pulumi/pulumi";
import * as repositories from "../../provider/functions/repositories";
import { type AskOptions, ask, askOutput, type OutputArgs } from "./invoke";

export type { GetRepositoriesArgs, GetRepositoryArgs, RepositoryResult } from "../../provider/functions/repositories";

/** Reads one repository. Fails when there is none, or when the token may not see it. */
export function getRepository(
  args: repositories.GetRepositoryArgs,
  options?: AskOptions,
): Promise<repositories.RepositoryResult> {
  return ask(repositories.getRepository, args, options);
}

/** `getRepository` with arguments that may be outputs. */
export function getRepositoryOutput(
  args: OutputArgs<repositories.GetRepositoryArgs>,
  options?: AskOptions,
): pulumi.Output<repositories.RepositoryResult> {
  return askOutput(repositories.getRepository, args, options);
}

/**
 * Lists repositories, all pages; a hundred are one request. Needs at least one of the arguments, and fails when nobody has the
 * namespace.
 */
export function getRepositories(
  args: repositories.GetRepositoriesArgs,
  options?: AskOptions,
): Promise<repositories.RepositoryResult[]> {
  return ask(repositories.getRepositories, args, options);
}

/** `getRepositories` with arguments that may be outputs. */
export function getRepositoriesOutput(
  args: OutputArgs<repositories.GetRepositoriesArgs>,
  options?: AskOptions,
): pulumi.Output<repositories.RepositoryResult[]> {
  return askOutput(repositories.getRepositories, args, options);
}
