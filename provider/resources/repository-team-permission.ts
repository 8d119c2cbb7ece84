import { id } from "../lifecycle/definition";
import { type Details, repositoryOf } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { changeTeamPermissions, deleteTeamPermissions, RepositoryRole } from "../quay/api/permission";
import type { Quay } from "../quay/client/quay";
import { repositoryPath, teamName } from "../quay/names";
import { absence } from "../snapshot/absence";
import { teamGrants } from "../snapshot/grants";
import { teamGrantsWithin } from "../snapshot/grants-within";
import { toRepository, toTeam } from "./references";

export interface RepositoryTeamPermissionArgs {
  /** Full name of the repository, for example `repository.fullName`. */
  repository: string;
  /** Name of a team of the repository's organization. */
  team: string;
  /** What its members may do: pull, also push, or everything. */
  role: "read" | "write" | "admin";
}

/**
 * What the members of a team may do with a repository. A statement: one that exists gets the role. (The name
 * RepositoryPermissions is reserved for the exact list of a repository's grants.)
 */
export interface RepositoryTeamPermissionState extends Required<RepositoryTeamPermissionArgs> {}

export const repositoryTeamPermission = resource<RepositoryTeamPermissionArgs, RepositoryTeamPermissionState>({
  kind: "RepositoryTeamPermission",
  identity: id("{repository}/team/{team}"),
  flags: [],

  accepts: { repository: repositoryPath, team: teamName, role: RepositoryRole },

  observe: teamGrants,
  listWithin: teamGrantsWithin,

  create: grant,
  changes: [{ of: ["role"], send: grant }],
  delete: (quay, { repository, team }) => deleteTeamPermissions(quay, { repository, teamname: team }),

  onConflict: "idempotent",
  replacementCost: "nothing besides",
  refers: { repository: toRepository, team: toTeam },

  logged: {
    entries: {
      change_repo_permission: { of: named, to: ({ role }) => ({ role }), effect: "made" },
      delete_repo_permission: { of: named, effect: "deleted" },
    },
  },

  // Quay answers with an internal error page when the repository does not exist.
  async explain({ status }, { repository }, snapshot) {
    if (status === 500 || status === 403) return snapshot.of(absence).missingRepository(repository);
  },
});

async function grant(quay: Quay, wanted: RepositoryTeamPermissionState) {
  const { repository, team, role } = wanted;
  await changeTeamPermissions(quay, { repository, teamname: team, role });
  return wanted;
}

function named(details: Details, namespace: string) {
  return { repository: repositoryOf(details, namespace), team: details.team };
}
