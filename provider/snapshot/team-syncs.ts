import type { TeamMembersView } from "../quay/api/team";
import { QuayError } from "../quay/client/errors";
import { canonicalTime } from "../quay/moments";
import { needsScope } from "../quay/operation";
import type { Snapshot } from ".";
import { absence } from "./absence";
import type { Container } from "./containers";
import { ListReader } from "./list-reader";
import { members } from "./members";
import { namespaces } from "./namespaces";
import type { Freshness } from "./reader";
import { teamViews } from "./team-views";

/** A group of the directory, under the name that its service has for it. */
export interface Group {
  groupDn?: string;
  groupName?: string;
  groupId?: string;
}

interface TeamSyncKey extends Group {
  organization: string;
  team: string;
}

export interface TeamSync extends TeamSyncKey {
  lastUpdated?: string;
}

type Team = Pick<TeamSync, "organization" | "team">;

export const fullNameOf = ({ organization, team }: Team) => `${organization}/${team}`;

/** The group as text; undefined when it is not known. */
export const groupOf = ({ groupDn, groupName, groupId }: Group) => groupDn ?? groupName ?? groupId;

export const teamSyncs = (snapshot: Snapshot): TeamSyncs => new TeamSyncs(snapshot);

/** The teams of an organization whose people a group decides, from the view that its teams are read from. */
export async function teamSyncsWithin(snapshot: Snapshot, organization: string): Promise<Team[]> {
  const known = await snapshot.of(namespaces).get(organization);
  return [...(known?.synced ?? [])].map((team) => ({ organization, team }));
}

/** The people of a team by name, the invited too, by e-mail address where they have no name. Robots are none. */
export async function peopleIn(snapshot: Snapshot, team: Team): Promise<string[]> {
  const of: Container = ["Team", fullNameOf(team)];
  if (snapshot.isNew(of)) {
    const all = (await snapshot.of(members).list({ ...team, member: "" })) ?? [];
    return all.map(({ member }) => member).filter((member) => !member.includes("+"));
  }
  const view = await snapshot.of(absence).within(of, () => snapshot.of(teamViews).get(of[1]));
  return (view?.members ?? []).filter(isPerson).flatMap(({ name, email }) => name ?? email ?? []);
}

const isPerson = ({ name = "", is_robot }: TeamMembersView["members"][number]) => !(is_robot ?? name.includes("+"));

/**
 * The groups that teams are bound to. The organization's view tells whether a team is bound to any; only the team's own view
 * tells to which, to superusers.
 */
class TeamSyncs extends ListReader<TeamSyncKey, TeamSync> {
  /** Teams that this run may have bound or unbound, which the organization's view may not show. */
  private readonly changed = new Set<string>();

  constructor(snapshot: Snapshot) {
    super(snapshot, {
      of: (id) => ["Team", fullNameOf(id)],
      read: ([, team]) => this.read(team),
      readFresh: ([, team]) => this.ofTeam(team, { fresh: true }),
    });
  }

  /** A group that Quay does not show is that of `id`. Throws where none is known. */
  override async get(id: TeamSyncKey, how?: Freshness): Promise<TeamSync | undefined> {
    const found = await super.get(id, how);
    if (!found || groupOf(found) !== undefined) return found;
    const { groupDn, groupName, groupId } = id;
    if (groupOf(id) !== undefined) return { ...found, groupDn, groupName, groupId };
    throw new QuayError(
      `Quay shows to which group team ${fullNameOf(id)} is bound only to superusers. ${needsScope("super:user")} ` +
        "An import needs it; a resource that is in the state already does not.",
    );
  }

  override record(id: TeamSyncKey, state: TeamSync | undefined): void {
    this.noteChange(fullNameOf(id));
    super.record(id, state);
  }

  override forget(id: TeamSyncKey): void {
    this.noteChange(fullNameOf(id));
    super.forget(id);
  }

  override forgetUnder(container: Container): void {
    super.forgetUnder(container);
    const [kind, id] = container;
    if (kind === "Team") this.changed.add(id);
  }

  private noteChange(team: string): void {
    this.changed.add(team);
    this.snapshot.of(teamViews).forget(team);
  }

  private async read(fullName: string): Promise<TeamSync[] | undefined> {
    if (this.changed.has(fullName)) return this.ofTeam(fullName);
    const [organization = "", team = ""] = fullName.split("/");
    const known = await this.snapshot.of(namespaces).get(organization);
    if (!known) return undefined;
    // What the view denies is confirmed by the team's own.
    return known.teams.has(team) && !known.synced.has(team) ? [] : this.ofTeam(fullName);
  }

  /** Undefined when there is no such team. */
  private async ofTeam(fullName: string, { fresh = false }: Freshness = {}): Promise<TeamSync[] | undefined> {
    const views = this.snapshot.of(teamViews);
    const view = await this.snapshot
      .of(absence)
      .within(["Team", fullName], () => (fresh ? views.getFresh(fullName) : views.get(fullName)));
    return view && (view.synced ? [syncOf(fullName, view.synced)] : []);
  }
}

function syncOf(fullName: string, { config, last_updated }: NonNullable<TeamMembersView["synced"]>): TeamSync {
  const [organization = "", team = ""] = fullName.split("/");
  return {
    organization,
    team,
    groupDn: config?.group_dn ?? undefined,
    groupName: config?.group_name ?? undefined,
    groupId: config?.group_id ?? undefined,
    lastUpdated: last_updated ? canonicalTime(Date.parse(last_updated)) : undefined,
  };
}
