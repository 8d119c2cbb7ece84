import { getOrganizationMember } from "../quay/api/organization";
import type { TeamMembersView } from "../quay/api/team";
import { QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Snapshot, Source } from ".";
import { type Absence, absence } from "./absence";
import type { Container } from "./containers";
import { ListReader } from "./list-reader";
import type { ListingDepth } from "./listing-depth";
import { Memo } from "./memo";
import { namespaces, type TeamSize } from "./namespaces";
import { type Person, people } from "./people";
import type { Freshness } from "./reader";
import { type RobotLists, robotLists } from "./robots";
import { type TeamViews, teamViews } from "./team-views";

export interface Member {
  organization: string;
  team: string;
  member: string;
  invited: boolean;
}

interface MemberKey {
  organization: string;
  team: string;
  member: string;
  /** The value in the state. Only the team's own list shows invited users. */
  invited?: unknown;
}

const fullName = ({ organization, team }: Pick<Member, "organization" | "team">) => `${organization}/${team}`;

export const members: Source<MemberKey, Member> = (snapshot) => new Members(snapshot);

/** Whether this Quay invites users to teams, who become members by accepting. */
export async function sendsInvitations(snapshot: Snapshot): Promise<boolean> {
  const { MAILING, REQUIRE_TEAM_INVITE } = (await snapshot.features()).features;
  return MAILING === true && REQUIRE_TEAM_INVITE !== false;
}

/**
 * All members of the teams of an organization. Its lists of people and robots show most of them; a team's own list is read where
 * users may be invited, and where the team has members besides, such as robots of other namespaces; not for a shallow list.
 */
export async function membersWithin(
  snapshot: Snapshot,
  organization: string,
  { shallow = false }: ListingDepth = {},
): Promise<Member[]> {
  const { sizes } = (await snapshot.of(namespaces).get(organization)) ?? { sizes: new Map<string, TeamSize>() };
  const [users, robots, invites] = await Promise.all([
    snapshot.of(people).members(organization),
    snapshot.of(robotLists).placesIn(organization),
    !shallow && sendsInvitations(snapshot),
  ]);
  const listed = [...users, ...robots].flatMap(([member, { teams }]) =>
    [...teams].map((team): Member => ({ organization, team, member, invited: false })),
  );
  if (shallow) return listed;
  const count = (team: string) => listed.filter((one) => one.team === team).length;
  const incomplete = [...sizes].flatMap(([team, { members }]) => (invites || members !== count(team) ? [team] : []));
  const lists = incomplete.map((team) => snapshot.of(members).list({ organization, team, member: "" }));
  const own = (await Promise.all(lists)).flatMap((list) => list ?? []);
  return [...listed.filter(({ team }) => !incomplete.includes(team)), ...own];
}

/** Members of teams. The organization's lists of members and robots show all except invited users. */
class Members extends ListReader<MemberKey, Member> {
  private readonly quay: Quay;
  private readonly absence: Absence;
  private readonly robots: RobotLists;
  private readonly views: TeamViews;
  private readonly people = new Memo<Map<string, Person> | undefined>();
  /** Teams whose members changed in this run, which the organization's lists may not show. */
  private readonly changed = new Set<string>();

  constructor(snapshot: Snapshot) {
    super(snapshot, {
      of: (id) => ["Team", fullName(id)],
      key: ({ member }) => member,
      read: (of) => this.absence.within(of, async () => this.shownIn(await this.views.get(of[1]), of[1])),
      readFresh: (of) => this.absence.within(of, () => this.ofTeam(of[1])),
      readOne: (id) => this.readOne(id),
      names: ({ member }) => (member.includes("+") ? [["Robot", member]] : []),
    });
    this.quay = snapshot.quay;
    this.absence = snapshot.of(absence);
    this.robots = snapshot.of(robotLists);
    this.views = snapshot.of(teamViews);
  }

  override async get(id: MemberKey, how?: Freshness): Promise<Member | undefined> {
    const { organization, team, member } = id;
    if (id.invited !== true && !how?.fresh && !this.changed.has(fullName(id))) {
      const teams = member.includes("+")
        ? this.robots.teamsOf(organization, member)
        : this.teamsOf(organization, member);
      if ((await teams)?.has(team)) return { organization, team, member, invited: false };
    }
    // Anyone missing in these lists may be invited or absent; only the team's own list tells which.
    return super.get(id, how);
  }

  override record(id: MemberKey, state: Member | undefined): void {
    this.noteChange(id);
    super.record(id, state);
  }

  override forget(id: MemberKey): void {
    this.noteChange(id);
    super.forget(id);
  }

  override forgetUnder(container: Container): void {
    super.forgetUnder(container);
    const [kind, id] = container;
    if (kind === "Organization") this.people.forget(id);
    if (kind === "Team") this.changed.add(id);
  }

  private async teamsOf(organization: string, member: string): Promise<ReadonlySet<string> | undefined> {
    const all = await this.people.get(organization, async () => {
      try {
        return await this.snapshot.of(people).members(organization);
      } catch (error) {
        if (error instanceof Refusal && error.status < 500) return undefined;
        throw error;
      }
    });
    return all?.get(member)?.teams;
  }

  private noteChange(id: MemberKey): void {
    this.changed.add(fullName(id));
    this.views.forget(fullName(id));
  }

  private async ofTeam(fullName: string): Promise<Member[]> {
    return this.shownIn(await this.views.getFresh(fullName), fullName);
  }

  private shownIn({ members, can_edit }: TeamMembersView, fullName: string): Member[] {
    const [organization = "", team = ""] = fullName.split("/");
    // Without the right to edit the team Quay leaves out invited users, so their absence would prove nothing.
    if (!can_edit) throw new QuayError(`Quay shows the members of ${fullName} only in part.`);
    const named = members.flatMap(({ name, invited }) => (name === undefined ? [] : [{ name, invited }]));
    return named.map(({ name, invited }) => ({ organization, team, member: name, invited }));
  }

  private async readOne({ organization, team, member, invited }: MemberKey): Promise<Member | undefined> {
    // Quay has no operation to read a single invited user.
    if (invited !== false) {
      const all = await this.absence.readOne(organization, () => this.ofTeam(fullName({ organization, team })));
      return all?.find((one) => one.member === member);
    }
    const about = { orgname: organization, membername: member };
    const found = await this.absence.readOne(organization, () => getOrganizationMember(this.quay, about));
    const isIn = found?.teams.some(({ name }) => name === team);
    return isIn ? { organization, team, member, invited: false } : undefined;
  }
}
