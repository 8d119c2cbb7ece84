import type { Properties } from "../../../provider/lifecycle/definition";
import type { FoundResource } from "../../import-file/resource-list";
import { inDependencyOrder } from "../../program/arguments";
import type { AdoptedNamespace, ProgramEntry } from "./contract";
import { byText } from "./in-order";

/** Roles by name. */
export interface Grants {
  teams: Map<string, string>;
  robots: Map<string, string>;
  users: Map<string, string>;
}

export interface TeamPart {
  settings: Properties;
  members: string[];
  robots: string[];
}

export interface RepositoryPart {
  settings: Properties;
  grants: Grants;
}

const noGrants = (): Grants => ({ teams: new Map(), robots: new Map(), users: new Map() });

/** The team that every organization has, which a blueprint names without declaring it. */
const OWNERS = "owners";

/** What an OrganizationBlueprint can say of an organization, by name, and the resources that it cannot stand for. */
export class OrganizationParts {
  settings: Properties = {};
  readonly robots = new Map<string, Properties>();
  readonly teams = new Map<string, TeamPart>();
  readonly repositories = new Map<string, RepositoryPart>();
  readonly defaultPermissions = noGrants();
  readonly createdBy = { robots: new Map<string, Grants>(), users: new Map<string, Grants>() };
  /** With the logical names that the blueprint gives its parts. */
  readonly entries: ProgramEntry[] = [];
  readonly beside: FoundResource[] = [];

  /** @param settingsOf What the program has to state of a resource. */
  constructor(
    readonly name: string,
    resources: AdoptedNamespace["resources"],
    private readonly settingsOf: (resource: FoundResource) => Properties,
  ) {
    const sorted = [...resources].sort(byText(({ id }) => id));
    for (const resource of inDependencyOrder(sorted)) {
      const part = this.place(resource);
      if (part === undefined) this.beside.push(resource);
      else this.entries.push({ resource, name: part ? `${name}/${part}` : name, parent: name });
    }
  }

  /** Adds a resource to the blueprint. Returns the name of the part; undefined when the blueprint cannot say it. */
  private place(resource: FoundResource): string | undefined {
    const inputs = resource.inputs as Record<string, string>;
    const { name = "", team = "", member = "", user, createdBy } = inputs;
    const repository = inputs.repository?.slice(this.name.length + 1) ?? "";
    switch (resource.kind) {
      case "Organization":
        this.settings = this.settingsOfPart(resource);
        return "";
      case "Robot":
        this.robots.set(name, this.settingsOfPart(resource));
        return name;
      case "Team":
        this.teams.set(name, { settings: this.settingsOfPart(resource), members: [], robots: [] });
        return name;
      case "Repository":
        this.repositories.set(name, { settings: this.settingsOfPart(resource), grants: noGrants() });
        return name;
      case "TeamMember":
        return this.addMember(team, member) ? `${team}/${member}` : undefined;
      case "RepositoryTeamPermission":
      case "RepositoryUserPermission": {
        const grants = this.repositories.get(repository)?.grants;
        if (!grants || !this.mayName(team)) return undefined;
        this.grant(grants, inputs);
        return `${repository}/${team || user}`;
      }
      case "DefaultPermission": {
        if (!this.mayName(team)) return undefined;
        this.grant(createdBy === undefined ? this.defaultPermissions : this.grantsOfCreator(createdBy), inputs);
        return `${team ? `team/${team}` : `user/${user}`}${createdBy === undefined ? "" : `/by/${createdBy}`}`;
      }
      default:
        return undefined;
    }
  }

  /** What the program has to state besides what the place in the blueprint says. */
  private settingsOfPart(resource: FoundResource): Properties {
    const { name: _name, organization: _organization, namespace: _namespace, ...rest } = this.settingsOf(resource);
    return rest;
  }

  private addMember(team: string, member: string): boolean {
    const part = this.teams.get(team);
    const robot = this.robotOf(member);
    if (robot === undefined) part?.members.push(member);
    else part?.robots.push(robot);
    return part !== undefined;
  }

  /** Whether a grant may name the team. An empty name stands for none. */
  private mayName(team: string): boolean {
    return team === "" || team === OWNERS || this.teams.has(team);
  }

  private grant({ teams, robots, users }: Grants, { team, user = "", role = "" }: Record<string, string>): void {
    const robot = this.robotOf(user);
    if (team !== undefined) teams.set(team, role);
    else if (robot !== undefined) robots.set(robot, role);
    else users.set(user, role);
  }

  private grantsOfCreator(account: string): Grants {
    const robot = this.robotOf(account);
    const [creators, name] = robot === undefined ? [this.createdBy.users, account] : [this.createdBy.robots, robot];
    const grants = creators.get(name) ?? noGrants();
    creators.set(name, grants);
    return grants;
  }

  /** The short name of a robot of the blueprint. */
  private robotOf(account: string): string | undefined {
    const [namespace, robot] = account.split("+");
    return namespace === this.name && robot !== undefined && this.robots.has(robot) ? robot : undefined;
  }
}
