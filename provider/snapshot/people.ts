import { getOrganizationCollaborators, getOrganizationMembers } from "../quay/api/organization";
import type { Snapshot } from ".";
import type { Container } from "./containers";
import { Memo } from "./memo";

/** A user in an organization. */
export interface Person {
  /** Names of the teams; empty for somebody who was only granted repositories. */
  teams: ReadonlySet<string>;
  /** Names, within the organization, of the repositories that the user was granted by name. */
  repositories: readonly string[];
}

export const people = (snapshot: Snapshot): People => new People(snapshot);

/** The users of organizations, by name. Robots and the invited are not in these lists. */
export class People {
  private readonly inTeams = new Memo<Map<string, Person>>();
  private readonly outside = new Memo<Map<string, Person>>();

  constructor(private readonly snapshot: Snapshot) {}

  /** Users in any team. */
  members(organization: string): Promise<Map<string, Person>> {
    return this.inTeams.get(organization, async () => {
      const { members } = await getOrganizationMembers(this.snapshot.quay, { orgname: organization });
      return new Map(
        members.map(({ name, teams, repositories }) => [
          name,
          { teams: new Set(teams.map((team) => team.name)), repositories },
        ]),
      );
    });
  }

  /** Users in no team who were granted repositories by name. */
  collaborators(organization: string): Promise<Map<string, Person>> {
    return this.outside.get(organization, async () => {
      const { collaborators } = await getOrganizationCollaborators(this.snapshot.quay, { orgname: organization });
      return new Map(collaborators.map(({ name, repositories }) => [name, { teams: new Set<string>(), repositories }]));
    });
  }

  forgetUnder([kind, id]: Container): void {
    if (kind !== "Organization") return;
    this.inTeams.forget(id);
    this.outside.forget(id);
  }
}
