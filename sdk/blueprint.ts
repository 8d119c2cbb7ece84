import * as pulumi from "@pulumi/pulumi";
import type { OrganizationBlueprintArgs } from "./blueprint/args";
import { invalidCopies } from "./blueprint/copies";
import { type Kinds, Parts } from "./blueprint/parts";
import { invalidReferences } from "./blueprint/references";
import { validateShape } from "./blueprint/shape";
import * as resources from "./resources";

export type {
  AutoPruneBlueprint,
  CreatorsBlueprint,
  DefaultPermissionsBlueprint,
  GrantedRole,
  GrantsBlueprint,
  Names,
  NamespaceNotificationBlueprint,
  OrganizationBlueprintArgs,
  OrganizationMirrorBlueprint,
  PoliciesBlueprint,
  ProxyCacheBlueprint,
  QuotaBlueprint,
  RepositoryBlueprint,
  RepositoryMirrorBlueprint,
  RepositoryNotificationBlueprint,
  RobotBlueprint,
  TeamBlueprint,
  TeamSyncBlueprint,
} from "./blueprint/args";

/**
 * A whole organization: its settings, quota and policies, teams with their members, robots, repositories with their grants and
 * notifications, default permissions, and what is copied from elsewhere. Each part is a resource of its own, called after the component and after itself: `acme/web`, `acme/ops/alice`.
 */
export class OrganizationBlueprint extends pulumi.ComponentResource {
  /** Name of the organization. */
  readonly name: pulumi.Output<string>;
  /** What to pull of each repository, without a tag, by the repository's name. */
  readonly images: pulumi.Output<Record<string, string>>;
  /** Docker's `config.json` of each robot, by its short name: what a Kubernetes pull secret holds. Secret. */
  readonly pullSecrets: pulumi.Output<Record<string, string>>;
  /** The organization itself. */
  readonly organization: resources.Organization;
  /** The teams by name. */
  readonly teams: Readonly<Record<string, resources.Team>>;
  /** The robots by short name. */
  readonly robots: Readonly<Record<string, resources.Robot>>;
  /** The repositories by name. */
  readonly repositories: Readonly<Record<string, resources.Repository>>;

  /**
   * @param name Logical name, with which those of all parts begin.
   * @param given What the organization is to hold.
   * @param options Pulumi's options, of which `protect` and `provider` reach every part.
   */
  constructor(name: string, given: OrganizationBlueprintArgs = {}, options?: pulumi.ComponentResourceOptions) {
    const { wrong: shapeErrors, args } = validateShape(given);
    const organizationName = args.name ?? name;
    const wrong =
      shapeErrors.length > 0
        ? shapeErrors
        : [...invalidReferences(name, organizationName, args), ...invalidCopies(organizationName, args)];
    if (wrong.length > 0) {
      throw new pulumi.RunError([`OrganizationBlueprint ${name}:`, ...wrong].join(wrong.length > 1 ? "\n" : " "));
    }
    super("quay:index:OrganizationBlueprint", name, {}, options);

    const { teams, robots, repositories, defaultPermissions, adopt, forceDelete, ...others } = args;
    const { quota, notifications = {}, autoPrune, immutability, mirror, proxyCache, ...settings } = others;
    // Its logical name is the component's, so that another organization name is a rename of the same resource, which is refused.
    const own = { ...settings, name: organizationName, adopt, forceDelete };
    const kinds = this.kinds();
    this.organization = new kinds.Organization(name, own, { parent: this });
    this.name = this.organization.name;

    // deletedWith removes parts from the state without a request, which is right only when forceDelete lets Quay delete everything.
    const part = { parent: this, ...(forceDelete && { deletedWith: this.organization }) };
    const parts = new Parts(
      kinds,
      { component: name, organizationName: organizationName, organization: this.name, adopt, forceDelete },
      part,
    );
    for (const [robot, about] of Object.entries(robots ?? {})) parts.addRobot(robot, about);
    for (const [team, about] of Object.entries(teams ?? {})) parts.addTeam(team, about);
    parts.addQuota(quota, notifications);
    parts.addPolicies({ autoPrune, immutability });
    if (mirror) parts.addMirror(mirror);
    if (proxyCache) parts.addProxyCache(proxyCache);
    parts.addDefaultPermissions(defaultPermissions ?? {});
    for (const [repository, about] of Object.entries(repositories ?? {})) parts.addRepository(repository, about);

    this.teams = parts.teams;
    this.robots = parts.robots;
    this.repositories = parts.repositories;
    this.images = pulumi.output(mapped(parts.repositories, ({ image }) => image));
    this.pullSecrets = pulumi.secret(mapped(parts.robots, ({ dockerConfigJson }) => dockerConfigJson));
    this.registerOutputs({ name: this.name, images: this.images, pullSecrets: this.pullSecrets });
  }

  /** The classes of its parts. */
  protected kinds(): Kinds {
    return resources;
  }
}

const mapped = <From, To>(from: Record<string, From>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));
