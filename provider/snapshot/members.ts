import { getOrganizationMember, getOrganizationMembers } from "../quay/api/organization";
import { getOrganizationTeamMembers } from "../quay/api/team";
import { QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Absence } from "./absence";
import { type Container, goesWith } from "./containers";
import { ListCaches } from "./list-caches";
import { Memo } from "./memo";
import type { Reader } from "./reader";
import type { Robots } from "./robots";

export interface Member {
  organization: string;
  team: string;
  member: string;
  invited: boolean;
}

interface Named {
  organization: string;
  team: string;
  member: string;
  /** What the state says: only a team's own list shows the invited. */
  invited?: unknown;
}

const shelfOf = ({ organization, team }: { organization: string; team: string }) => `${organization}/${team}`;

/** Members of teams: two lists of the organization show them all, except the invited. */
export class Members implements Reader<Named, Member> {
  private readonly people = new Memo<Map<string, Set<string>> | undefined>();
  private readonly teams: ListCaches<Named, Member>;
  private readonly touched = new Set<string>();

  constructor(
    private readonly quay: Quay,
    private readonly absence: Absence,
    private readonly robots: Robots,
  ) {
    this.teams = new ListCaches({
      listKey: (id) => shelfOf(id),
      key: ({ member }) => member,
      read: (id) => this.absence.unless(id.organization, () => this.ofTeam(id)),
      one: (id) => this.one(id),
    });
  }

  async get(id: Named): Promise<Member | undefined> {
    const { organization, team, member } = id;
    if (id.invited !== true && !this.touched.has(shelfOf(id))) {
      const teams = member.includes("+")
        ? this.robots.teamsOf(organization, member)
        : this.teamsOf(organization, member);
      if ((await teams)?.has(team)) return { organization, team, member, invited: false };
    }
    // Who is in none of the lists may be invited; or is absent, as only the team's own list can say.
    return this.teams.get(id);
  }

  record(id: Named, state: Member | undefined): void {
    this.touched.add(shelfOf(id));
    this.teams.set(id, state);
  }

  forget(id: Named): void {
    this.touched.add(shelfOf(id));
    this.teams.forget(id);
  }

  isGone(id: Named): Promise<boolean> {
    return this.teams.gone(id);
  }

  forgetUnder(place: Container): void {
    if ("namespace" in place) {
      this.people.forget(place.namespace);
      this.teams.forgetLists((shelf) => shelf.startsWith(`${place.namespace}/`));
    }
    if ("team" in place) {
      this.touched.add(shelfOf(place));
      this.teams.forgetLists((shelf) => shelf === shelfOf(place));
    }
    this.teams.forgetWhere(({ member }) => goesWith(member, place));
  }

  private async teamsOf(organization: string, member: string): Promise<Set<string> | undefined> {
    const people = await this.people.get(organization, async () => {
      try {
        const { members } = await getOrganizationMembers(this.quay, { orgname: organization });
        return new Map(members.map(({ name, teams }) => [name, new Set(teams.map((team) => team.name))]));
      } catch (error) {
        if (error instanceof Refusal && error.status < 500) return undefined;
        throw error;
      }
    });
    return people?.get(member);
  }

  private async ofTeam({ organization, team }: Named): Promise<Map<string, Member>> {
    const about = { orgname: organization, teamname: team, includePending: true };
    const { members, can_edit } = await getOrganizationTeamMembers(this.quay, about);
    // Who may not edit the team is not shown the invited: that they are missing would mean nothing.
    if (!can_edit) throw new QuayError(`Quay shows the members of ${organization}/${team} only in part.`);
    const named = members.flatMap(({ name, invited }) => (name === undefined ? [] : [{ name, invited }]));
    return new Map(named.map(({ name, invited }) => [name, { organization, team, member: name, invited }]));
  }

  private async one({ organization, team, member, invited }: Named): Promise<Member | undefined> {
    // Of the invited Quay has no read of one alone.
    if (invited !== false)
      return (await this.absence.unless(organization, () => this.ofTeam({ organization, team, member })))?.get(member);
    const about = { orgname: organization, membername: member };
    const found = await this.absence.unless(organization, () => getOrganizationMember(this.quay, about));
    const isIn = found?.teams.some(({ name }) => name === team);
    return isIn ? { organization, team, member, invited: false } : undefined;
  }
}
