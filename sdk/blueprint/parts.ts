import type * as pulumi from "@pulumi/pulumi";
import type * as resources from "../resources";
import type {
  DefaultPermissionsBlueprint,
  GrantsBlueprint,
  NamespaceNotificationBlueprint,
  OrganizationMirrorBlueprint,
  PoliciesBlueprint,
  ProxyCacheBlueprint,
  QuotaBlueprint,
  RepositoryBlueprint,
  RobotBlueprint,
  TeamBlueprint,
} from "./args";
import { addPolicies } from "./policies";
import { notifiedTeam, uniqueNames } from "./references";

/** The classes of the parts. */
export type Kinds = Pick<
  typeof resources,
  | "DefaultPermission"
  | "NamespaceAutoPrunePolicy"
  | "NamespaceImmutabilityPolicy"
  | "NamespaceNotification"
  | "Organization"
  | "OrganizationMirror"
  | "ProxyCache"
  | "Quota"
  | "Repository"
  | "RepositoryAutoPrunePolicy"
  | "RepositoryImmutabilityPolicy"
  | "RepositoryMirror"
  | "RepositoryNotification"
  | "RepositoryTeamPermission"
  | "RepositoryUserPermission"
  | "Robot"
  | "RobotFederation"
  | "Team"
  | "TeamMember"
  | "TeamSync"
>;

interface OrganizationContext {
  /** Logical name of the component. */
  component: string;
  /** Name of the organization. */
  organizationName: string;
  /** The same as an output, so that parts depend on the organization. */
  organization: pulumi.Output<string>;
  adopt?: boolean;
  forceDelete?: boolean;
}

/** Creates the parts of one organization. Parts refer to each other by outputs, so robots and teams are added first. */
export class Parts {
  readonly robots: Record<string, resources.Robot> = {};
  readonly teams: Record<string, resources.Team> = {};
  readonly repositories: Record<string, resources.Repository> = {};
  private readonly defaultPermissions: resources.DefaultPermission[] = [];

  constructor(
    private readonly kinds: Kinds,
    private readonly context: OrganizationContext,
    private readonly options: pulumi.CustomResourceOptions,
  ) {}

  addRobot(name: string, { federation, ...about }: RobotBlueprint): void {
    const { component, organization, adopt } = this.context;
    const robot = new this.kinds.Robot(
      `${component}/${name}`,
      { ...about, namespace: organization, name, adopt },
      this.options,
    );
    this.robots[name] = robot;
    if (federation === undefined) return;
    const args = { robot: robot.fullName, identities: federation, adopt };
    new this.kinds.RobotFederation(`${component}/${name}/federation`, args, this.options);
  }

  addTeam(name: string, { members, robots, sync, ...about }: TeamBlueprint): void {
    const { component, organization, adopt } = this.context;
    const team = new this.kinds.Team(`${component}/${name}`, { ...about, organization, name, adopt }, this.options);
    this.teams[name] = team;
    for (const member of [...uniqueNames(members), ...uniqueNames(robots).map((robot) => this.fullName(robot))]) {
      new this.kinds.TeamMember(
        `${component}/${name}/${member}`,
        { organization, team: team.name, member: this.account(member) },
        this.options,
      );
    }
    if (sync === undefined) return;
    const args = { ...sync, organization, team: team.name, adopt };
    new this.kinds.TeamSync(`${component}/${name}/sync`, args, this.options);
  }

  /** The quota, and whom Quay tells of it. Quay deletes these with the quota, so they wait for it. */
  addQuota(quota: QuotaBlueprint | undefined, notifications: Record<string, NamespaceNotificationBlueprint>): void {
    const { component, organization, adopt } = this.context;
    const made =
      quota && new this.kinds.Quota(`${component}/quota`, { ...quota, namespace: organization, adopt }, this.options);
    const namespace = made?.namespace ?? organization;
    for (const [title, about] of Object.entries(notifications)) {
      const args = { ...this.toTeam(about), namespace, title, adopt };
      new this.kinds.NamespaceNotification(`${component}/${title}`, args, this.options);
    }
  }

  addPolicies(policies: PoliciesBlueprint): void {
    const { component, organization: namespace, adopt } = this.context;
    const { NamespaceAutoPrunePolicy, NamespaceImmutabilityPolicy } = this.kinds;
    const classes = [NamespaceAutoPrunePolicy, NamespaceImmutabilityPolicy] as const;
    addPolicies(component, classes, policies, { namespace, adopt }, this.options);
  }

  addMirror({ robot, ...about }: OrganizationMirrorBlueprint): void {
    const { component, organization, adopt } = this.context;
    const args = { ...about, organization, robot: this.account(this.longName(robot)), adopt };
    new this.kinds.OrganizationMirror(`${component}/mirror`, args, this.options);
  }

  addProxyCache(about: ProxyCacheBlueprint): void {
    const { component, organization, adopt } = this.context;
    new this.kinds.ProxyCache(`${component}/proxycache`, { ...about, organization, adopt }, this.options);
  }

  addDefaultPermissions({ createdBy = {}, ...forAll }: DefaultPermissionsBlueprint): void {
    this.addDefaultGrants(forAll);
    for (const [name, grants] of this.byFullName(createdBy)) this.addDefaultGrants(grants, name);
  }

  addRepository(name: string, blueprint: RepositoryBlueprint): void {
    const { teams, robots, users, forceDelete, notifications = {}, ...others } = blueprint;
    const { autoPrune, immutability, mirror, ...about } = others;
    const { component, organization, ...whole } = this.context;
    const flags = { adopt: whole.adopt, forceDelete: whole.forceDelete || forceDelete };
    const repository = new this.kinds.Repository(
      `${component}/${name}`,
      { ...about, namespace: organization, name, ...flags },
      // Quay applies default permissions only when a repository is created.
      { ...this.options, dependsOn: this.defaultPermissions },
    );
    this.repositories[name] = repository;
    const { RepositoryAutoPrunePolicy, RepositoryImmutabilityPolicy } = this.kinds;
    const classes = [RepositoryAutoPrunePolicy, RepositoryImmutabilityPolicy] as const;
    const holder = { repository: repository.fullName, adopt: whole.adopt };
    addPolicies(`${component}/${name}`, classes, { autoPrune, immutability }, holder, this.options);
    for (const [title, about] of Object.entries(notifications)) {
      const args = { ...this.toTeam(about), repository: repository.fullName, title, adopt: whole.adopt };
      new this.kinds.RepositoryNotification(`${component}/${name}/${title}`, args, this.options);
    }
    for (const [team, role] of Object.entries(teams ?? {})) {
      new this.kinds.RepositoryTeamPermission(
        `${component}/${name}/${team}`,
        { repository: repository.fullName, team: this.team(team), role },
        this.options,
      );
    }
    const mirroring = mirror && this.longName(mirror.robot);
    const accounts = new Map(this.byFullName({ robots, users }));
    // Quay grants it to a mirror's robot by itself.
    if (mirroring && !accounts.has(mirroring)) accounts.set(mirroring, "write");
    const granted = [...accounts].map(([user, role]) => {
      const args = { repository: repository.fullName, user: this.account(user), role };
      return new this.kinds.RepositoryUserPermission(`${component}/${name}/${user}`, args, this.options);
    });
    if (!mirroring) return;
    new this.kinds.RepositoryMirror(
      `${component}/${name}/mirror`,
      { ...mirror, repository: repository.fullName, robot: this.account(mirroring), adopt: whole.adopt },
      { ...this.options, dependsOn: granted },
    );
  }

  /** A notification to a team of the blueprint waits for the team. */
  private toTeam<About extends { quay?: unknown }>(about: About): About {
    const team = notifiedTeam(about);
    return team === undefined ? about : { ...about, quay: { ...(about.quay as object), team: this.team(team) } };
  }

  private addDefaultGrants({ teams = {}, ...accounts }: GrantsBlueprint, creator?: string): void {
    const { component, organization } = this.context;
    const createdBy = creator && this.account(creator);
    const by = creator ? `/by/${creator}` : "";
    for (const [team, role] of Object.entries(teams)) {
      const args = { organization, team: this.team(team), role, createdBy };
      this.defaultPermissions.push(
        new this.kinds.DefaultPermission(`${component}/team/${team}${by}`, args, this.options),
      );
    }
    for (const [user, role] of this.byFullName(accounts)) {
      const args = { organization, user: this.account(user), role, createdBy };
      this.defaultPermissions.push(
        new this.kinds.DefaultPermission(`${component}/user/${user}${by}`, args, this.options),
      );
    }
  }

  /** The entries of robots and users, by full name. */
  private byFullName<About>({ robots = {}, users = {} }: ByAccount<About>): [string, About][] {
    const ofRobots = Object.entries(robots).map(([name, about]): [string, About] => [this.fullName(name), about]);
    return [...Object.entries(users), ...ofRobots];
  }

  /** The full name of a robot that is called by its short name, or in full. */
  private longName(robot: string): string {
    return robot.includes("+") ? robot : this.fullName(robot);
  }

  private fullName(robot: string): string {
    return `${this.context.organizationName}+${robot}`;
  }

  /** The name of a user or robot. For a robot of the blueprint it is an output, so that dependents wait for it and follow it. */

  private account(fullName: string): pulumi.Input<string> {
    const [namespace, robot = ""] = fullName.split("+");
    return namespace === this.context.organizationName ? (this.robots[robot]?.fullName ?? fullName) : fullName;
  }

  private team(name: string): pulumi.Input<string> {
    return this.teams[name]?.name ?? name;
  }
}

interface ByAccount<About> {
  robots?: Record<string, About>;
  users?: Record<string, About>;
}
