import { misread, Unaddressable } from "../addressable";
import { listRepoTeamPermissions, listRepoUserPermissions } from "../api/permission";
import { getOrgRobotPermissions } from "../api/robot";
import { getOrganizationTeamPermissions } from "../api/team";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
import type { Reader } from "./reader";
import { type Edge, type Sides, TwoSided } from "./two-sided";

export type Role = "read" | "write" | "admin";

export interface UserGrant {
  repository: string;
  user: string;
}

export interface TeamGrant {
  repository: string;
  team: string;
}

const namespaceOf = (repository: string) => repository.split("/")[0] as string;

interface Roles {
  permissions: { repository: { name: string }; role: Role }[];
}

const byFullName = (namespace: string, { permissions }: Roles) =>
  new Map(permissions.map(({ repository, role }) => [`${namespace}/${repository.name}`, role]));

const byGrantee = ({ permissions }: { permissions: Record<string, { role: Role }> }) =>
  new Map(Object.entries(permissions).map(([name, { role }]) => [name, role]));

/** Grants to users and robots. Only what a robot of the namespace is granted can be asked of the robot. */
export function userGrants(quay: Quay, absence: Absence): Reader<UserGrant, UserGrant & { role: Role }> {
  const sides: Sides<Role> = {
    ofRepository: (repository) =>
      absence.unless(namespaceOf(repository), async () =>
        byGrantee(await listRepoUserPermissions(quay, { repository })),
      ),
    async ofGrantee(user, namespace) {
      const robot = user.startsWith(`${namespace}+`) ? user.slice(namespace.length + 1) : undefined;
      if (robot === undefined) return undefined;
      return byFullName(namespace, await getOrgRobotPermissions(quay, { orgname: namespace, robot_shortname: robot }));
    },
  };
  return named(new TwoSided(sides), ({ user }) => user);
}

/** Grants to teams. */
export function teamGrants(quay: Quay, absence: Absence): Reader<TeamGrant, TeamGrant & { role: Role }> {
  const sides: Sides<Role> = {
    ofRepository: (repository) =>
      absence.unless(namespaceOf(repository), async () =>
        byGrantee(await listRepoTeamPermissions(quay, { repository })),
      ),
    ofGrantee: async (team, namespace) =>
      byFullName(namespace, await getOrganizationTeamPermissions(quay, { orgname: namespace, teamname: team })),
  };
  return named(new TwoSided(sides), ({ team }) => team);
}

/** A grant's role, as a grant. */
function named<Id extends { repository: string }>(
  roles: TwoSided<Role>,
  granteeOf: (id: Id) => string,
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
    set: (id, state) => roles.set(edge(id), state?.role),
    forget: (id) => roles.forget(edge(id)),
  };
}
