import { type Adoptable, id, type Owned } from "../lifecycle/definition";
import { resource } from "../lifecycle/resource";
import {
  createOrgImmutabilityPolicy,
  deleteOrgImmutabilityPolicy,
  updateOrgImmutabilityPolicy,
} from "../quay/api/immutability-policy";
import { namespaceName } from "../quay/names";
import { namespacePolicies, refusedToUser } from "../snapshot/immutability-policies";
import { excludedByMirror } from "../snapshot/organization-mirrors";
import { immutability, rule } from "./immutability";
import { toOrganization } from "./references";

export interface NamespaceImmutabilityPolicyArgs extends Adoptable {
  /** Organization or user whose repositories it is for. For a user it needs the user's own token, with the scope `org:admin`. */
  namespace: string;
  /**
   * Regular expression in Python's form, of at most 256 characters, for whole names of tags. Some versions of Quay compare only
   * the beginning: with `$` at its end it means the same to all. Another pattern is another policy, made before the old one goes.
   */
  tagPattern: string;
  /** Whether the tags that match are immutable; false makes all others so. */
  tagPatternMatches?: boolean;
}

/**
 * Tags in all repositories of a namespace that can be neither moved nor deleted, by name.
 *
 * It holds at once, for tags that exist too, and ends their expirations. Deleting it frees no tag: those that it made immutable
 * stay so until each is given `immutable: false`. One that exists already is shared; one that exists the other way round is
 * refused without `adopt`.
 */
export interface NamespaceImmutabilityPolicyState extends Owned<NamespaceImmutabilityPolicyArgs> {
  /** Quay's own name for it. */
  uuid: string;
}

export const namespaceImmutabilityPolicy = resource<NamespaceImmutabilityPolicyArgs, NamespaceImmutabilityPolicyState>({
  kind: "NamespaceImmutabilityPolicy",
  identity: id("{namespace}:{tagPattern}"),
  flags: ["adopt"],

  accepts: { namespace: namespaceName, ...rule },

  ...immutability({
    of: ({ repo }, namespace) => (repo === undefined ? { namespace } : undefined),
    policies: namespacePolicies,
    path: ({ namespace }) => ({ orgname: namespace }),
    make: createOrgImmutabilityPolicy,
    change: updateOrgImmutabilityPolicy,
    remove: deleteOrgImmutabilityPolicy,
  }),

  refers: { namespace: toOrganization },

  explain: async (refusal, { namespace }, snapshot) =>
    (await refusedToUser(snapshot, namespace, refusal)) ?? excludedByMirror(snapshot, namespace, refusal.reason),
});
