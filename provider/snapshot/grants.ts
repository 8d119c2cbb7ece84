import { Unaddressable, whyUnaddressable } from "../quay/addressable";
import {
  type Grants,
  getTeamPermissions,
  getUserPermissions,
  listRepoTeamPermissions,
  listRepoUserPermissions,
  type RepositoryRole,
  type RepositoryRoles,
} from "../quay/api/permission";
import { getOrgRobotPermissions } from "../quay/api/robot";
import { getOrganizationTeamPermissions } from "../quay/api/team";
import type { Snapshot } from ".";
import { type Absence, absence } from "./absence";
import { type Container, namespaceOf } from "./containers";
import { GrantIndex, type GrantKey, type GrantSources } from "./grant-index";
import type { Reader } from "./reader";
import { repositories } from "./repositories";

export interface UserGrant {
  repository: string;
  user: string;
}

export interface TeamGrant {
  repository: string;
  team: string;
}

const NOT_GRANTED = /^(User|Team) does not have permission for repo\.$/;

const byFullName = (namespace: string, { permissions }: RepositoryRoles) =>
  new Map(permissions.map(({ repository, role }) => [`${namespace}/${repository.name}`, role]));

const byGrantee = ({ permissions }: Grants) =>
  new Map(Object.entries(permissions).map(([name, { role }]) => [name, role]));

const hasRepository = (snapshot: Snapshot) => async (repository: string) => {
  const [namespace = "", ...name] = repository.split("/");
  return (await snapshot.of(repositories).get({ namespace, name: name.join("/") })) !== undefined;
};

/** Reads the role of a single grant. */
async function readSingleRole(absence: Absence, namespace: string, read: () => Promise<{ role: RepositoryRole }>) {
  return (await absence.readOne(namespace, read, { nothing: NOT_GRANTED }))?.role;
}

/** Reads grants one by one, by repository, or by grantee. */
export interface GrantReader<Id> extends Reader<Id, Id & { role: RepositoryRole }> {
  /** The grants of one grantee in a namespace; undefined when Quay has no such list, or refuses it to this token. */
  heldBy(grantee: string, namespace: string): Promise<(Id & { role: RepositoryRole })[] | undefined>;
}

/** Grants to users and robots. By grantee, Quay lists only those of the namespace's own robots. */
export const userGrants = (snapshot: Snapshot): GrantReader<UserGrant> => {
  const { quay } = snapshot;
  const absences = snapshot.of(absence);
  const sources: GrantSources<RepositoryRole> = {
    ofRepository: (repository) =>
      absences.inRepository(repository, async () => byGrantee(await listRepoUserPermissions(quay, { repository }))),
    async ofGrantee(user, namespace) {
      const robot = user.startsWith(`${namespace}+`) ? user.slice(namespace.length + 1) : undefined;
      if (robot === undefined) return undefined;
      return byFullName(namespace, await getOrgRobotPermissions(quay, { orgname: namespace, robot_shortname: robot }));
    },
    readOne: ({ repository, namespace, grantee }) =>
      readSingleRole(absences, namespace, () => getUserPermissions(quay, { repository, username: grantee })),
    hasRepository: hasRepository(snapshot),
  };
  const roles = new GrantIndex(sources);
  return {
    ...grantReader(
      roles,
      ({ user }) => user,
      (repository, user) => ({ repository, user }),
    ),
    forgetUnder(container) {
      forgetContainer(roles, container);
      const [kind, robot] = container;
      if (kind === "Robot") roles.forgetGrantee(robot, namespaceOf(robot));
    },
  };
};

/** Grants to teams. */
export const teamGrants = (snapshot: Snapshot): GrantReader<TeamGrant> => {
  const { quay } = snapshot;
  const absences = snapshot.of(absence);
  const sources: GrantSources<RepositoryRole> = {
    ofRepository: (repository) =>
      absences.inRepository(repository, async () => byGrantee(await listRepoTeamPermissions(quay, { repository }))),
    ofGrantee: async (team, namespace) =>
      byFullName(namespace, await getOrganizationTeamPermissions(quay, { orgname: namespace, teamname: team })),
    readOne: ({ repository, namespace, grantee }) =>
      readSingleRole(absences, namespace, () => getTeamPermissions(quay, { repository, teamname: grantee })),
    hasRepository: hasRepository(snapshot),
  };
  const roles = new GrantIndex(sources);
  return {
    ...grantReader(
      roles,
      ({ team }) => team,
      (repository, team) => ({ repository, team }),
    ),
    forgetUnder(container) {
      forgetContainer(roles, container);
      const [kind, id] = container;
      const [organization = "", team = ""] = id.split("/");
      if (kind === "Team") roles.forgetGrantee(team, organization);
    },
  };
};

/** A reader of grants on an index of roles. */
function grantReader<Id extends { repository: string }>(
  roles: GrantIndex<RepositoryRole>,
  granteeOf: (id: Id) => string,
  grantTo: (repository: string, grantee: string) => Id,
): Omit<GrantReader<Id>, "forgetUnder"> {
  const keyOf = (id: Id): GrantKey => ({
    repository: id.repository,
    namespace: namespaceOf(id.repository),
    grantee: granteeOf(id),
  });
  return {
    async get(id, how) {
      requireAddressable(id.repository);
      const role = await roles.get(keyOf(id), how);
      return role && { ...id, role };
    },
    async list({ repository }, how) {
      requireAddressable(repository);
      const all = await roles.list(repository, how);
      return all && [...all].map(([grantee, role]) => ({ ...grantTo(repository, grantee), role }));
    },
    async heldBy(grantee, namespace) {
      const all = await roles.heldBy(grantee, namespace);
      return all && [...all].map(([repository, role]) => ({ ...grantTo(repository, grantee), role }));
    },
    isGone: (id) => roles.isGone(keyOf(id)),
    record: (id, state) => roles.set(keyOf(id), state?.role),
    forget: (id) => roles.forget(keyOf(id)),
  };
}

/** The repository's own list has to be readable to confirm what a grantee's list does not show. */
function requireAddressable(repository: string): void {
  const why = whyUnaddressable(repository);
  if (why) throw new Unaddressable(why);
}

function forgetContainer(roles: GrantIndex<RepositoryRole>, [kind, id]: Container): void {
  if (kind === "Organization") roles.forgetNamespace(id);
  if (kind === "Repository") roles.forgetRepository(id);
}
