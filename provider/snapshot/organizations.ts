import { getOrganization, type OrganizationView } from "../quay/api/organization";
import { getOrganizationTeamMembers } from "../quay/api/team";
import { isNotFound, QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import { type Container, ContainerTracker } from "./containers";
import { ListCache } from "./list-cache";
import { Memo } from "./memo";
import type { Reader } from "./reader";
import type { TokenCheck } from "./token-check";

export interface Organization {
  name: string;
  email: string;
  tagExpirationSeconds?: number;
}

export interface Team {
  organization: string;
  name: string;
  role: "member" | "creator" | "admin";
  description: string;
}

interface Known extends Organization {
  teams: Map<string, Team>;
}

type TeamId = Pick<Team, "organization" | "name">;

/** The team that Quay makes with every organization. */
const OWNERS = "owners";

class PartialView extends QuayError {}

/** Organizations with their teams: Quay shows both in one answer, so a hundred teams cost one request. */
export class Organizations {
  private readonly known = new Memo<Known | undefined>();
  private readonly lists = new Map<string, ListCache<TeamId, Team>>();
  private readonly inOrganizations: ContainerTracker<{ name: string }>;
  private readonly inTeams: ContainerTracker<TeamId>;

  constructor(
    private readonly quay: Quay,
    private readonly token: TokenCheck,
    forgetUnder: (place: Container) => void,
  ) {
    this.inOrganizations = new ContainerTracker(({ name }) => ({ namespace: name }), forgetUnder);
    this.inTeams = new ContainerTracker(({ organization, name }) => ({ organization, team: name }), forgetUnder);
  }

  readonly organizations: Reader<{ name: string }, Organization> = {
    get: async (id) => {
      const known = this.inOrganizations.seen(id, await this.look(id.name));
      if (!known) return undefined;
      const { teams, ...organization } = known;
      return organization;
    },
    record: (id, organization) => {
      this.inOrganizations.written(id, organization !== undefined);
      if (organization) this.patch(id.name, organization);
      else this.known.set(id.name, undefined);
    },
    forget: (id) => {
      this.inOrganizations.doubted(id);
      this.known.forget(id.name);
    },
    // That nothing is of this name, Quay says of itself.
    isGone: async ({ name }) => (await this.view(name)) === undefined,
    forgetUnder: (place) => {
      if ("namespace" in place) this.known.forget(place.namespace);
    },
  };

  readonly teams: Reader<TeamId, Team> = {
    get: async (id) => this.inTeams.seen(id, await this.teamsOf(id).get(id)),
    getFresh: (id) => this.teamsOf(id).now(id),
    record: (id, team) => {
      this.inTeams.written(id, team !== undefined);
      this.teamsOf(id).set(id, team);
    },
    forget: (id) => {
      this.inTeams.doubted(id);
      this.known.forget(id.organization);
      this.teamsOf(id).forget(id);
    },
    isGone: (id) => this.teamsOf(id).gone(id),
    forgetUnder: (place) => {
      if ("namespace" in place) this.lists.get(place.namespace)?.forgetAll();
    },
  };

  /** We made it a moment ago: it holds nothing but the team of its owners. */
  born(organization: Organization): void {
    const { name } = organization;
    this.inOrganizations.born(organization);
    const owners: Team = { organization: name, name: OWNERS, role: "admin", description: "" };
    const teams = new Map([[OWNERS, owners]]);
    this.known.set(name, { ...organization, teams });
    this.teamsOf({ organization: name }).born(teams);
  }

  /** Whether there is an organization of this name, however little of it Quay shows. */
  async exists(name: string): Promise<boolean> {
    try {
      return (await this.look(name)) !== undefined;
    } catch (error) {
      if (error instanceof PartialView) return true;
      throw error;
    }
  }

  private teamsOf({ organization }: Pick<TeamId, "organization">): ListCache<TeamId, Team> {
    const known = this.lists.get(organization);
    if (known) return known;
    const list = new ListCache<TeamId, Team>({
      key: ({ name }) => name,
      read: async () => (await this.look(organization))?.teams,
      again: async () => (await this.view(organization))?.teams,
      one: (id) => this.team(id),
    });
    this.lists.set(organization, list);
    return list;
  }

  private look(name: string): Promise<Known | undefined> {
    return this.known.get(name, () => this.view(name));
  }

  /** Undefined when Quay said twice that there is none. */
  private async view(name: string): Promise<Known | undefined> {
    for (let again = false; ; again = true) {
      try {
        return await this.full(name, await getOrganization(this.quay, { orgname: name }));
      } catch (error) {
        if (error instanceof Refusal && error.status === 401) await this.token.check();
        if (!isNotFound(error)) throw error;
        await this.token.check();
        if (again) return undefined;
      }
    }
  }

  /** A team that its organization did not show. Its own read does not tell all of it. */
  private async team({ organization, name }: TeamId): Promise<Team | undefined> {
    if (!(await this.hasTeam(organization, name))) return undefined;
    const team = (await this.view(organization))?.teams.get(name);
    if (team) return team;
    this.quay.doubt();
    throw new QuayError(
      `Quay shows the members of team ${organization}/${name}, but no such team of its organization. Try again.`,
    );
  }

  /** Quay says "not found" only to who may see the members: that proves the token too. */
  private async hasTeam(orgname: string, teamname: string): Promise<boolean> {
    try {
      await getOrganizationTeamMembers(this.quay, { orgname, teamname });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  /** Quay shows a stranger, a dead token and a narrow one less, with 200: that is no evidence of anything. */
  private async full(name: string, view: OrganizationView): Promise<Known> {
    const { email, teams, is_admin, tag_expiration_s } = view;
    this.quay.demandSame(`organization ${name}`, view.name, name);
    if (!is_admin || !teams) {
      await this.token.check();
      throw new PartialView(
        `Quay shows organization ${name} only in part. The token's user has to be an administrator of ${name}, ` +
          'and the token needs the scope org:admin ("Administer Organization").',
      );
    }
    this.quay.trust();
    // Hardly anybody deletes the owners: who does not see them may see nothing of the teams.
    if (!(OWNERS in teams) && (await this.hasTeam(name, OWNERS))) {
      this.quay.doubt();
      throw new QuayError(`Quay shows organization ${name} without its team ${OWNERS}, which it has. Try again.`);
    }
    const team = (entry: (typeof teams)[string]): Team => ({
      organization: name,
      name: entry.name,
      role: entry.role,
      description: entry.description ?? "",
    });
    return {
      name,
      email,
      tagExpirationSeconds: tag_expiration_s,
      teams: new Map(Object.values(teams).map((entry) => [entry.name, team(entry)])),
    };
  }

  private patch(name: string, organization: Organization): void {
    const known = this.known.peek(name);
    if (!known) return;
    const patched = known.then((before) => before && { ...before, ...organization });
    this.known.forget(name);
    this.known.get(name, () => patched);
  }
}
