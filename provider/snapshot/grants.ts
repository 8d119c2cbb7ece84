import { misread, Unaddressable } from "../quay/addressable";
import {
  getTeamPermissions,
  getUserPermissions,
  listRepoTeamPermissions,
  listRepoUserPermissions,
} from "../quay/api/permission";
import { getOrgRobotPermissions } from "../quay/api/robot";
import { getOrganizationTeamPermissions } from "../quay/api/team";
import type { Quay } from "../quay/client/quay";
import type { Absence } from "./absence";
import { type Container, namespaceOf } from "./containers";
import { type Edge, GrantIndex, type GrantSources } from "./grant-index";
import type { Reader } from "./reader";
import type { Repositories } from "./repositories";

export type Role = "read" | "write" | "admin";

export interface UserGrant {
  repository: string;
  user: string;
}

export interface TeamGrant {
  repository: string;
  team: string;
}

const NOT_GRANTED = /^(User|Team) does not have permission for repo\.$/;

interface Roles {
  permissions: { repository: { name: string }; role: Role }[];
}

const byFullName = (namespace: string, { permissions }: Roles) =>
  new Map(permissions.map(({ repository, role }) => [`${namespace}/${repository.name}`, role]));

const byGrantee = ({ permissions }: { permissions: Record<string, { role: Role }> }) =>
  new Map(Object.entries(permissions).map(([name, { role }]) => [name, role]));

const has = (repositories: Repositories) => async (repository: string) => {
  const [namespace = "", ...name] = repository.split("/");
  return (await repositories.get({ namespace, name: name.join("/") })) !== undefined;
};

/** The role of one grant, read by itself. */
async function single(absence: Absence, namespace: string, read: () => Promise<{ role: Role }>) {
  return (await absence.unless(namespace, read, { nothing: NOT_GRANTED }))?.role;
}

/** Grants to users and robots. Only what a robot of the namespace is granted can be asked of the robot. */
export function userGrants(
  quay: Quay,
  absence: Absence,
  repositories: Repositories,
): Reader<UserGrant, UserGrant & { role: Role }> {
  const sides: GrantSources<Role> = {
    ofRepository: (repository) =>
      absence.inRepository(repository, async () => byGrantee(await listRepoUserPermissions(quay, { repository }))),
    async ofGrantee(user, namespace) {
      const robot = user.startsWith(`${namespace}+`) ? user.slice(namespace.length + 1) : undefined;
      if (robot === undefined) return undefined;
      return byFullName(namespace, await getOrgRobotPermissions(quay, { orgname: namespace, robot_shortname: robot }));
    },
    one: ({ repository, namespace, grantee }) =>
      single(absence, namespace, () => getUserPermissions(quay, { repository, username: grantee })),
    hasRepository: has(repositories),
  };
  return named(
    new GrantIndex(sides),
    ({ user }) => user,
    (place) => ("robot" in place ? [place.robot, place.robot.split("+")[0] as string] : undefined),
  );
}

/** Grants to teams. */
export function teamGrants(
  quay: Quay,
  absence: Absence,
  repositories: Repositories,
): Reader<TeamGrant, TeamGrant & { role: Role }> {
  const sides: GrantSources<Role> = {
    ofRepository: (repository) =>
      absence.inRepository(repository, async () => byGrantee(await listRepoTeamPermissions(quay, { repository }))),
    ofGrantee: async (team, namespace) =>
      byFullName(namespace, await getOrganizationTeamPermissions(quay, { orgname: namespace, teamname: team })),
    one: ({ repository, namespace, grantee }) =>
      single(absence, namespace, () => getTeamPermissions(quay, { repository, teamname: grantee })),
    hasRepository: has(repositories),
  };
  return named(
    new GrantIndex(sides),
    ({ team }) => team,
    (place) => ("team" in place ? [place.team, place.organization] : undefined),
  );
}

/** A grant's role, as a grant. */
function named<Id extends { repository: string }>(
  roles: GrantIndex<Role>,
  granteeOf: (id: Id) => string,
  granteeAt: (place: Container) => [grantee: string, namespace: string] | undefined,
): Reader<Id, Id & { role: Role }> {
  const edge = (id: Id): Edge => ({
    repository: id.repository,
    namespace: namespaceOf(id.repository),
    grantee: granteeOf(id),
  });
  return {
    async get(id) {
      // What a grantee's list does not show could not be asked of the repository.
      const why = misread(id.repository);
      if (why) throw new Unaddressable(why);
      const role = await roles.get(edge(id));
      return role && { ...id, role };
    },
    record: (id, state) => roles.set(edge(id), state?.role),
    forget: (id) => roles.forget(edge(id)),
    isGone: (id) => roles.gone(edge(id)),
    forgetUnder(place) {
      if ("namespace" in place) roles.forgetNamespace(place.namespace);
      if ("repository" in place) roles.forgetRepository(place.repository);
      const grantee = granteeAt(place);
      if (grantee) roles.forgetGrantee(...grantee);
    },
  };
}
