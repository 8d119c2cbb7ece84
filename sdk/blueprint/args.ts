import type * as pulumi from "@pulumi/pulumi";
import type { NamespaceNotificationArgs } from "../../provider/resources/namespace-notification";
import type { OrganizationArgs } from "../../provider/resources/organization";
import type { OrganizationMirrorArgs } from "../../provider/resources/organization-mirror";
import type { ProxyCacheArgs } from "../../provider/resources/proxy-cache";
import type { QuotaArgs } from "../../provider/resources/quota";
import type { RepositoryArgs } from "../../provider/resources/repository";
import type { RepositoryMirrorArgs } from "../../provider/resources/repository-mirror";
import type { RepositoryNotificationArgs } from "../../provider/resources/repository-notification";
import type { RobotArgs } from "../../provider/resources/robot";
import type { RobotFederationArgs } from "../../provider/resources/robot-federation";
import type { TeamArgs } from "../../provider/resources/team";
import type { TeamSyncArgs } from "../../provider/resources/team-sync";
import type { Inputs } from "../resource";

/** What may be done with a repository: pull, also push, or everything. */
export type GrantedRole = "read" | "write" | "admin";

/** Names, each once: a list, or a map with the names as its keys. */
export type Names = readonly string[] | Record<string, object>;

/** Who may do what with repositories, by name. */
export interface GrantsBlueprint {
  /** Teams of the blueprint, and `owners`. */
  teams?: Record<string, pulumi.Input<GrantedRole>>;
  /** Robots of the blueprint, by their short names. */
  robots?: Record<string, pulumi.Input<GrantedRole>>;
  /** Users; and robots that the blueprint does not declare, by their full names, for example `acme+ci`. */
  users?: Record<string, pulumi.Input<GrantedRole>>;
}

/** What repositories grant that certain robots and users create. */
export interface CreatorsBlueprint {
  /** Robots of the blueprint, by their short names. */
  robots?: Record<string, GrantsBlueprint>;
  /** Users; and robots that the blueprint does not declare, by their full names. */
  users?: Record<string, GrantsBlueprint>;
}

/** What the repositories of an organization grant from the start, those of the blueprint too. */
export interface DefaultPermissionsBlueprint extends GrantsBlueprint {
  /** Only for repositories that these create, by pushing for example. */
  createdBy?: CreatorsBlueprint;
}

/** How much the organization may hold, and when Quay warns or refuses pushes. */
export interface QuotaBlueprint extends Inputs<Omit<QuotaArgs, "namespace" | "adopt">> {}

/** Whom Quay tells when the organization nears or reaches its quota. A team is one of the blueprint, or `owners`. */
export interface NamespaceNotificationBlueprint
  extends Inputs<Omit<NamespaceNotificationArgs, "namespace" | "title" | "adopt">> {}

/** Whom Quay tells when something happens in the repository. A team is one of the blueprint, or `owners`. */
export interface RepositoryNotificationBlueprint
  extends Inputs<Omit<RepositoryNotificationArgs, "repository" | "title" | "adopt">> {}

/** Which tags Quay deletes by itself. Two with the same pattern, one by number and one by age, stand beside one another. */
export interface AutoPruneBlueprint {
  /** How many of the newest tags stay. Either this or `maxAge`. */
  numberOfTags?: number;
  /** Age at which tags are deleted, for example `30d`. Either this or `numberOfTags`. */
  maxAge?: string;
  /** Regular expression of the tags that are meant, searched anywhere in a tag; by default all. */
  tagPattern?: string;
  /** Whether the tags with the pattern are meant, or with `false` all without it. */
  tagPatternMatches?: boolean;
}

/** Which tags Quay deletes by itself, and which cannot be moved or deleted. */
export interface PoliciesBlueprint {
  /** Which tags Quay deletes by itself. */
  autoPrune?: readonly AutoPruneBlueprint[];
  /** Patterns of tags that can be neither moved nor deleted; each is for whole names. */
  immutability?: readonly string[];
}

/** Where the repository's images come from, and how often. Nobody pushes to it then. */
export interface RepositoryMirrorBlueprint
  extends Inputs<Omit<RepositoryMirrorArgs, "repository" | "robot" | "adopt">> {
  /**
   * Robot of the blueprint that pushes what is copied, by its short name; or one made elsewhere by its full name. It is granted
   * `write`, unless the repository grants it something else.
   */
  robot: string;
}

/** The namespace elsewhere that the organization copies, and how often. It has no repositories of its own then. */
export interface OrganizationMirrorBlueprint
  extends Inputs<Omit<OrganizationMirrorArgs, "organization" | "robot" | "adopt">> {
  /** Robot of the blueprint that pushes what is copied, by its short name; or one made elsewhere by its full name. */
  robot: string;
}

/** The registry whose images Quay fetches into the organization when somebody pulls them. */
export interface ProxyCacheBlueprint extends Inputs<Omit<ProxyCacheArgs, "organization" | "adopt">> {}

/** The group of the directory from which the team takes its people. */
export interface TeamSyncBlueprint extends Inputs<Omit<TeamSyncArgs, "organization" | "team" | "adopt">> {}

/** A team with its members. */
export interface TeamBlueprint extends Inputs<Omit<TeamArgs, "organization" | "name" | "adopt">> {
  /** Users; and robots that the blueprint does not declare, by their full names. Others may be members besides. */
  members?: Names;
  /** Robots of the blueprint that are members, by their short names. */
  robots?: Names;
  /** The group from which it takes its people. Its `members` are robots only then. */
  sync?: TeamSyncBlueprint;
}

/** A robot, which pulls and pushes images with a token. */
export interface RobotBlueprint extends Inputs<Omit<RobotArgs, "namespace" | "name" | "adopt">> {
  /** All workloads that may log in as the robot with their own identity. `quay.keyless` builds them. */
  federation?: Inputs<RobotFederationArgs>["identities"];
}

/** A repository with its grants. Others may have grants besides. */
export interface RepositoryBlueprint
  extends Inputs<Omit<RepositoryArgs, "namespace" | "name" | "adopt" | "forceDelete">>,
    GrantsBlueprint,
    PoliciesBlueprint {
  /** Notifications by title. */
  notifications?: Record<string, RepositoryNotificationBlueprint>;
  /** Where its images come from, if it is a mirror. Its `state` is left out then. */
  mirror?: RepositoryMirrorBlueprint;
  /** Delete it even when it holds images. The blueprint's own `forceDelete` does that for all. */
  forceDelete?: boolean;
}

/** An organization with all that belongs to it. What has a name stands in a map under it. */
export interface OrganizationBlueprintArgs
  extends Inputs<Omit<OrganizationArgs, "name" | "adopt" | "forceDelete">>,
    PoliciesBlueprint {
  /** Name of the organization. Defaults to the component's own name. */
  name?: string;
  /** Take over what already exists, as it is; what differs shows in the next `pulumi preview --refresh --run-program`. */
  adopt?: boolean;
  /**
   * Delete the organization even when it holds something. Everything in it then goes with it in one request, nothing is asked
   * for by itself, and what somebody else put there goes too. Counts from the `pulumi up` after which it is in the state.
   */
  forceDelete?: boolean;
  /** Teams by name. `owners`, which every organization has, may be one of them, with `role: "admin"`. */
  teams?: Record<string, TeamBlueprint>;
  /** Robots by short name, for example `ci` for `acme+ci`. */
  robots?: Record<string, RobotBlueprint>;
  /** Repositories by name within the organization. */
  repositories?: Record<string, RepositoryBlueprint>;
  /** How much the organization may hold. Only a token of a superuser can set it. */
  quota?: QuotaBlueprint;
  /** Notifications about the quota, by title. */
  notifications?: Record<string, NamespaceNotificationBlueprint>;
  /** The namespace elsewhere that it copies. Then it has no `repositories`, `immutability` and `proxyCache`. */
  mirror?: OrganizationMirrorBlueprint;
  /** The registry whose images Quay fetches when somebody pulls them. */
  proxyCache?: ProxyCacheBlueprint;
  /** What every repository made from now on grants. */
  defaultPermissions?: DefaultPermissionsBlueprint;
}
