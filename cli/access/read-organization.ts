import type { Connection } from "../../provider/lifecycle/definition";
import { whyUnaddressable } from "../../provider/quay/addressable";
import { getOrganizationApplications } from "../../provider/quay/api/organization";
import { listOrganizationApplicationTokens } from "../../provider/quay/api/organization-application-tokens";
import { getOrganizationPrototypePermissions } from "../../provider/quay/api/prototype";
import { pages } from "../../provider/quay/client/pages";
import { isDeletedUser } from "../../provider/quay/names";
import type { Snapshot } from "../../provider/snapshot";
import { teamGrants, userGrants } from "../../provider/snapshot/grants";
import { teamGrantsWithin, userGrantsWithin } from "../../provider/snapshot/grants-within";
import { membersWithin } from "../../provider/snapshot/members";
import { namespaces } from "../../provider/snapshot/namespaces";
import { proxyCacheOf } from "../../provider/snapshot/proxy-caches";
import { robotLists } from "../../provider/snapshot/robots";
import { type Account, kindOf, principalsOf } from "./principals";
import { ghostNote, isWithheld, type ReadNamespace, reading } from "./reading";
import type { NamespaceAccess } from "./report";
import { listedIn, markCreators, repositoriesWith } from "./repository-access";

/**
 * Who may do what in an organization, or with `only` on this repository. `superusers` administer it anyway, so that roles which only
 * they hold are not read.
 */
export async function organizationAccess(
  name: string,
  connection: Connection,
  superusers: readonly Account[],
  only?: string,
): Promise<ReadNamespace> {
  const { snapshot } = connection;
  const teams = await teamsOf(name, snapshot);
  const [robots, ofTeams, ofUsers, prototypes, applications, proxyCache] = await Promise.all([
    reading(`the robots of ${name}`, () => snapshot.of(robotLists).placesIn(name)),
    reading(`the grants to teams of ${name}`, () => teamGrantsIn(name, snapshot, only)),
    reading(`the grants to users and robots in ${name}`, () => userGrantsIn(name, snapshot, only)),
    defaultPermissionsOf(name, connection),
    applicationsOf(name, connection),
    isProxyCache(name, connection),
  ]);
  const known = principalsOf({ name, kind: "organization", teams, repositories: [] }, [...superusers]);
  const administers = new Set(known.filter(({ everywhere }) => everywhere.length > 0).map((one) => one.name));
  const existing = new Set((await listedIn(name, connection)).map((one) => `${name}/${one.name}`));
  const decides = ({ repository, user, role }: UserGrants[number]) =>
    role === undefined && existing.has(repository) && !administers.has(user) && !isDeletedUser(user);
  const { roles, notes } = await withRoles(ofUsers, decides, snapshot);
  const { repositories, ghosts } = await repositoriesWith(name, connection, [...ofTeams, ...roles], only);
  const creators = new Set(known.filter(({ mayCreate }) => mayCreate).map((one) => one.name));
  return {
    name,
    kind: "organization",
    ...(proxyCache && { proxyCache }),
    repositories: markCreators(repositories, (robot) => creators.has(robot)),
    defaultPermissions: prototypes.filter(({ grantee }) => !isDeletedUser(grantee)),
    teams,
    ...(applications.found && { applications: applications.found }),
    robots: [...robots.keys()],
    notes: [
      ...ghostNote(name, ghosts + prototypes.filter(({ grantee }) => isDeletedUser(grantee)).length),
      ...notes,
      ...applications.notes,
    ],
  };
}

async function teamsOf(organization: string, snapshot: Snapshot): Promise<NamespaceAccess["teams"]> {
  const found = await reading(`the organization ${organization}`, () => snapshot.of(namespaces).get(organization));
  if (!found) throw new Error(`There is no organization ${organization}.`);
  const members = await reading(`the members of ${organization}`, () => membersWithin(snapshot, organization));
  const { features } = await snapshot.features();
  const view = features.TEAM_SYNCING === true ? await snapshot.of(namespaces).view(organization) : undefined;
  const names = (team: string, wanted: boolean) =>
    [
      ...new Set(members.filter((one) => one.team === team && one.invited === wanted).map(({ member }) => member)),
    ].sort();
  return [...found.teams.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, role }) => ({
      name,
      role,
      members: names(name, false),
      invited: names(name, true),
      ...(view?.teams?.[name]?.is_synced === true && { synced: true }),
    }));
}

async function teamGrantsIn(name: string, snapshot: Snapshot, only?: string) {
  if (only === undefined) return teamGrantsWithin(snapshot, name);
  return (await snapshot.of(teamGrants).list({ repository: `${name}/${only}`, team: "" })) ?? [];
}

export async function userGrantsIn(name: string, snapshot: Snapshot, only?: string): Promise<UserGrants> {
  if (only === undefined) return userGrantsWithin(snapshot, name);
  return (await snapshot.of(userGrants).list({ repository: `${name}/${only}`, user: "" })) ?? [];
}

type UserGrants = Awaited<ReturnType<typeof userGrantsWithin>>;

/** Adds roles where they decide something: Quay tells users' roles only in the list of each repository. */
async function withRoles(
  grants: UserGrants,
  decides: (grant: UserGrants[number]) => boolean,
  snapshot: Snapshot,
): Promise<{ roles: UserGrants; notes: string[] }> {
  const wanted = [...new Set(grants.filter(decides).map(({ repository }) => repository))].sort();
  const readable = new Set(wanted.filter((repository) => !whyUnaddressable(repository)));
  const lists = await Promise.all(
    [...readable].map((repository) =>
      reading(`the grants of ${repository}`, () => snapshot.of(userGrants).list({ repository, user: "" })),
    ),
  );
  const unread = grants.filter(({ repository }) => !readable.has(repository));
  return {
    roles: [...unread, ...lists.flatMap((list) => list ?? [])],
    notes: wanted.flatMap((repository) => {
      const why = whyUnaddressable(repository);
      return why ? [`The roles of users on ${repository} are not read, only that they have one. ${why}`] : [];
    }),
  };
}

async function defaultPermissionsOf(
  organization: string,
  { quay }: Connection,
): Promise<NamespaceAccess["defaultPermissions"]> {
  const { prototypes } = await reading(`the default permissions of ${organization}`, () =>
    getOrganizationPrototypePermissions(quay, { orgname: organization }),
  );
  return prototypes.map(({ delegate: { name, kind }, role, activating_user }) => ({
    grantee: name,
    kind: kind === "team" ? "team" : kindOf(name),
    role,
    ...(activating_user && { createdBy: activating_user.name }),
  }));
}

async function applicationsOf(organization: string, { quay }: Connection) {
  const orgname = organization;
  const { applications } = await reading(`the applications of ${organization}`, () =>
    getOrganizationApplications(quay, { orgname }),
  );
  const count = applications.length;
  try {
    const tokens = await Promise.all(
      applications.map(async ({ client_id }) => {
        let found = 0;
        const page = (next_page: string | undefined) =>
          listOrganizationApplicationTokens(quay, { orgname, client_id, next_page });
        for await (const _ of pages(
          page,
          (one) => one.tokens,
          ({ uuid }) => uuid,
        ))
          found++;
        return found;
      }),
    );
    return { found: { count, tokens: tokens.reduce((sum, one) => sum + one, 0) }, notes: [] };
  } catch (error) {
    if (!isWithheld(error)) throw error;
    return { found: { count }, notes: [`Quay does not show the tokens of applications of ${organization}.`] };
  }
}

async function isProxyCache(organization: string, { quay, snapshot }: Connection): Promise<boolean> {
  if ((await snapshot.features()).features.PROXY_CACHE !== true) return false;
  const cache = await reading(`whether ${organization} is a proxy cache`, () => proxyCacheOf(quay, organization));
  return cache !== undefined;
}
