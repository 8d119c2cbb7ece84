import type { RepositoryRole } from "../quay/api/permission";
import type { Snapshot } from ".";
import { type TeamGrant, teamGrants, type UserGrant, userGrants } from "./grants";
import { namespaces } from "./namespaces";
import { people } from "./people";
import { repositories } from "./repositories";
import { robotLists } from "./robots";

/** All grants to the teams of an organization: one request for each team that has any. */
export async function teamGrantsWithin(
  snapshot: Snapshot,
  organization: string,
): Promise<(TeamGrant & { role: RepositoryRole })[]> {
  const known = await snapshot.of(namespaces).get(organization);
  const teams = [...(known?.teams.keys() ?? [])].filter((team) => known?.sizes.get(team)?.repositories !== 0);
  const held = await Promise.all(teams.map((team) => snapshot.of(teamGrants).heldBy(team, organization)));
  if (!held.includes(undefined)) return held.flatMap((grants) => grants ?? []);
  return ofEachRepository(snapshot, organization, (repository) =>
    snapshot.of(teamGrants).list({ repository, team: "" }),
  );
}

/**
 * All grants to users and robots in a namespace. In an organization one request for each robot that has any, and two for all
 * users; Quay shows then which repositories a user was granted, but not the role. In a user's namespace one for each repository.
 */
export async function userGrantsWithin(
  snapshot: Snapshot,
  namespace: string,
): Promise<(UserGrant & { role?: RepositoryRole })[]> {
  const ofEach = () =>
    ofEachRepository(snapshot, namespace, (repository) => snapshot.of(userGrants).list({ repository, user: "" }));
  if (!(await snapshot.of(namespaces).get(namespace))) return ofEach();
  const [robots, members, collaborators] = await Promise.all([
    snapshot.of(robotLists).placesIn(namespace),
    snapshot.of(people).members(namespace),
    snapshot.of(people).collaborators(namespace),
  ]);
  const granted = [...robots].filter(([, { repositories }]) => repositories.length > 0);
  const held = await Promise.all(granted.map(([robot]) => snapshot.of(userGrants).heldBy(robot, namespace)));
  if (held.includes(undefined)) return ofEach();
  const ofUsers = [...members, ...collaborators].flatMap(([user, { repositories }]) =>
    repositories.map((name) => ({ repository: `${namespace}/${name}`, user })),
  );
  return [...ofUsers, ...held.flatMap((grants) => grants ?? [])];
}

async function ofEachRepository<Grant>(
  snapshot: Snapshot,
  namespace: string,
  list: (repository: string) => Promise<Grant[] | undefined>,
): Promise<Grant[]> {
  const all = (await snapshot.of(repositories).list({ namespace, name: "" })) ?? [];
  const grants = await Promise.all(all.map(({ name }) => list(`${namespace}/${name}`)));
  return grants.flatMap((some) => some ?? []);
}
