import type * as pulumi from "@pulumi/pulumi";
import * as organizations from "../../provider/functions/organizations";
import { type AskOptions, ask, askOutput, type OutputArgs } from "./invoke";

export type {
  GetOrganizationArgs,
  GetTeamArgs,
  OrganizationResult,
  OrganizationRole,
  OrganizationTeamResult,
  TeamMemberResult,
  TeamResult,
} from "../../provider/functions/organizations";

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
