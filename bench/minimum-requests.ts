import type { Shape } from "./reference-organization";

/** The operations to measure. */
export const works = [
  "create",
  "preview",
  "refresh",
  "drift",
  "destroy",
  "blueprint create",
  "blueprint destroy",
] as const;
export type Work = (typeof works)[number];

/** How many objects of each kind are changed outside Pulumi for "drift": one percent. Robots have nothing to change. */
export const driftCounts = ({ repositories, teams, teamGrants, robots, robotGrants }: Shape) => ({
  repositories: percent(repositories),
  teams: percent(teams),
  teamGrants: percent(teamGrants),
  robotGrants: percent(robotGrants + robots),
});

const percent = (count: number) => Math.max(1, Math.round(count / 100));

/** The requests that list everything: pages of repositories, grants per team and per robot, and one list each of teams and robots. */
const allLists = ({ repositories, teams, robots }: Shape) => 2 + Math.ceil(repositories / 100) + teams + robots;

/** The fewest requests that Quay's API needs for each operation. */
export const minimumRequests: Record<Work, (shape: Shape) => number> = {
  create: ({ resources }) => resources,
  preview: () => 0,
  refresh: allLists,
  drift: (shape) => allLists(shape) + Object.values(driftCounts(shape)).reduce((sum, count) => sum + count, 0),
  // Before a deletion, each repository is checked for images and the organization for repositories.
  destroy: ({ resources, repositories }) => resources + repositories + 1,
  "blueprint create": ({ resources }) => resources,
  "blueprint destroy": () => 1,
};

/** The requests of a refresh with other tools, by their documentation and code. They do not manage grants of robots. */
export const otherTools = {
  "Terraform's provider": ({ repositories, teams, robots, teamGrants }: Shape) =>
    1 + repositories + 2 * teams + robots + teamGrants,
  "Ansible's modules": ({ repositories, teams, robots }: Shape) => 1 + 5 * repositories + 2 * teams + 3 * robots,
};
