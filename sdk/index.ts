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

export * from "./blueprint";
export type { AskOptions } from "./functions/asking";
export * from "./functions/builds";
export * from "./functions/manifests";
export * from "./functions/organizations";
export * from "./functions/repositories";
export * from "./functions/robots";
export * from "./functions/tags";
export * from "./functions/users";
export { Provider, type ProviderArgs } from "./provider";
export * from "./resources";
export type {
  DefaultPermissionArgs,
  DefaultPermissionState,
  OrganizationArgs,
  OrganizationState,
  RepositoryArgs,
  RepositoryState,
  RepositoryTeamPermissionArgs,
  RepositoryTeamPermissionState,
  RepositoryUserPermissionArgs,
  RepositoryUserPermissionState,
  RobotArgs,
  RobotState,
  TagArgs,
  TagState,
  TeamArgs,
  TeamMemberArgs,
  TeamMemberState,
  TeamState,
};
