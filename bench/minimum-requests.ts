import type { Shape } from "./reference-organization";

/** What is measured. */
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

/** The things of each kind that somebody else changes for the work "drift": one in a hundred, but robots cannot be changed. */
export const drifted = ({ repositories, teams, teamGrants, robots, robotGrants }: Shape) => ({
  repositories: percent(repositories),
  teams: percent(teams),
  teamGrants: percent(teamGrants),
  robotGrants: percent(robotGrants + robots),
});

const percent = (count: number) => Math.max(1, Math.round(count / 100));

/** Pages of repositories, and the grants of each team and each robot; teams and robots themselves are a list each. */
const allLists = ({ repositories, teams, robots }: Shape) => 2 + Math.ceil(repositories / 100) + teams + robots;

/** The fewest requests with which Quay's API lets a work be done. */
export const least: Record<Work, (shape: Shape) => number> = {
  create: ({ resources }) => resources,
  preview: () => 0,
  refresh: allLists,
  drift: (shape) => allLists(shape) + Object.values(drifted(shape)).reduce((sum, count) => sum + count, 0),
  // Before it is deleted, each repository is looked at for images, and the organization for repositories.
  destroy: ({ resources, repositories }) => resources + repositories + 1,
  "blueprint create": ({ resources }) => resources,
  "blueprint destroy": () => 1,
};

/** What others ask for a refresh, by their own documentation and code. They do not know grants of robots. */
export const others = {
  "Terraform's provider": ({ repositories, teams, robots, teamGrants }: Shape) =>
    1 + repositories + 2 * teams + robots + teamGrants,
  "Ansible's modules": ({ repositories, teams, robots }: Shape) => 1 + 5 * repositories + 2 * teams + 3 * robots,
};
