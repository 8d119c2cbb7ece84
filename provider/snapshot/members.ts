import { getOrganizationTeamMembers } from "../api/team";
import { QuayError } from "../client/errors";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
import { Shelf } from "./shelf";

export interface Member {
  organization: string;
  team: string;
  member: string;
  invited: boolean;
}

/** Members of a team, with the invited. */
export const members = (quay: Quay, absence: Absence) =>
  new Shelf<{ organization: string; team: string; member: string }, Member>({
    shelf: ({ organization, team }) => `${organization}/${team}`,
    key: ({ member }) => member,
    read: ({ organization, team }) =>
      absence.unless(organization, async () => {
        const about = { orgname: organization, teamname: team, includePending: true };
        const { members, can_edit } = await getOrganizationTeamMembers(quay, about);
        // Who may not edit the team is not shown the invited: that they are missing would mean nothing.
        if (!can_edit) throw new QuayError(`Quay shows the members of ${organization}/${team} only in part.`);
        return new Map(
          members
            .filter((entry): entry is typeof entry & { name: string } => entry.name !== undefined)
            .map(({ name, invited }) => [name, { organization, team, member: name, invited }]),
        );
      }),
  });
