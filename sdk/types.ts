// Written by npm run generate. Do not edit.

export type { DefaultPermissionArgs, DefaultPermissionState } from "../provider/resources/default-permission";
export type {
  NamespaceImmutabilityPolicyArgs,
  NamespaceImmutabilityPolicyState,
} from "../provider/resources/namespace-immutability-policy";
export type { OrganizationArgs, OrganizationState } from "../provider/resources/organization";
export type { QuotaArgs, QuotaState } from "../provider/resources/quota";
export type { RepositoryArgs, RepositoryState } from "../provider/resources/repository";
export type {
  RepositoryImmutabilityPolicyArgs,
  RepositoryImmutabilityPolicyState,
} from "../provider/resources/repository-immutability-policy";
export type {
  RepositoryTeamPermissionArgs,
  RepositoryTeamPermissionState,
} from "../provider/resources/repository-team-permission";
export type {
  RepositoryUserPermissionArgs,
  RepositoryUserPermissionState,
} from "../provider/resources/repository-user-permission";
export type { RobotArgs, RobotState } from "../provider/resources/robot";
export type {
  RobotFederationArgs,
  RobotFederationIdentity,
  RobotFederationState,
} from "../provider/resources/robot-federation";
export type { TagArgs, TagState } from "../provider/resources/tag";
export type { TeamArgs, TeamState } from "../provider/resources/team";
export type { TeamMemberArgs, TeamMemberState } from "../provider/resources/team-member";

/** What every member may do across the organization: nothing more, create repositories, or everything. */
export const TeamRole = {
  Member: "member",
  Creator: "creator",
  Admin: "admin",
} as const;
export type TeamRole = (typeof TeamRole)[keyof typeof TeamRole];

/** Who may pull: everybody, or who is granted it. */
export const RepositoryVisibility = {
  Public: "public",
  Private: "private",
} as const;
export type RepositoryVisibility = (typeof RepositoryVisibility)[keyof typeof RepositoryVisibility];

/** Whether images may be pushed. Needs a Quay with FEATURE_REPO_MIRROR. Left to Quay unless given. */
export const RepositoryStateValue = {
  Normal: "NORMAL",
  ReadOnly: "READ_ONLY",
  Mirror: "MIRROR",
} as const;
export type RepositoryStateValue = (typeof RepositoryStateValue)[keyof typeof RepositoryStateValue];

/** What it may do: pull, also push, or everything. */
export const RepositoryUserPermissionRole = {
  Read: "read",
  Write: "write",
  Admin: "admin",
} as const;
export type RepositoryUserPermissionRole =
  (typeof RepositoryUserPermissionRole)[keyof typeof RepositoryUserPermissionRole];

/** What its members may do: pull, also push, or everything. */
export const RepositoryTeamPermissionRole = {
  Read: "read",
  Write: "write",
  Admin: "admin",
} as const;
export type RepositoryTeamPermissionRole =
  (typeof RepositoryTeamPermissionRole)[keyof typeof RepositoryTeamPermissionRole];

/** What is granted: pull, also push, or everything. */
export const DefaultPermissionRole = {
  Read: "read",
  Write: "write",
  Admin: "admin",
} as const;
export type DefaultPermissionRole = (typeof DefaultPermissionRole)[keyof typeof DefaultPermissionRole];
