import { whyUnaddressable } from "../quay/addressable";
import type { RepositoryRole } from "../quay/api/permission";
import type { Snapshot } from ".";
import { type TeamGrant, teamGrants, type UserGrant, userGrants } from "./grants";
import type { ListingDepth } from "./listing-depth";
import { namespaces } from "./namespaces";
import { people } from "./people";
import { repositories } from "./repositories";
import { robotLists } from "./robots";

/** All grants to the teams of an organization: one request for each team that has any. No other list shows them. */
export async function teamGrantsWithin(
  snapshot: Snapshot,
  organization: string,
  { shallow = false }: ListingDepth = {},
): Promise<(TeamGrant & { role: RepositoryRole })[]> {
  if (shallow) return [];
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
 * Shallow lists show no roles of robots either, and of a user's namespace only robots.
 */
export async function userGrantsWithin(
  snapshot: Snapshot,
  namespace: string,
  { shallow = false }: ListingDepth = {},
): Promise<(UserGrant & { role?: RepositoryRole })[]> {
  const ofEach = () =>
    ofEachRepository(snapshot, namespace, (repository) => snapshot.of(userGrants).list({ repository, user: "" }));
  const isOrganization = (await snapshot.of(namespaces).get(namespace)) !== undefined;
  if (!isOrganization && !shallow) return ofEach();
  const [robots, members, collaborators] = await Promise.all([
    snapshot.of(robotLists).placesIn(namespace),
    isOrganization ? snapshot.of(people).members(namespace) : [],
    isOrganization ? snapshot.of(people).collaborators(namespace) : [],
  ]);
  const named = (accounts: Iterable<[string, { repositories: readonly string[] }]>) =>
    [...accounts].flatMap(([user, { repositories }]) =>
      repositories.map((name) => ({ repository: `${namespace}/${name}`, user })),
    );
  if (shallow) return named([...members, ...collaborators, ...robots]);
  const granted = [...robots].filter(([, { repositories }]) => repositories.length > 0);
  const held = await Promise.all(granted.map(([robot]) => snapshot.of(userGrants).heldBy(robot, namespace)));
  if (held.includes(undefined)) return ofEach();
  return [...named([...members, ...collaborators]), ...held.flatMap((grants) => grants ?? [])];
}

/** The grants of all repositories that the API can address; of others they cannot be read. */
async function ofEachRepository<Grant>(
  snapshot: Snapshot,
  namespace: string,
  list: (repository: string) => Promise<Grant[] | undefined>,
): Promise<Grant[]> {
  const all = (await snapshot.of(repositories).list({ namespace, name: "" })) ?? [];
  const paths = all.map(({ name }) => `${namespace}/${name}`).filter((path) => !whyUnaddressable(path));
  const grants = await Promise.all(paths.map(list));
  return grants.flatMap((some) => some ?? []);
}
