import type { OrganizationBlueprintArgs, RepositoryBlueprint } from "./args";
import { uniqueNames } from "./references";

/** The error messages for what cannot stand beside a mirror, a proxy cache or a synchronized team. */
export function invalidCopies(organizationName: string, args: OrganizationBlueprintArgs): string[] {
  const { teams = {}, robots = {}, repositories = {}, mirror } = args;
  const wrong: string[] = [];
  for (const [name, { sync, members }] of Object.entries(teams)) {
    const people = sync ? uniqueNames(members).filter((member) => !member.includes("+")) : [];
    if (people.length > 0)
      wrong.push(
        `teams.${name}.members: ${people.join(" and ")} cannot be named beside sync: the team takes its people from the group. ` +
          "Add them to the group; only robots may be named here.",
      );
  }
  for (const [name, repository] of Object.entries(repositories)) requireMirrored(`repositories.${name}`, repository);
  if (mirror) {
    requireRobot("mirror.robot", mirror.robot);
    const held = Object.keys(repositories).map((name) => `repositories.${name}`);
    for (const beside of [...held, ...(["immutability", "proxyCache"] as const).filter(isGiven)])
      wrong.push(
        `mirror: ${organizationName} copies all repositories of another namespace, and Quay allows no ${beside} beside that. ` +
          "Remove one of them.",
      );
  }
  return wrong;

  function isGiven(name: "immutability" | "proxyCache"): boolean {
    const value = args[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  }

  function requireMirrored(where: string, { mirror, state, robots: granted = {}, users = {} }: RepositoryBlueprint) {
    if (!mirror) return;
    const { robot } = mirror;
    requireRobot(`${where}.mirror.robot`, robot);
    if (typeof state === "string" && state !== "MIRROR")
      wrong.push(`${where}.state: ${state} is not the state of a mirror. Remove state, or mirror.`);
    const short = robot.startsWith(`${organizationName}+`) ? robot.slice(organizationName.length + 1) : robot;
    const role = granted[short] ?? users[`${organizationName}+${short}`];
    if (role === "read")
      wrong.push(`${where}.mirror.robot: ${robot} is granted read, and a mirror's robot has to write. Grant it write.`);
  }

  function requireRobot(where: string, robot: string) {
    if (robot.includes("+") ? robot.startsWith(`${organizationName}+`) : Object.hasOwn(robots, robot)) return;
    const known = Object.keys(robots);
    const declared = known.length > 0 ? `its robots are ${known.join(", ")}` : "it has no robots";
    wrong.push(
      robot.includes("+")
        ? `${where}: ${robot} is a robot of another namespace. It has to be one of ${organizationName}.`
        : `${where}: the blueprint has no robot ${robot}; ${declared}. Declare it in robots. A robot made elsewhere is named in ` +
            `full, for example ${organizationName}+${robot}.`,
    );
  }
}
