import type { Owned } from "../lifecycle/definition";
import { resource } from "../lifecycle/resource";
import {
  createOrganizationAutoPrunePolicy,
  createUserAutoPrunePolicy,
  deleteOrganizationAutoPrunePolicy,
  deleteUserAutoPrunePolicy,
  listOrganizationAutoPrunePolicies,
  listUserAutoPrunePolicies,
  updateOrganizationAutoPrunePolicy,
  updateUserAutoPrunePolicy,
} from "../quay/api/policy";
import { Refusal } from "../quay/client/errors";
import { namespaceName } from "../quay/names";
import { absence } from "../snapshot/absence";
import { type AutoPruneArgs, type AutoPruneState, autoPrune, autoPruneInputs, type Caller } from "./auto-prune";
import { toOrganization } from "./references";

export interface NamespaceAutoPrunePolicyArgs extends AutoPruneArgs {
  /** Organization whose repositories are pruned, or the name of the token's own user. */
  namespace: string;
}

/**
 * Which tags of a namespace Quay deletes by itself; a pattern is searched anywhere, so `v` prunes every tag with a v in it.
 *
 * It holds for every repository of the namespace, and one request reads all policies of a namespace, so prefer it to a policy for each
 * repository. Several may stand beside one another, and a tag goes when one of them says so. Immutable tags stay. Quay prunes in the
 * background, hourly by default. One that exists with an equal value is shared; with another value it needs `adopt`. Deleting the
 * resource ends the pruning; what was pruned comes back only from Quay's time machine. Needs a Quay with FEATURE_AUTO_PRUNE.
 */
export interface NamespaceAutoPrunePolicyState
  extends AutoPruneState,
    Pick<Owned<NamespaceAutoPrunePolicyArgs>, "namespace"> {}

export const namespaceAutoPrunePolicy = resource<NamespaceAutoPrunePolicyArgs, NamespaceAutoPrunePolicyState>({
  kind: "NamespaceAutoPrunePolicy",
  accepts: { namespace: namespaceName, ...autoPruneInputs },

  ...autoPrune("namespace", {
    list: (caller, orgname) =>
      either(
        caller,
        orgname,
        () => listOrganizationAutoPrunePolicies(caller.quay, { orgname }),
        () => listUserAutoPrunePolicies(caller.quay, {}),
      ),
    create: (caller, orgname, policy) =>
      either(
        caller,
        orgname,
        () => createOrganizationAutoPrunePolicy(caller.quay, { orgname, ...policy }),
        () => createUserAutoPrunePolicy(caller.quay, policy),
      ),
    update: (caller, orgname, policy) =>
      either(
        caller,
        orgname,
        () => updateOrganizationAutoPrunePolicy(caller.quay, { orgname, ...policy }),
        () => updateUserAutoPrunePolicy(caller.quay, policy),
      ),
    delete: (caller, orgname, policy_uuid) =>
      either(
        caller,
        orgname,
        () => deleteOrganizationAutoPrunePolicy(caller.quay, { orgname, policy_uuid }),
        () => deleteUserAutoPrunePolicy(caller.quay, { policy_uuid }),
      ),
  }),

  listedBy: ["namespace"],
  refers: { namespace: toOrganization },

  async explain({ status }, { namespace }, snapshot) {
    const isMissing = status === 404 && (await snapshot.of(absence).isMissing(["Organization", namespace]));
    return isMissing ? `There is no organization or user ${namespace}.` : undefined;
  },
});

/** Quay serves a user's own namespace on the organizations' path with `org:admin`, and on the user's with `user:admin`. */
function either<T>({ user }: Caller, namespace: string, inOrganization: () => Promise<T>, ofUser: () => Promise<T>) {
  const isForbidden = (error: unknown) => error instanceof Refusal && error.status === 403;
  return user.either(namespace, inOrganization, () =>
    ofUser().catch((error) => {
      if (!isForbidden(error)) throw error;
      return inOrganization().catch((other) => Promise.reject(isForbidden(other) ? error : other));
    }),
  );
}
