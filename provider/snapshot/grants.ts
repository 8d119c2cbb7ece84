import { listRepoTeamPermissions, listRepoUserPermissions } from "../api/permission";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
import { Shelf } from "./shelf";

type Role = "read" | "write" | "admin";

export interface UserGrant {
  repository: string;
  user: string;
  role: Role;
}

export interface TeamGrant {
  repository: string;
  team: string;
  role: Role;
}

const namespaceOf = (repository: string) => repository.split("/")[0] as string;

/** Grants of a repository to users and robots. */
export const userGrants = (quay: Quay, absence: Absence) =>
  new Shelf<{ repository: string; user: string }, UserGrant>({
    shelf: ({ repository }) => repository,
    key: ({ user }) => user,
    read: ({ repository }) =>
      absence.unless(namespaceOf(repository), async () => {
        const { permissions } = await listRepoUserPermissions(quay, { repository });
        return new Map(Object.entries(permissions).map(([user, { role }]) => [user, { repository, user, role }]));
      }),
  });

/** Grants of a repository to teams. */
export const teamGrants = (quay: Quay, absence: Absence) =>
  new Shelf<{ repository: string; team: string }, TeamGrant>({
    shelf: ({ repository }) => repository,
    key: ({ team }) => team,
    read: ({ repository }) =>
      absence.unless(namespaceOf(repository), async () => {
        const { permissions } = await listRepoTeamPermissions(quay, { repository });
        return new Map(Object.entries(permissions).map(([team, { role }]) => [team, { repository, team, role }]));
      }),
  });
