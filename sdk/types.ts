// Written by npm run generate. Do not edit.

export type { DefaultPermissionArgs, DefaultPermissionState } from "../provider/resources/default-permission";
export type {
  NamespaceAutoPrunePolicyArgs,
  NamespaceAutoPrunePolicyState,
} from "../provider/resources/namespace-auto-prune-policy";
export type {
  NamespaceImmutabilityPolicyArgs,
  NamespaceImmutabilityPolicyState,
} from "../provider/resources/namespace-immutability-policy";
export type {
  NamespaceNotificationArgs,
  NamespaceNotificationState,
} from "../provider/resources/namespace-notification";
export type { OrganizationArgs, OrganizationState } from "../provider/resources/organization";
export type { OrganizationMirrorArgs, OrganizationMirrorState } from "../provider/resources/organization-mirror";
export type { ProxyCacheArgs, ProxyCacheState } from "../provider/resources/proxy-cache";
export type { QuotaArgs, QuotaState } from "../provider/resources/quota";
export type { RepositoryArgs, RepositoryState } from "../provider/resources/repository";
export type {
  RepositoryAutoPrunePolicyArgs,
  RepositoryAutoPrunePolicyState,
} from "../provider/resources/repository-auto-prune-policy";
export type {
  RepositoryImmutabilityPolicyArgs,
  RepositoryImmutabilityPolicyState,
} from "../provider/resources/repository-immutability-policy";
export type { RepositoryMirrorArgs, RepositoryMirrorState } from "../provider/resources/repository-mirror";
export type {
  RepositoryNotificationArgs,
  RepositoryNotificationState,
} from "../provider/resources/repository-notification";
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
export type { TeamSyncArgs, TeamSyncState } from "../provider/resources/team-sync";
export type {
  NotificationEmail,
  NotificationFlowdock,
  NotificationHipchat,
  NotificationSlack,
  NotificationTarget,
  NotificationWebhook,
} from "../provider/snapshot/notification-views";

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

/**
 * Whether images may be pushed. Needs a Quay with FEATURE_REPO_MIRROR. Left to Quay unless given; leave it out beside a
 * RepositoryMirror, which sets it.
 */
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

/** Architectures to copy, in any order; `[]` for all. Needs a Quay with FEATURE_SPARSE_INDEX. Left to Quay unless given. */
export const RepositoryMirrorArchitectures = {
  Amd64: "amd64",
  Arm64: "arm64",
  Ppc64le: "ppc64le",
  S390x: "s390x",
} as const;
export type RepositoryMirrorArchitectures =
  (typeof RepositoryMirrorArchitectures)[keyof typeof RepositoryMirrorArchitectures];

/** What has to happen, in Quay's words. */
export const RepositoryNotificationEvent = {
  RepoPush: "repo_push",
  BuildQueued: "build_queued",
  BuildStart: "build_start",
  BuildSuccess: "build_success",
  BuildFailure: "build_failure",
  BuildCancelled: "build_cancelled",
  VulnerabilityFound: "vulnerability_found",
  RepoMirrorSyncStarted: "repo_mirror_sync_started",
  RepoMirrorSyncSuccess: "repo_mirror_sync_success",
  RepoMirrorSyncFailed: "repo_mirror_sync_failed",
  RepoImageExpiry: "repo_image_expiry",
} as const;
export type RepositoryNotificationEvent =
  (typeof RepositoryNotificationEvent)[keyof typeof RepositoryNotificationEvent];

/** The least severe vulnerability that is told. Only with `vulnerability_found`; all are told unless given. */
export const RepositoryNotificationLevel = {
  Critical: "critical",
  High: "high",
  Medium: "medium",
  Low: "low",
  Negligible: "negligible",
  Unknown: "unknown",
} as const;
export type RepositoryNotificationLevel =
  (typeof RepositoryNotificationLevel)[keyof typeof RepositoryNotificationLevel];

/** What is granted: pull, also push, or everything. */
export const DefaultPermissionRole = {
  Read: "read",
  Write: "write",
  Admin: "admin",
} as const;
export type DefaultPermissionRole = (typeof DefaultPermissionRole)[keyof typeof DefaultPermissionRole];

/** Who may pull the repositories that it makes: everybody, or who is granted it. */
export const OrganizationMirrorVisibility = {
  Public: "public",
  Private: "private",
} as const;
export type OrganizationMirrorVisibility =
  (typeof OrganizationMirrorVisibility)[keyof typeof OrganizationMirrorVisibility];

/** What runs the other registry. Another one replaces the mirror, which is refused while the organization holds repositories. */
export const OrganizationMirrorRegistryType = {
  Quay: "quay",
  Harbor: "harbor",
} as const;
export type OrganizationMirrorRegistryType =
  (typeof OrganizationMirrorRegistryType)[keyof typeof OrganizationMirrorRegistryType];

/** What has to happen: the namespace is near its quota, or it has reached it. */
export const NamespaceNotificationEvent = {
  QuotaWarning: "quota_warning",
  QuotaError: "quota_error",
} as const;
export type NamespaceNotificationEvent = (typeof NamespaceNotificationEvent)[keyof typeof NamespaceNotificationEvent];
