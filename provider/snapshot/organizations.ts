import { QuayError } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Snapshot, Source } from ".";
import { containerReader } from "./container-reader";
import type { Container } from "./containers";
import { ListReader } from "./list-reader";
import { type Namespaces, namespaces, type Organization, ownersOf, type Team } from "./namespaces";
import type { Freshness, Reader } from "./reader";

type OrganizationId = Pick<Organization, "name">;
type TeamId = Pick<Team, "organization" | "name">;

export const organizations: Source<OrganizationId, Organization> = (snapshot) =>
  containerReader(snapshot, ({ name }) => ["Organization", name], new Organizations(snapshot.of(namespaces)));

export const teams: Source<TeamId, Team> = (snapshot) =>
  containerReader(snapshot, ({ organization, name }) => ["Team", `${organization}/${name}`], new Teams(snapshot));

class Organizations implements Reader<OrganizationId, Organization> {
  constructor(private readonly namespaces: Namespaces) {}

  async get({ name }: OrganizationId, { fresh = false }: Freshness = {}): Promise<Organization | undefined> {
    const known = await (fresh ? this.namespaces.getFresh(name) : this.namespaces.get(name));
    if (!known) return undefined;
    const { teams, sizes, synced, ...organization } = known;
    return organization;
  }

  /** Quay has no list of organizations with all their properties, so each is a list of its own. */
  async list(id: OrganizationId, how?: Freshness): Promise<Organization[]> {
    const found = await this.get(id, how);
    return found ? [found] : [];
  }

  /** Quay itself says that no organization has this name, which is sufficient proof. */
  async isGone({ name }: OrganizationId): Promise<boolean> {
    return (await this.namespaces.getFresh(name)) === undefined;
  }

  record({ name }: OrganizationId, organization: Organization | undefined, how?: { isNew?: boolean }): void {
    this.namespaces.record(name, organization, how?.isNew);
  }

  forget({ name }: OrganizationId): void {
    this.namespaces.forget(name);
  }

  forgetUnder(container: Container): void {
    this.namespaces.forgetUnder(container);
  }
}

class Teams extends ListReader<TeamId, Team> {
  private readonly quay: Quay;
  private readonly namespaces: Namespaces;

  constructor(snapshot: Snapshot) {
    const views = snapshot.of(namespaces);
    super(snapshot, {
      of: ({ organization }) => ["Organization", organization],
      key: ({ name }) => name,
      read: async ([, organization]) => teamsOf(await views.get(organization)),
      readFresh: async ([, organization]) => teamsOf(await views.getFresh(organization)),
      readOne: (id) => this.readOne(id),
      whenNew: ([, organization]) => [ownersOf(organization)],
    });
    this.quay = snapshot.quay;
    this.namespaces = views;
  }

  override forget(id: TeamId): void {
    this.namespaces.forget(id.organization);
    super.forget(id);
  }

  /** Reads a team that its organization did not show. The team's own operation lacks some properties, so both are read. */
  private async readOne({ organization, name }: TeamId): Promise<Team | undefined> {
    if (!(await this.namespaces.hasTeam(organization, name))) return undefined;
    const team = (await this.namespaces.getFresh(organization))?.teams.get(name);
    if (team) return team;
    this.quay.noteMalformedAnswer();
    throw new QuayError(
      `Quay shows the members of team ${organization}/${name}, but no such team of its organization. Try again.`,
    );
  }
}

const teamsOf = (known: { teams: Map<string, Team> } | undefined) => known && [...known.teams.values()];
