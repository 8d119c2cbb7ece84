import type * as pulumi from "@pulumi/pulumi";
import {
  DefaultPermission,
  Repository,
  RepositoryTeamPermission,
  RepositoryUserPermission,
  Robot,
  Team,
  TeamMember,
} from "../resources";
import type {
  DefaultPermissionsBlueprint,
  GrantsBlueprint,
  RepositoryBlueprint,
  RobotBlueprint,
  TeamBlueprint,
} from "./args";
import { listed } from "./references";

interface Whole {
  /** Logical name of the component. */
  component: string;
  /** Name of the organization. */
  called: string;
  /** The same, from the organization itself. */
  organization: pulumi.Output<string>;
  adopt?: boolean;
  forceDelete?: boolean;
}

/** Makes the parts of one organization. Parts name each other by their outputs, so robots and teams are added first. */
export class Parts {
  readonly robots: Record<string, Robot> = {};
  readonly teams: Record<string, Team> = {};
  readonly repositories: Record<string, Repository> = {};
  private readonly everywhere: DefaultPermission[] = [];

  constructor(
    private readonly whole: Whole,
    private readonly options: pulumi.CustomResourceOptions,
  ) {}

  addRobot(name: string, about: RobotBlueprint): void {
    const { component, organization, adopt } = this.whole;
    this.robots[name] = new Robot(
      `${component}/${name}`,
      { ...about, namespace: organization, name, adopt },
      this.options,
    );
  }

  addTeam(name: string, { members, robots, ...about }: TeamBlueprint): void {
    const { component, organization, adopt } = this.whole;
    const team = new Team(`${component}/${name}`, { ...about, organization, name, adopt }, this.options);
    this.teams[name] = team;
    for (const member of [...listed(members), ...listed(robots).map((robot) => this.fullName(robot))]) {
      new TeamMember(
        `${component}/${name}/${member}`,
        { organization, team: team.name, member: this.account(member) },
        this.options,
      );
    }
  }

  addDefaultPermissions({ createdBy = {}, ...forAll }: DefaultPermissionsBlueprint): void {
    this.grantEverywhere(forAll);
    for (const [name, grants] of this.byFullName(createdBy)) this.grantEverywhere(grants, name);
  }

  addRepository(name: string, { teams, robots, users, forceDelete, ...about }: RepositoryBlueprint): void {
    const { component, organization, ...whole } = this.whole;
    const flags = { adopt: whole.adopt, forceDelete: whole.forceDelete || forceDelete };
    const repository = new Repository(
      `${component}/${name}`,
      { ...about, namespace: organization, name, ...flags },
      // Quay gives default permissions to new repositories only.
      { ...this.options, dependsOn: this.everywhere },
    );
    this.repositories[name] = repository;
    for (const [team, role] of Object.entries(teams ?? {})) {
      new RepositoryTeamPermission(
        `${component}/${name}/${team}`,
        { repository: repository.fullName, team: this.team(team), role },
        this.options,
      );
    }
    for (const [user, role] of this.byFullName({ robots, users })) {
      new RepositoryUserPermission(
        `${component}/${name}/${user}`,
        { repository: repository.fullName, user: this.account(user), role },
        this.options,
      );
    }
  }

  private grantEverywhere({ teams = {}, ...accounts }: GrantsBlueprint, creator?: string): void {
    const { component, organization } = this.whole;
    const createdBy = creator && this.account(creator);
    const by = creator ? `/by/${creator}` : "";
    for (const [team, role] of Object.entries(teams)) {
      const args = { organization, team: this.team(team), role, createdBy };
      this.everywhere.push(new DefaultPermission(`${component}/team/${team}${by}`, args, this.options));
    }
    for (const [user, role] of this.byFullName(accounts)) {
      const args = { organization, user: this.account(user), role, createdBy };
      this.everywhere.push(new DefaultPermission(`${component}/user/${user}${by}`, args, this.options));
    }
  }

  /** What is said of robots and users, by the full names of both. */
  private byFullName<About>({ robots = {}, users = {} }: Said<About>): [string, About][] {
    const ofRobots = Object.entries(robots).map(([name, about]): [string, About] => [this.fullName(name), about]);
    return [...Object.entries(users), ...ofRobots];
  }

  private fullName(robot: string): string {
    return `${this.whole.called}+${robot}`;
  }

  /** A user or robot; a robot of the blueprint as its output, so that what names it waits for it and is remade with it. */
  private account(fullName: string): pulumi.Input<string> {
    const [namespace, robot = ""] = fullName.split("+");
    return namespace === this.whole.called ? (this.robots[robot]?.fullName ?? fullName) : fullName;
  }

  private team(name: string): pulumi.Input<string> {
    return this.teams[name]?.name ?? name;
  }
}

interface Said<About> {
  robots?: Record<string, About>;
  users?: Record<string, About>;
}
