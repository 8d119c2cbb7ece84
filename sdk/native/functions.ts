// Written by npm run generate. Do not edit.

import type * as pulumi from "@pulumi/pulumi";
import * as builds from "../../provider/functions/builds";
import * as capabilities from "../../provider/functions/capabilities";
import * as manifests from "../../provider/functions/manifests";
import * as mirrorhealth from "../../provider/functions/mirrorhealth";
import * as mirrors from "../../provider/functions/mirrors";
import * as notifications from "../../provider/functions/notifications";
import * as organizations from "../../provider/functions/organizations";
import * as quotas from "../../provider/functions/quotas";
import * as repositories from "../../provider/functions/repositories";
import * as robots from "../../provider/functions/robots";
import * as tags from "../../provider/functions/tags";
import * as users from "../../provider/functions/users";
import type { AskOptions, OutputArgs } from "../functions/ask";
import { ask, askOutput } from "./invoke";

/** Lists the newest builds of a repository, newest first. */
export function getBuilds(args: builds.GetBuildsArgs, options?: AskOptions): Promise<builds.BuildResult[]> {
  return ask(builds.getBuilds, args, options);
}

/** `getBuilds` with arguments that may be outputs. */
export function getBuildsOutput(
  args: OutputArgs<builds.GetBuildsArgs>,
  options?: AskOptions,
): pulumi.Output<builds.BuildResult[]> {
  return askOutput(builds.getBuilds, args, options);
}

/** Reads what this Quay has switched on and can do, which it tells everybody: any token serves. */
export function getCapabilities(options?: AskOptions): Promise<capabilities.CapabilitiesResult> {
  return ask(capabilities.getCapabilities, {}, options);
}

/** `getCapabilities` as an output. */
export function getCapabilitiesOutput(options?: AskOptions): pulumi.Output<capabilities.CapabilitiesResult> {
  return askOutput(capabilities.getCapabilities, {}, options);
}

/** Reads who the token acts as. Needs the scope `user:read`. */
export function getCurrentUser(options?: AskOptions): Promise<users.CurrentUserResult> {
  return ask(users.getCurrentUser, {}, options);
}

/** `getCurrentUser` as an output. */
export function getCurrentUserOutput(options?: AskOptions): pulumi.Output<users.CurrentUserResult> {
  return askOutput(users.getCurrentUser, {}, options);
}

/** Reads the manifest of an image. Fails when there is none that a tag leads to, or when the token may not see it. */
export function getManifest(args: manifests.GetManifestArgs, options?: AskOptions): Promise<manifests.ManifestResult> {
  return ask(manifests.getManifest, args, options);
}

/** `getManifest` with arguments that may be outputs. */
export function getManifestOutput(
  args: OutputArgs<manifests.GetManifestArgs>,
  options?: AskOptions,
): pulumi.Output<manifests.ManifestResult> {
  return askOutput(manifests.getManifest, args, options);
}

/** Reads what Quay's scanner found in an image. Fails on a Quay without a scanner. */
export function getManifestSecurity(
  args: manifests.GetManifestSecurityArgs,
  options?: AskOptions,
): Promise<manifests.ManifestSecurityResult> {
  return ask(manifests.getManifestSecurity, args, options);
}

/** `getManifestSecurity` with arguments that may be outputs. */
export function getManifestSecurityOutput(
  args: OutputArgs<manifests.GetManifestSecurityArgs>,
  options?: AskOptions,
): pulumi.Output<manifests.ManifestSecurityResult> {
  return askOutput(manifests.getManifestSecurity, args, options);
}

/**
 * Reads how the mirrors of repositories are doing. Needs `org:admin` in the namespace, of which the token's user has to be a member;
 * unhealthy mirrors are an answer, not a failure. Fails when this Quay has mirrors of repositories switched off.
 */
export function getMirrorHealth(
  args: mirrorhealth.GetMirrorHealthArgs,
  options?: AskOptions,
): Promise<mirrorhealth.MirrorHealthResult> {
  return ask(mirrorhealth.getMirrorHealth, args, options);
}

/** `getMirrorHealth` with arguments that may be outputs. */
export function getMirrorHealthOutput(
  args: OutputArgs<mirrorhealth.GetMirrorHealthArgs>,
  options?: AskOptions,
): pulumi.Output<mirrorhealth.MirrorHealthResult> {
  return askOutput(mirrorhealth.getMirrorHealth, args, options);
}

/**
 * Reads how the mirror of a repository or of an organization is doing. Needs `repo:admin` or `org:admin`. Fails for what is no mirror,
 * and when this Quay has mirrors of its kind switched off.
 */
export function getMirrorStatus(
  args: mirrors.GetMirrorStatusArgs,
  options?: AskOptions,
): Promise<mirrors.MirrorStatusResult> {
  return ask(mirrors.getMirrorStatus, args, options);
}

/** `getMirrorStatus` with arguments that may be outputs. */
export function getMirrorStatusOutput(
  args: OutputArgs<mirrors.GetMirrorStatusArgs>,
  options?: AskOptions,
): pulumi.Output<mirrors.MirrorStatusResult> {
  return askOutput(mirrors.getMirrorStatus, args, options);
}

/**
 * Lists all notifications of a repository, or those of a namespace's quota, in one request. Fails when there is no such
 * repository or namespace.
 */
export function getNotifications(
  args: notifications.GetNotificationsArgs,
  options?: AskOptions,
): Promise<notifications.NotificationResult[]> {
  return ask(notifications.getNotifications, args, options);
}

/** `getNotifications` with arguments that may be outputs. All of the answer is secret, because the webhook and slack and hipchat and flowdock is. */
export function getNotificationsOutput(
  args: OutputArgs<notifications.GetNotificationsArgs>,
  options?: AskOptions,
): pulumi.Output<notifications.NotificationResult[]> {
  return askOutput(notifications.getNotifications, args, options);
}

/** Reads one organization. Fails when there is none. */
export function getOrganization(
  args: organizations.GetOrganizationArgs,
  options?: AskOptions,
): Promise<organizations.OrganizationResult> {
  return ask(organizations.getOrganization, args, options);
}

/** `getOrganization` with arguments that may be outputs. */
export function getOrganizationOutput(
  args: OutputArgs<organizations.GetOrganizationArgs>,
  options?: AskOptions,
): pulumi.Output<organizations.OrganizationResult> {
  return askOutput(organizations.getOrganization, args, options);
}

/**
 * Lists what the mirror of an organization has found, in one request for 500. Needs `org:admin`. Fails for an organization that is no
 * mirror, and when this Quay has mirrors of organizations switched off.
 */
export function getOrganizationMirrorRepositories(
  args: mirrors.GetOrganizationMirrorRepositoriesArgs,
  options?: AskOptions,
): Promise<mirrors.MirroredRepositoryResult[]> {
  return ask(mirrors.getOrganizationMirrorRepositories, args, options);
}

/** `getOrganizationMirrorRepositories` with arguments that may be outputs. */
export function getOrganizationMirrorRepositoriesOutput(
  args: OutputArgs<mirrors.GetOrganizationMirrorRepositoriesArgs>,
  options?: AskOptions,
): pulumi.Output<mirrors.MirroredRepositoryResult[]> {
  return askOutput(mirrors.getOrganizationMirrorRepositories, args, options);
}

/**
 * Reads how much of its quota a namespace uses. Fails when there is no such namespace, when this Quay does not count, and when the
 * token's user is neither a member nor a superuser with full access.
 */
export function getQuotaUsage(args: quotas.GetQuotaUsageArgs, options?: AskOptions): Promise<quotas.QuotaUsageResult> {
  return ask(quotas.getQuotaUsage, args, options);
}

/** `getQuotaUsage` with arguments that may be outputs. */
export function getQuotaUsageOutput(
  args: OutputArgs<quotas.GetQuotaUsageArgs>,
  options?: AskOptions,
): pulumi.Output<quotas.QuotaUsageResult> {
  return askOutput(quotas.getQuotaUsage, args, options);
}

/**
 * Lists repositories, all pages; a hundred are one request. Needs at least one of the arguments, and fails when nobody has the
 * namespace.
 */
export function getRepositories(
  args: repositories.GetRepositoriesArgs,
  options?: AskOptions,
): Promise<repositories.RepositoryResult[]> {
  return ask(repositories.getRepositories, args, options);
}

/** `getRepositories` with arguments that may be outputs. */
export function getRepositoriesOutput(
  args: OutputArgs<repositories.GetRepositoriesArgs>,
  options?: AskOptions,
): pulumi.Output<repositories.RepositoryResult[]> {
  return askOutput(repositories.getRepositories, args, options);
}

/** Reads one repository. Fails when there is none, or when the token may not see it. */
export function getRepository(
  args: repositories.GetRepositoryArgs,
  options?: AskOptions,
): Promise<repositories.RepositoryResult> {
  return ask(repositories.getRepository, args, options);
}

/** `getRepository` with arguments that may be outputs. */
export function getRepositoryOutput(
  args: OutputArgs<repositories.GetRepositoryArgs>,
  options?: AskOptions,
): pulumi.Output<repositories.RepositoryResult> {
  return askOutput(repositories.getRepository, args, options);
}

/** Reads one robot with its token. Fails when there is none, or when the token may not administer its namespace. */
export function getRobot(args: robots.GetRobotArgs, options?: AskOptions): Promise<robots.RobotResult> {
  return ask(robots.getRobot, args, options);
}

/** `getRobot` with arguments that may be outputs. All of the answer is secret, because the token is. */
export function getRobotOutput(
  args: OutputArgs<robots.GetRobotArgs>,
  options?: AskOptions,
): pulumi.Output<robots.RobotResult> {
  return askOutput(robots.getRobot, args, options);
}

/** Reads one tag. Fails when there is none, or when the token may not see its repository. */
export function getTag(args: tags.GetTagArgs, options?: AskOptions): Promise<tags.TagResult> {
  return ask(tags.getTag, args, options);
}

/** `getTag` with arguments that may be outputs. */
export function getTagOutput(args: OutputArgs<tags.GetTagArgs>, options?: AskOptions): pulumi.Output<tags.TagResult> {
  return askOutput(tags.getTag, args, options);
}

/** Lists the tags of a repository, newest first, all pages; a hundred tags are one request. */
export function getTags(args: tags.GetTagsArgs, options?: AskOptions): Promise<tags.TagResult[]> {
  return ask(tags.getTags, args, options);
}

/** `getTags` with arguments that may be outputs. */
export function getTagsOutput(
  args: OutputArgs<tags.GetTagsArgs>,
  options?: AskOptions,
): pulumi.Output<tags.TagResult[]> {
  return askOutput(tags.getTags, args, options);
}

/** Reads one team with its members. Fails when there is none, or when the token may not see it. */
export function getTeam(args: organizations.GetTeamArgs, options?: AskOptions): Promise<organizations.TeamResult> {
  return ask(organizations.getTeam, args, options);
}

/** `getTeam` with arguments that may be outputs. */
export function getTeamOutput(
  args: OutputArgs<organizations.GetTeamArgs>,
  options?: AskOptions,
): pulumi.Output<organizations.TeamResult> {
  return askOutput(organizations.getTeam, args, options);
}
