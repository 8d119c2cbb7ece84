import { id } from "../lifecycle/definition";
import { type Details, repositoryOf } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { isUnknown } from "../lifecycle/unknown";
import { changeUserPermissions, deleteUserPermissions, RepositoryRole } from "../quay/api/permission";
import type { Quay } from "../quay/client/quay";
import { repositoryPath, userOrRobotName } from "../quay/names";
import { absence } from "../snapshot/absence";
import { userGrants } from "../snapshot/grants";
import { userGrantsWithin } from "../snapshot/grants-within";
import { toRepository, toRobot } from "./references";

export interface RepositoryUserPermissionArgs {
  /** Full name of the repository, for example `repository.fullName`. */
  repository: string;
  /** A user, or a robot by its full name. */
  user: string;
  /** What it may do: pull, also push, or everything. */
  role: "read" | "write" | "admin";
}

/**
 * What a user or robot may do with a repository. A statement: one that exists gets the role. (The name
 * RepositoryPermissions is reserved for the exact list of a repository's grants.)
 */
export interface RepositoryUserPermissionState extends Required<RepositoryUserPermissionArgs> {}

export const repositoryUserPermission = resource<RepositoryUserPermissionArgs, RepositoryUserPermissionState>({
  kind: "RepositoryUserPermission",
  identity: id("{repository}/user/{user}"),
  flags: [],

  accepts: { repository: repositoryPath, user: userOrRobotName, role: RepositoryRole },

  observe: userGrants,
  listWithin: userGrantsWithin,

  create: grant,
  changes: [{ of: ["role"], send: grant }],
  delete: (quay, { repository, user }) => deleteUserPermissions(quay, { repository, username: user }),

  onConflict: "idempotent",
  replacementCost: "nothing besides",
  refers: { repository: toRepository, user: toRobot },

  logged: {
    entries: {
      change_repo_permission: { of: named, to: ({ role }) => ({ role }), effect: "made" },
      delete_repo_permission: { of: named, effect: "deleted" },
    },
  },

  validate({ repository, user }) {
    if (isUnknown(repository) || repository.split("/")[0] !== user) return undefined;
    return {
      property: "user",
      reason: `${repository} is ${user}'s own: an organization is granted nothing, and a user administers its own anyway.`,
    };
  },

  // Quay answers with an internal error page when the repository does not exist.
  async explain({ status, reason }, { repository, user }, snapshot) {
    if (/Invalid username/.test(reason)) return `There is no user or robot ${user} in this Quay.`;
    if (/Cannot add robot/.test(reason))
      return "Only robots of the repository's own namespace can be granted anything.";
    if (status === 500 || status === 403) return snapshot.of(absence).missingRepository(repository);
  },
});

async function grant(quay: Quay, wanted: RepositoryUserPermissionState) {
  const { repository, user, role } = wanted;
  await changeUserPermissions(quay, { repository, username: user, role });
  return wanted;
}

function named(details: Details, namespace: string) {
  return { repository: repositoryOf(details, namespace), user: details.username };
}
