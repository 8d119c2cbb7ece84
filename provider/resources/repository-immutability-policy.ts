import { type Adoptable, id, type Owned } from "../lifecycle/definition";
import { repositoryOf } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import {
  createRepositoryImmutabilityPolicy,
  deleteRepositoryImmutabilityPolicy,
  updateRepositoryImmutabilityPolicy,
} from "../quay/api/immutability-policy";
import { repositoryPath } from "../quay/names";
import { absence } from "../snapshot/absence";
import { repositoryPolicies } from "../snapshot/immutability-policies";
import { immutability, rule } from "./immutability";
import { toRepository } from "./references";

export interface RepositoryImmutabilityPolicyArgs extends Adoptable {
  /** Full name of the repository, for example `repository.fullName`. */
  repository: string;
  /**
   * Regular expression in Python's form, of at most 256 characters, for whole names of tags. Some versions of Quay compare only
   * the beginning: with `$` at its end it means the same to all. Another pattern is another policy, made before the old one goes.
   */
  tagPattern: string;
  /** Whether the tags that match are immutable; false makes all others so. */
  tagPatternMatches?: boolean;
}

/**
 * Tags of a repository that can be neither moved nor deleted, by name.
 *
 * It is read with one request for each repository; a NamespaceImmutabilityPolicy is for all of a namespace. It holds at once, for
 * tags that exist too, and ends their expirations. Deleting it frees no tag: those that it made immutable stay so until each is
 * given `immutable: false`. One that exists already is shared; one that exists the other way round is refused without `adopt`.
 */
export interface RepositoryImmutabilityPolicyState extends Owned<RepositoryImmutabilityPolicyArgs> {
  /** Quay's own name for it. */
  uuid: string;
}

export const repositoryImmutabilityPolicy = resource<
  RepositoryImmutabilityPolicyArgs,
  RepositoryImmutabilityPolicyState
>({
  kind: "RepositoryImmutabilityPolicy",
  identity: id("{repository}:{tagPattern}"),
  flags: ["adopt"],

  accepts: { repository: repositoryPath, ...rule },

  ...immutability({
    of(details, namespace) {
      const repository = repositoryOf(details, namespace);
      return repository === undefined ? undefined : { repository };
    },
    policies: repositoryPolicies,
    path: ({ repository }) => ({ repository }),
    make: createRepositoryImmutabilityPolicy,
    change: updateRepositoryImmutabilityPolicy,
    remove: deleteRepositoryImmutabilityPolicy,
  }),

  refers: { repository: toRepository },

  async explain({ status }, { repository }, snapshot) {
    if (status === 404) return snapshot.of(absence).missingRepository(repository);
  },
});
