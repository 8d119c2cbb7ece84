import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import type { AutoPruneBlueprint, GrantsBlueprint, Names, OrganizationBlueprintArgs, PoliciesBlueprint } from "./args";

/** The names without duplicates. */
export const uniqueNames = (names: Names = []): string[] => [
  ...new Set(Array.isArray(names) ? (names as string[]) : Object.keys(names)),
];

/** What makes an auto-prune policy another one in Quay than those beside it. */
export function pruneKey({ maxAge, tagPattern, tagPatternMatches = true }: AutoPruneBlueprint): string {
  const method = maxAge === undefined ? "number_of_tags" : "creation_date";
  const { identity } = resources.NamespaceAutoPrunePolicy as Resource;
  return identity.format({ namespace: "-", method, tagPattern, tagPatternMatches }).slice("-:".length);
}

/** The team that a notification is for, when it is named by a plain text. */
export function notifiedTeam({ quay }: { quay?: unknown }): string | undefined {
  const { team } = (quay ?? {}) as { team?: unknown };
  return typeof team === "string" ? team : undefined;
}

/** The team that Quay creates with every organization. */
const OWNERS = "owners";

/** The error messages for invalid references between the parts of a blueprint. */
export function invalidReferences(
  component: string,
  organizationName: string,
  args: OrganizationBlueprintArgs,
): string[] {
  const { teams = {}, robots = {}, repositories = {}, notifications = {}, defaultPermissions = {} } = args;
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
  for (const [name, repository] of Object.entries(repositories)) {
    requireGrantees(`repositories.${name}`, repository);
    requireOnce(`repositories.${name}.`, repository);
    requireNotified(`repositories.${name}.`, repository.notifications ?? {});
  }
  requireOwnNames();
  requireOnce("", args);
  requireNotified("", notifications);
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

  /** Two entries of a list that are the same policy in Quay. */
  function requireOnce(where: string, { autoPrune = [], immutability = [] }: PoliciesBlueprint) {
    for (const key of repeated(autoPrune.map(pruneKey)))
      wrong.push(`${where}autoPrune: two policies are ${key}, which Quay can hold once. Keep one of them.`);
    for (const pattern of repeated(immutability))
      wrong.push(`${where}immutability: ${pattern} stands there twice. Keep one of them.`);
  }

  /** A notification is called after its repository and its title, and both may hold slashes. */
  function requireOwnNames() {
    const notified = Object.entries(repositories).flatMap(([name, { notifications = {} }]) =>
      keys(notifications).map((title) => ({
        part: `${name}/${title}`,
        where: `repositories.${name}.notifications.${title}`,
      })),
    );
    for (const part of repeated(notified.map(({ part }) => part))) {
      const both = notified.filter((one) => one.part === part).map(({ where }) => where);
      wrong.push(`${both.join(" and ")} would both be called ${component}/${part} in the stack. Choose another title.`);
    }
  }

  function requireNotified(where: string, all: Record<string, { quay?: unknown }>) {
    for (const [title, about] of Object.entries(all)) {
      const team = notifiedTeam(about);
      if (team === undefined || team === OWNERS || Object.hasOwn(teams, team)) continue;
      wrong.push(
        `${where}notifications.${title}.quay: the blueprint has no team ${team}; ${declaredNames("teams", teams)}. Declare it in ` +
          "teams. For a team made elsewhere use a resource of its own.",
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

const repeated = (texts: readonly string[]) => [
  ...new Set(texts.filter((text, index) => texts.indexOf(text) !== index)),
];

const keys = (map: object = {}) => Object.keys(map);

const declaredNames = (what: string, declared: object) =>
  keys(declared).length > 0 ? `its ${what} are ${keys(declared).join(", ")}` : `it has no ${what}`;
