import type { Account, Store, Team } from "../../local-quay";
import type { Stored } from "./place";

/** The ids of all that an organization holds in Quay, itself included. */
export function held(store: Store, name: string): Set<string> {
  const organization = store.organization(name);
  if (!organization) return new Set();
  const to = (grantee: Account | Team) => (grantee.kind === "team" ? `team/${grantee.name}` : `user/${grantee.name}`);
  return new Set([
    name,
    ...[...organization.teams.values()].flatMap((team) => [
      `${name}/${team.name}`,
      ...[...team.members].map((member) => `${name}/${team.name}/${member.name}`),
    ]),
    ...store.robotsOf(name).map((robot) => robot.name),
    ...store.repositories().flatMap((repository) => {
      if (repository.namespace !== organization) return [];
      const full = `${name}/${repository.name}`;
      return [full, ...[...repository.grants.keys()].map((grantee) => `${full}/${to(grantee)}`)];
    }),
    ...[...organization.prototypes.values()].map(({ delegate, activatingUser }) => {
      const id = `${name}/${to(delegate)}`;
      return activatingUser ? `${id}/by/${activatingUser.name}` : id;
    }),
  ]);
}

/** Ids, sorted, such as `RepositoryTeamPermission acme/web/team/ops` without its kind. */
export const idsOf = (state: Record<string, Stored>): string[] =>
  Object.values(state)
    .map(({ id }) => id)
    .sort();
