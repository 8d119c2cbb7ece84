import {
  type ImmutabilityPolicyView,
  listOrgImmutabilityPolicies,
  listRepositoryImmutabilityPolicies,
} from "../quay/api/immutability-policy";
import { hidesNamespace, Refusal } from "../quay/client/errors";
import { needsScope } from "../quay/operation";
import type { Snapshot } from ".";
import { listed } from "./listed";

export interface ImmutabilityPolicy {
  tagPattern: string;
  tagPatternMatches: boolean;
  /** Quay's own name for it. */
  uuid: string;
}

export interface NamespacePolicy extends ImmutabilityPolicy {
  namespace: string;
}

export interface RepositoryPolicy extends ImmutabilityPolicy {
  repository: string;
}

/** In Quay too the pattern alone is the key: there is no second policy of it, also not the other way round. */
const key = ({ tagPattern }: Pick<ImmutabilityPolicy, "tagPattern">) => tagPattern;

const policyOf = ({ tagPattern, tagPatternMatches, uuid }: ImmutabilityPolicyView): ImmutabilityPolicy => ({
  tagPattern,
  tagPatternMatches,
  uuid,
});

/** The policies of an organization or user. Those of a user have the paths of organizations too, and no others. */
export const namespacePolicies = listed<Pick<NamespacePolicy, "namespace" | "tagPattern">, NamespacePolicy>({
  of: ({ namespace }) => ["Organization", namespace],
  key,
  async read(snapshot, namespace) {
    const { policies } = await listOrgImmutabilityPolicies(snapshot.quay, { orgname: namespace }).catch(
      async (error) => {
        const reason = error instanceof Refusal && (await refusedToUser(snapshot, namespace, error));
        throw reason ? error.withAdvice(reason) : error;
      },
    );
    return policies.map((view) => ({ namespace, ...policyOf(view) }));
  },
});

export const repositoryPolicies = listed<Pick<RepositoryPolicy, "repository" | "tagPattern">, RepositoryPolicy>({
  of: ({ repository }) => ["Repository", repository],
  key,
  async read({ quay }, repository) {
    const { policies } = await listRepositoryImmutabilityPolicies(quay, { repository });
    return policies.map((view) => ({ repository, ...policyOf(view) }));
  },
});

/** Why Quay refuses the policies of a user: unlike a user's robots, they need the scope for organizations. */
export async function refusedToUser(
  { user }: Snapshot,
  namespace: string,
  refusal: Pick<Refusal, "status" | "reason">,
): Promise<string | undefined> {
  if (!hidesNamespace(refusal) || !(await user.isUser(namespace).catch(() => false))) return undefined;
  return `${namespace} is a user. ${needsScope("org:admin", `${namespace}'s own token`)}`;
}
