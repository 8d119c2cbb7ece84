import { id, StaysInQuay } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { deleteOrganizationTeamMember, updateOrganizationTeamMember } from "../quay/api/team";
import { Refusal } from "../quay/client/errors";
import { organizationName, teamName, userOrRobotName } from "../quay/names";
import type { Snapshot } from "../snapshot";
import { members, membersWithin, sendsInvitations } from "../snapshot/members";
import { fullNameOf, groupOf, teamSyncs } from "../snapshot/team-syncs";
import { toOrganization, toRobot, toTeam } from "./references";

export interface TeamMemberArgs {
  /** Organization of the team. */
  organization: string;
  /** Name of the team. */
  team: string;
  /** A user, or a robot by its full name. */
  member: string;
}

/**
 * A user or robot in a team. A statement: one that is true already is fine. Where Quay sends invitations, the user is
 * invited once and becomes a member by accepting. (The name TeamMembers is reserved for the exact list of a team's members.)
 */
export interface TeamMemberState extends Required<TeamMemberArgs> {
  /** True while the user has not accepted the invitation. */
  invited: boolean;
}

export const teamMember = resource<TeamMemberArgs, TeamMemberState>({
  kind: "TeamMember",
  identity: id("{organization}/{team}/{member}"),
  flags: [],

  accepts: { organization: organizationName, team: teamName, member: userOrRobotName },

  observe: members,
  listWithin: membersWithin,

  async create(quay, wanted, snapshot) {
    const { organization: orgname, team: teamname, member: membername } = wanted;
    const current = (await sendsInvitation(snapshot, wanted)) && (await snapshot.of(members).get(wanted));
    if (current) return current;
    try {
      const { invited } = await updateOrganizationTeamMember(quay, { orgname, teamname, membername });
      return { ...wanted, invited };
    } catch (error) {
      if (error instanceof Refusal && /is already a member/.test(error.reason)) return { ...wanted, invited: false };
      throw error;
    }
  },

  changes: [],

  async delete(quay, actual, snapshot) {
    const { organization: orgname, team: teamname, member: membername } = actual;
    try {
      return await deleteOrganizationTeamMember(quay, { orgname, teamname, membername });
    } catch (error) {
      const isSynced = error instanceof Refusal && SYNCED.test(error.reason);
      if (!isSynced || (await snapshot.of(members).isGone(actual))) throw error;
      return new StaysInQuay(
        `a group of the directory decides who is in this team. ${await bindingOf(actual, snapshot)}`,
      );
    }
  },

  onConflict: "idempotent",
  replacementCost: "nothing besides",
  refers: { organization: toOrganization, team: toTeam, member: toRobot },

  logged: {
    entries: {
      org_add_team_member: { of: named, effect: "made" },
      org_invite_team_member: { of: named, effect: "made" },
      org_remove_team_member: { of: named, effect: "deleted" },
      org_delete_team_member_invite: { of: named, effect: "deleted" },
      org_team_member_invite_declined: { of: named, effect: "deleted" },
    },
    never: "people who are removed from the organization, or by a group of the directory",
  },

  selfLockout: /only admin team/,

  async explain({ status, reason }, wanted, snapshot) {
    const { organization, team, member } = wanted;
    if (SYNCED.test(reason)) {
      const found = `Team ${organization}/${team} takes its members from a directory; only robots can be added here.`;
      return `${found} Add ${member} there. ${await bindingOf(wanted, snapshot)}`;
    }
    if (/Unknown user/.test(reason)) return `There is no user or robot ${member} in this Quay.`;
    if (status === 404) return `There is no team ${team} in ${organization}.`;
  },
});

/** Quay's message when a group of the directory decides which people are in the team. */
const SYNCED = /auth-synced team/;

async function bindingOf(team: Pick<TeamMemberArgs, "organization" | "team">, snapshot: Snapshot): Promise<string> {
  const found = await snapshot
    .of(teamSyncs)
    .get(team)
    .catch(() => undefined);
  const group = found && groupOf(found);
  return `TeamSync ${fullNameOf(team)} binds it to ${group ?? "its group"}.`;
}

/** Whether Quay would send an invitation. It sends a second one after an interrupted run, so the first is looked up before. */
async function sendsInvitation(snapshot: Snapshot, { member }: TeamMemberArgs): Promise<boolean> {
  return !member.includes("+") && sendsInvitations(snapshot);
}

function named({ team, member }: Details, organization: string) {
  return { organization, team, member };
}
