import type { GrantsBlueprint, Names, OrganizationBlueprintArgs } from "./args";

/** The names without duplicates. */
export const uniqueNames = (names: Names = []): string[] => [
  ...new Set(Array.isArray(names) ? (names as string[]) : Object.keys(names)),
];

/** The team that Quay creates with every organization. */
const OWNERS = "owners";

/** The error messages for invalid references between the parts of a blueprint. */
export function invalidReferences(
  component: string,
  organizationName: string,
  args: OrganizationBlueprintArgs,
): string[] {
  const { teams = {}, robots = {}, repositories = {}, defaultPermissions = {} } = args;
  const { createdBy = {} } = defaultPermissions;
  const wrong: string[] = [];

  if (component.includes("/")) {
    wrong.push(
      "the name of a blueprint holds no slash, so that those of its parts are its own. Choose another; what the " +
        "organization is called is the argument name.",
    );
  }
  for (const [name, team] of Object.entries(teams)) {
    requireRobots(`teams.${name}`, uniqueNames(team.robots), { members: uniqueNames(team.members) });
  }
  for (const [name, repository] of Object.entries(repositories)) requireGrantees(`repositories.${name}`, repository);
  requireGrantees("defaultPermissions", defaultPermissions);
  requireRobots("defaultPermissions.createdBy", keys(createdBy.robots), { users: keys(createdBy.users) });
  for (const kind of ["robots", "users"] as const) {
    for (const [name, grants] of Object.entries(createdBy[kind] ?? {})) {
      requireGrantees(`defaultPermissions.createdBy.${kind}.${name}`, grants);
    }
  }
  return wrong;

  function requireGrantees(where: string, grants: GrantsBlueprint) {
    requireRobots(where, keys(grants.robots), { users: keys(grants.users) });
    for (const name of keys(grants.teams)) {
      if (name === OWNERS || Object.hasOwn(teams, name)) continue;
      wrong.push(
        `${where}.teams: the blueprint has no team ${name}; ${declaredNames("teams", teams)}. Declare it in teams. For a team ` +
          "made elsewhere use a resource of its own: RepositoryTeamPermission or DefaultPermission.",
      );
    }
  }

  function requireRobots(where: string, names: string[], others: Record<string, string[]>) {
    for (const name of names.filter((name) => !Object.hasOwn(robots, name))) {
      wrong.push(
        `${where}.robots: the blueprint has no robot ${name}; ${declaredNames("robots", robots)}. Declare it in robots. A robot ` +
          `made elsewhere is named in full where users are, for example ${organizationName}+${name}.`,
      );
    }
    for (const [place, fullNames] of Object.entries(others)) {
      for (const name of names.filter((name) => fullNames.includes(`${organizationName}+${name}`))) {
        wrong.push(`${where}: robot ${name} stands in robots and, by its full name, in ${place}. Keep one of them.`);
      }
    }
  }
}

const keys = (map: object = {}) => Object.keys(map);

const declaredNames = (what: string, declared: object) =>
  keys(declared).length > 0 ? `its ${what} are ${keys(declared).join(", ")}` : `it has no ${what}`;
