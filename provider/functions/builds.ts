import { z } from "zod";
import { type BuildView, getRepoBuilds } from "../quay/api/build";
import { getRepo } from "../quay/api/repository";
import { repositoryPath } from "../quay/names";
import { namespaceOf } from "../snapshot/containers";
import type { ProviderFunction } from "./function";

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
export const getBuilds: ProviderFunction<GetBuildsArgs, BuildResult[]> = {
  name: "getBuilds",
  accepts: { repository: repositoryPath, limit: z.int().min(1).optional() },
  namespace: ({ repository }) => namespaceOf(repository),
  result: "BuildResult",
  list: "builds",
  async read({ quay }, { repository, limit }) {
    const { builds } = await getRepoBuilds(quay, { repository, limit });
    // Quay lists no builds for a missing repository either; reading the repository then fails.
    if (builds.length === 0) await getRepo(quay, { repository, includeTags: false });
    return builds.map(result);
  },
};
