import type { Owned } from "../lifecycle/definition";
import { resource } from "../lifecycle/resource";
import {
  createRepositoryAutoPrunePolicy,
  deleteRepositoryAutoPrunePolicy,
  listRepositoryAutoPrunePolicies,
  updateRepositoryAutoPrunePolicy,
} from "../quay/api/policy";
import { repositoryPath } from "../quay/names";
import { absence } from "../snapshot/absence";
import { type AutoPruneArgs, type AutoPruneState, autoPrune, autoPruneInputs } from "./auto-prune";
import { toRepository } from "./references";

export interface RepositoryAutoPrunePolicyArgs extends AutoPruneArgs {
  /** Full name of the repository, for example `repository.fullName`. */
  repository: string;
}

/**
 * Which tags of a repository Quay deletes by itself; a pattern is searched anywhere, so `v` prunes every tag with a v in it.
 *
 * Policies are read with one request for each repository that has any in the program: where many repositories are to have the same,
 * a NamespaceAutoPrunePolicy says it once and is read with one. Several may stand beside one another and beside those of the
 * namespace, and a tag goes when one of them says so. Immutable tags stay. Quay prunes in the background, hourly by default. One that
 * exists with an equal value is shared; with another value it needs `adopt`. Deleting the resource ends the pruning; what was pruned
 * comes back only from Quay's time machine. Needs a Quay with FEATURE_AUTO_PRUNE.
 */
export interface RepositoryAutoPrunePolicyState
  extends AutoPruneState,
    Pick<Owned<RepositoryAutoPrunePolicyArgs>, "repository"> {}

export const repositoryAutoPrunePolicy = resource<RepositoryAutoPrunePolicyArgs, RepositoryAutoPrunePolicyState>({
  kind: "RepositoryAutoPrunePolicy",
  accepts: { repository: repositoryPath, ...autoPruneInputs },

  ...autoPrune("repository", {
    list: ({ quay }, repository) => listRepositoryAutoPrunePolicies(quay, { repository }),
    create: ({ quay }, repository, policy) => createRepositoryAutoPrunePolicy(quay, { repository, ...policy }),
    update: ({ quay }, repository, policy) => updateRepositoryAutoPrunePolicy(quay, { repository, ...policy }),
    delete: ({ quay }, repository, policy_uuid) => deleteRepositoryAutoPrunePolicy(quay, { repository, policy_uuid }),
  }),

  listedBy: ["repository"],
  refers: { repository: toRepository },

  async explain({ status }, { repository }, snapshot) {
    if (status === 403 || status === 404) return snapshot.of(absence).missingRepository(repository);
  },
});
