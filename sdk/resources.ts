// Written by npm run generate. Do not edit.

import { dynamic } from "./face";
import { kind } from "./resource";
import type {
  DefaultPermissionArgs,
  DefaultPermissionState,
  NamespaceAutoPrunePolicyArgs,
  NamespaceAutoPrunePolicyState,
  NamespaceImmutabilityPolicyArgs,
  NamespaceImmutabilityPolicyState,
  NamespaceNotificationArgs,
  NamespaceNotificationState,
  OrganizationArgs,
  OrganizationMirrorArgs,
  OrganizationMirrorState,
  OrganizationState,
  ProxyCacheArgs,
  ProxyCacheState,
  QuotaArgs,
  QuotaState,
  RepositoryArgs,
  RepositoryAutoPrunePolicyArgs,
  RepositoryAutoPrunePolicyState,
  RepositoryImmutabilityPolicyArgs,
  RepositoryImmutabilityPolicyState,
  RepositoryMirrorArgs,
  RepositoryMirrorState,
  RepositoryNotificationArgs,
  RepositoryNotificationState,
  RepositoryState,
  RepositoryTeamPermissionArgs,
  RepositoryTeamPermissionState,
  RepositoryUserPermissionArgs,
  RepositoryUserPermissionState,
  RobotArgs,
  RobotFederationArgs,
  RobotFederationState,
  RobotState,
  TagArgs,
  TagState,
  TeamArgs,
  TeamMemberArgs,
  TeamMemberState,
  TeamState,
  TeamSyncArgs,
  TeamSyncState,
} from "./types";

/** A namespace that holds repositories, teams and robots. */
export class Organization extends kind<OrganizationArgs, OrganizationState>("Organization", dynamic) {}

/** A group of people and robots who share permissions in an organization. */
export class Team extends kind<TeamArgs, TeamState>("Team", dynamic) {}

/**
 * A user or robot in a team. A statement: one that is true already is fine. Where Quay sends invitations, the user is
 * invited once and becomes a member by accepting. (The name TeamMembers is reserved for the exact list of a team's members.)
 */
export class TeamMember extends kind<TeamMemberArgs, TeamMemberState>("TeamMember", dynamic) {}

/**
 * Takes a team's people from a group of the directory that people sign in from. From then on nobody but the directory adds or
 * removes people; robots are added as before. Quay looks into the group from time to time, with OIDC whenever somebody signs in.
 * Deleting it keeps the people, unless `removeMembers` is set. Only superusers bind teams, unless Quay's administrator
 * lets the admins of organizations do it, and only they are shown the group: with another token it is not compared.
 */
export class TeamSync extends kind<TeamSyncArgs, TeamSyncState>("TeamSync", dynamic) {}

/** An account for machines, which pulls and pushes images with a token. */
export class Robot extends kind<RobotArgs, RobotState>("Robot", dynamic) {}

/**
 * Lets workloads log in as a robot with their own identity: no stored token. The list is exact: any other identity no longer may.
 * Which audience a token is for Quay may not check, so let subjects be narrow.
 */
export class RobotFederation extends kind<RobotFederationArgs, RobotFederationState>("RobotFederation", dynamic) {}

/** A named collection of images and their tags. */
export class Repository extends kind<RepositoryArgs, RepositoryState>("Repository", dynamic) {}

/**
 * If CI moves this tag, `pulumi up --refresh` moves it back; use `ignoreChanges: ["digest"]`.
 *
 * A name for an image of a repository. Deleting the resource deletes the tag; Quay's time machine can restore it.
 */
export class Tag extends kind<TagArgs, TagState>("Tag", dynamic) {}

/**
 * What a user or robot may do with a repository. A statement: one that exists gets the role. (The name
 * RepositoryPermissions is reserved for the exact list of a repository's grants.)
 */
export class RepositoryUserPermission extends kind<RepositoryUserPermissionArgs, RepositoryUserPermissionState>(
  "RepositoryUserPermission",
  dynamic,
) {}

/**
 * What the members of a team may do with a repository. A statement: one that exists gets the role. (The name
 * RepositoryPermissions is reserved for the exact list of a repository's grants.)
 */
export class RepositoryTeamPermission extends kind<RepositoryTeamPermissionArgs, RepositoryTeamPermissionState>(
  "RepositoryTeamPermission",
  dynamic,
) {}

/**
 * Fills a repository with images of another registry, on a schedule, and deletes all other tags in it. It makes the repository's
 * state MIRROR, in which only its robot pushes and no tag is set otherwise: leave `state` of that Repository, and its tags, to it.
 * Deleting it keeps the images and makes the state NORMAL.
 */
export class RepositoryMirror extends kind<RepositoryMirrorArgs, RepositoryMirrorState>("RepositoryMirror", dynamic) {}

/**
 * Tells somebody when something happens in a repository. Quay cannot change one: a new one is made before the old one goes, in
 * one update, so that no event is missed.
 */
export class RepositoryNotification extends kind<RepositoryNotificationArgs, RepositoryNotificationState>(
  "RepositoryNotification",
  dynamic,
) {}

/**
 * A grant that every new repository of an organization gets; those that exist keep theirs. A statement: one that exists
 * gets the role.
 */
export class DefaultPermission extends kind<DefaultPermissionArgs, DefaultPermissionState>(
  "DefaultPermission",
  dynamic,
) {}

/**
 * Fills an organization with all repositories of a namespace elsewhere.
 *
 * While it stands, nobody else makes repositories there, sets their state, or gives the organization immutability policies or a
 * proxy cache. A new password is tried by Quay: when the other registry refuses it, what was there before is in force again, at
 * first a mirror without a password. Deleting it leaves the repositories with their images, and while there are any Quay makes no
 * other mirror in the organization. Quay deletes it with its robot, so the robot is kept until the mirror has another.
 */
export class OrganizationMirror extends kind<OrganizationMirrorArgs, OrganizationMirrorState>(
  "OrganizationMirror",
  dynamic,
) {}

/**
 * How much a namespace may hold, and when Quay warns or refuses pushes. Only superusers set quotas, and the percentages only where
 * they have full access. Deleting a quota deletes the notifications of its namespace too.
 */
export class Quota extends kind<QuotaArgs, QuotaState>("Quota", dynamic) {}

/**
 * Tags in all repositories of a namespace that can be neither moved nor deleted, by name.
 *
 * It holds at once, for tags that exist too, and ends their expirations. Deleting it frees no tag: those that it made immutable
 * stay so until each is given `immutable: false`. One that exists already is shared; one that exists the other way round is
 * refused without `adopt`.
 */
export class NamespaceImmutabilityPolicy extends kind<
  NamespaceImmutabilityPolicyArgs,
  NamespaceImmutabilityPolicyState
>("NamespaceImmutabilityPolicy", dynamic) {}

/**
 * Tags of a repository that can be neither moved nor deleted, by name.
 *
 * It is read with one request for each repository; a NamespaceImmutabilityPolicy is for all of a namespace. It holds at once, for
 * tags that exist too, and ends their expirations. Deleting it frees no tag: those that it made immutable stay so until each is
 * given `immutable: false`. One that exists already is shared; one that exists the other way round is refused without `adopt`.
 */
export class RepositoryImmutabilityPolicy extends kind<
  RepositoryImmutabilityPolicyArgs,
  RepositoryImmutabilityPolicyState
>("RepositoryImmutabilityPolicy", dynamic) {}

/**
 * Tells somebody when a namespace nears or reaches its quota. Quay deletes it with the quota, so let it depend on that. A changed
 * one is made anew before the old one goes, in one update.
 */
export class NamespaceNotification extends kind<NamespaceNotificationArgs, NamespaceNotificationState>(
  "NamespaceNotification",
  dynamic,
) {}

/**
 * Which tags of a namespace Quay deletes by itself; a pattern is searched anywhere, so `v` prunes every tag with a v in it.
 *
 * It holds for every repository of the namespace, and one request reads all policies of a namespace, so prefer it to a policy for each
 * repository. Several may stand beside one another, and a tag goes when one of them says so. Immutable tags stay. Quay prunes in the
 * background, hourly by default. One that exists with an equal value is shared; with another value it needs `adopt`. Deleting the
 * resource ends the pruning; what was pruned comes back only from Quay's time machine. Needs a Quay with FEATURE_AUTO_PRUNE.
 */
export class NamespaceAutoPrunePolicy extends kind<NamespaceAutoPrunePolicyArgs, NamespaceAutoPrunePolicyState>(
  "NamespaceAutoPrunePolicy",
  dynamic,
) {}

/**
 * Which tags of a repository Quay deletes by itself; a pattern is searched anywhere, so `v` prunes every tag with a v in it.
 *
 * Policies are read with one request for each repository that has any in the program: where many repositories are to have the same,
 * a NamespaceAutoPrunePolicy says it once and is read with one. Several may stand beside one another and beside those of the
 * namespace, and a tag goes when one of them says so. Immutable tags stay. Quay prunes in the background, hourly by default. One that
 * exists with an equal value is shared; with another value it needs `adopt`. Deleting the resource ends the pruning; what was pruned
 * comes back only from Quay's time machine. Needs a Quay with FEATURE_AUTO_PRUNE.
 */
export class RepositoryAutoPrunePolicy extends kind<RepositoryAutoPrunePolicyArgs, RepositoryAutoPrunePolicyState>(
  "RepositoryAutoPrunePolicy",
  dynamic,
) {}

/**
 * Makes an organization a pull-through cache. Quay tries the login before the cache is made.
 *
 * Quay cannot change one: it is deleted and made anew, in one update. When Quay refuses the new one, the one before is made again
 * with its login, and the error says which is in force. The login of a cache that was adopted or imported is known to nobody but
 * Quay: give it in the program, since a change makes the cache without one otherwise. Pulls make repositories, which stay when the
 * cache is deleted.
 */
export class ProxyCache extends kind<ProxyCacheArgs, ProxyCacheState>("ProxyCache", dynamic) {}
