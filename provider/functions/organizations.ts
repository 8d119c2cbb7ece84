import { getOrganizationTeamMembers, type TeamMemberView } from "../quay/api/team";
import { organizationName, teamName } from "../quay/names";
import { namespaces } from "../snapshot/namespaces";
import type { ProviderFunction } from "./function";

export interface GetOrganizationArgs {
  /** Name of the organization. */
  name: string;
}

/** What every member of a team may do across the organization. */
export type OrganizationRole = "member" | "creator" | "admin";

/** A team as its organization shows it. */
export interface OrganizationTeamResult {
  /** Name within the organization. */
  name: string;
  /** What every member may do across the organization. */
  role: OrganizationRole;
  /** Markdown, shown on the team's page. */
  description: string;
}

/** An organization as far as the token may see it. */
export interface OrganizationResult {
  /** Its name. */
  name: string;
  /** Contact; empty when there is none, or when the token may not administer the organization. */
  email: string;
  /** Whether the token may administer it. When not, less is shown. */
  isAdmin: boolean;
  /** Whether the token's user is a member. */
  isMember: boolean;
  /** Teams, in the order of their names; empty when the token's user is no member. */
  teams: OrganizationTeamResult[];
  /** Time for which deleted tags can be restored; missing when the token may not administer the organization. */
  tagExpirationSeconds?: number;
}

/** Reads one organization. Fails when there is none. */
export const getOrganization: ProviderFunction<GetOrganizationArgs, OrganizationResult> = {
  name: "getOrganization",
  accepts: { name: organizationName },
  namespace: ({ name }) => name,
  result: "OrganizationResult",
  async read(snapshot, { name }) {
    const view = await snapshot.of(namespaces).view(name);
    const teams = Object.values(view.teams ?? {}).map(({ name, role, description }) => ({
      name,
      role,
      description: description ?? "",
    }));
    return {
      name: view.name,
      email: view.email,
      isAdmin: view.is_admin,
      isMember: view.is_member,
      teams: teams.sort((a, b) => (a.name < b.name ? -1 : 1)),
      ...(view.tag_expiration_s !== undefined && { tagExpirationSeconds: view.tag_expiration_s }),
    };
  },
};

export interface GetTeamArgs {
  /** Organization the team belongs to. */
  organization: string;
  /** Name within the organization. */
  name: string;
}

/** A user, robot or invited person in a team. */
export interface TeamMemberResult {
  /** User, robot in full, or the e-mail address of somebody invited. */
  name: string;
  /** Which of these it is. */
  kind: "user" | "robot" | "invite";
  /** Whether they have yet to accept. */
  invited: boolean;
}

/** A team with its members. */
export interface TeamResult extends OrganizationTeamResult {
  /** Organization the team belongs to. */
  organization: string;
  /** Members, in the order of their names; with the invited, when the token may administer the organization. */
  members: TeamMemberResult[];
}

/** Reads one team with its members. Fails when there is none, or when the token may not see it. */
export const getTeam: ProviderFunction<GetTeamArgs, TeamResult> = {
  name: "getTeam",
  accepts: { organization: organizationName, name: teamName },
  namespace: ({ organization }) => organization,
  result: "TeamResult",
  async read(snapshot, { organization, name }) {
    const { teams, isMember, isAdmin } = await getOrganization.read(snapshot, { name: organization });
    const team = teams.find((one) => one.name === name);
    if (!team) {
      const ifVisible = isMember || isAdmin ? "" : " that this token may see";
      throw new Error(`There is no team ${organization}/${name}${ifVisible}.`);
    }
    const request = { orgname: organization, teamname: name, includePending: true };
    const { members } = await getOrganizationTeamMembers(snapshot.quay, request);
    return { ...team, organization, members: members.map(memberOf).sort((a, b) => (a.name < b.name ? -1 : 1)) };
  },
};

function memberOf({ name, email, kind, is_robot, invited }: TeamMemberView): TeamMemberResult {
  if (kind === "invite") return { name: String(email ?? ""), kind, invited };
  return { name: name ?? "", kind: is_robot ? "robot" : "user", invited };
}
