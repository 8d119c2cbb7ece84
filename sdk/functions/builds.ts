import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type BuildView, getRepoBuilds } from "../../provider/quay/api/build";
import { getRepo } from "../../provider/quay/api/repository";
import { repositoryPath } from "../../provider/quay/names";
import { type AskOptions, asRunError, snapshotFor, validate, whenKnown } from "./invoke";

export interface GetBuildsArgs {
  /** Full name of the repository, for example `acme/web`. */
  repository: string;
  /** How many at most, the newest. Defaults to 5. */
  limit?: number;
}

/** One build of a repository. */
export interface BuildResult {
  /** UUID. */
  id: string;
  /** How far it is: `waiting`, `building`, `complete`, `error`, `cancelled`, and others on the way. */
  phase: string;
  /** When it began, as Quay writes it (RFC 2822). */
  started: string;
  /** Tags it pushes. */
  tags: string[];
  /** Where the Dockerfile is in the source. */
  dockerfilePath: string;
  /** Folder the Dockerfile may copy from. */
  context: string;
  /** User who requested it; missing when a trigger did. */
  user?: string;
  /** Source; missing when the token may not write, or when the source was uploaded. */
  archiveUrl?: string;
}

const result = ({ id, phase, started, tags, dockerfile_path, context, manual_user, archive_url }: BuildView) => ({
  id,
  phase,
  started: started ?? "",
  tags: tags ?? [],
  dockerfilePath: dockerfile_path ?? "",
  context: context ?? "",
  ...(manual_user && { user: manual_user }),
  ...(archive_url && { archiveUrl: archive_url }),
});

/** Lists the newest builds of a repository, newest first. */
export function getBuilds(args: GetBuildsArgs, options?: AskOptions): Promise<BuildResult[]> {
  return asRunError(async () => {
    validate("getBuilds", args, { repository: repositoryPath, limit: z.int().min(1).optional() });
    const { repository, limit } = args;
    const { quay } = await snapshotFor(repository.split("/")[0], options);
    const { builds } = await getRepoBuilds(quay, { repository, limit });
    // Quay lists no builds for a missing repository either; reading the repository then fails.
    if (builds.length === 0) await getRepo(quay, { repository, includeTags: false });
    return builds.map(result);
  });
}

/** `getBuilds` with arguments that may be outputs. */
export function getBuildsOutput(
  args: { [Name in keyof GetBuildsArgs]: pulumi.Input<GetBuildsArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<BuildResult[]> {
  return whenKnown(getBuilds, args, options);
}
