import * as pulumi from "@pulumi/pulumi";
import { stored, typeOf } from "../provider/serve/stored";
import * as dynamic from "../sdk";

/** The size of an organization. */
export interface Shape {
  repositories: number;
  teams: number;
  robots: number;
  teamGrants: number;
  robotGrants: number;
  /** The sum of these, and the organization itself. */
  resources: number;
}

/** The size of the reference organization, which has 4,301 resources at a scale of 1. */
export function shapeAt(scale: number): Shape {
  const repositories = Math.round(1000 * scale);
  const teams = Math.round(100 * scale);
  const robots = Math.round(200 * scale);
  const [teamGrants, robotGrants] = [2 * repositories, repositories];
  const resources = 1 + repositories + teams + robots + teamGrants + robotGrants;
  return { repositories, teams, robots, teamGrants, robotGrants, resources };
}

const numbered = <T>(count: number, name: string, about: (number: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`${name}-${number}`, about(number)]));

const repository = ({ teams, robots }: Shape, number: number): dynamic.RepositoryBlueprint => ({
  description: `Repository number ${number} of the reference organization.`,
  visibility: number % 10 === 0 ? "public" : "private",
  teams: { [`team-${number % teams}`]: "write", [`team-${(number + 1) % teams}`]: "read" },
  robots: { [`robot-${number % robots}`]: "write" },
});

function parts(shape: Shape) {
  return {
    email: "platform@acme.example",
    teams: numbered(shape.teams, "team", (n) => ({ role: "member" as const, description: `Team number ${n}.` })),
    robots: numbered(shape.robots, "robot", (n) => ({ description: `Robot number ${n}.` })),
    repositories: numbered(shape.repositories, "repository", (n) => repository(shape, n)),
  };
}

/** A Pulumi program. `provider` is the module to store as dynamic provider; undefined for that of this package. */
export type Program = (provider: string | undefined) => void;

type Sdk = Pick<
  typeof dynamic,
  "Organization" | "Team" | "Robot" | "Repository" | "RepositoryTeamPermission" | "RepositoryUserPermission"
>;

/** What the organization consists of, for what belongs to it. */
export interface Made {
  organization: pulumi.Output<string>;
  robots: { fullName: pulumi.Output<string> }[];
  repositories: { fullName: pulumi.Output<string> }[];
}

/** The organization as individual resources, which refer to each other by outputs. `more` adds others to them. */
export const oneByOne =
  (shape: Shape, quay: Sdk = dynamic, more: (made: Made) => void = () => {}): Program =>
  (provider) => {
    useProvider(provider);
    const { email, teams, robots, repositories } = parts(shape);
    const acme = new quay.Organization("acme", { email });
    const organization = acme.name;
    const created = {
      teams: mapped(teams, (about, name) => new quay.Team(name, { organization, ...about })),
      robots: mapped(robots, (about, name) => new quay.Robot(name, { namespace: organization, ...about })),
    };
    const made: Made = { organization, robots: Object.values(created.robots), repositories: [] };
    for (const [name, { description, visibility, ...grants }] of Object.entries(repositories)) {
      const about = new quay.Repository(name, { namespace: organization, description, visibility });
      made.repositories.push(about);
      for (const [team, role] of Object.entries(grants.teams ?? {})) {
        const args = { repository: about.fullName, team: created.teams[team]?.name as pulumi.Output<string>, role };
        new quay.RepositoryTeamPermission(`${name}/${team}`, args);
      }
      for (const [robot, role] of Object.entries(grants.robots ?? {})) {
        const args = {
          repository: about.fullName,
          user: created.robots[robot]?.fullName as pulumi.Output<string>,
          role,
        };
        new quay.RepositoryUserPermission(`${name}/${robot}`, args);
      }
    }
    more(made);
  };

/** The same organization as a blueprint, which may be deleted together with its content. */
export const asBlueprint =
  (shape: Shape): Program =>
  (provider) => {
    useProvider(provider);
    new dynamic.OrganizationBlueprint("acme", { ...parts(shape), forceDelete: true });
  };

/** A few repositories in an organization that the program does not manage. */
export const few =
  (count: number): Program =>
  (provider) => {
    useProvider(provider);
    for (let number = 0; number < count; number++) new dynamic.Repository(`few-${number}`, { namespace: "acme" });
  };

const prefix = typeOf("");

/** Replaces the dynamic provider of all resources with another module. */
function useProvider(provider: string | undefined): void {
  if (provider === undefined) return;
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    type.startsWith(prefix)
      ? { props: { ...props, __provider: stored(type.slice(prefix.length), provider) }, opts }
      : undefined,
  );
}

const mapped = <From, To>(from: Record<string, From>, to: (value: From, name: string) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value, name)]));
