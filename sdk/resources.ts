import type { DefaultPermissionArgs, DefaultPermissionState } from "../provider/resources/default-permission";
import type { OrganizationArgs, OrganizationState } from "../provider/resources/organization";
import type { RepositoryArgs, RepositoryState } from "../provider/resources/repository";
import type {
  RepositoryTeamPermissionArgs,
  RepositoryTeamPermissionState,
} from "../provider/resources/repository-team-permission";
import type {
  RepositoryUserPermissionArgs,
  RepositoryUserPermissionState,
} from "../provider/resources/repository-user-permission";
import type { RobotArgs, RobotState } from "../provider/resources/robot";
import type { TagArgs, TagState } from "../provider/resources/tag";
import type { TeamArgs, TeamState } from "../provider/resources/team";
import type { TeamMemberArgs, TeamMemberState } from "../provider/resources/team-member";
import { kind } from "./resource";

/** A namespace that holds repositories, teams and robots. */
export class Organization extends kind<OrganizationArgs, OrganizationState>("Organization") {}

/** A named collection of images and their tags. */
export class Repository extends kind<RepositoryArgs, RepositoryState>("Repository") {}

/** A group of people and robots who share permissions in an organization. */
export class Team extends kind<TeamArgs, TeamState>("Team") {}

/** A user or robot in a team, or a user invited to it. */
export class TeamMember extends kind<TeamMemberArgs, TeamMemberState>("TeamMember") {}

/** An account for machines, which pulls and pushes images with a token. */
export class Robot extends kind<RobotArgs, RobotState>("Robot") {}

/** If CI moves this tag, `pulumi up --refresh` moves it back; use `ignoreChanges: ["digest"]`. A name for an image. */
export class Tag extends kind<TagArgs, TagState>("Tag") {}

/** What a user or robot may do with a repository. */
export class RepositoryUserPermission extends kind<RepositoryUserPermissionArgs, RepositoryUserPermissionState>(
  "RepositoryUserPermission",
) {}

/** What the members of a team may do with a repository. */
export class RepositoryTeamPermission extends kind<RepositoryTeamPermissionArgs, RepositoryTeamPermissionState>(
  "RepositoryTeamPermission",
) {}

/** A grant that every new repository of an organization gets. */
export class DefaultPermission extends kind<DefaultPermissionArgs, DefaultPermissionState>("DefaultPermission") {}
