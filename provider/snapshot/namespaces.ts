import { getOrganization, type OrganizationView } from "../quay/api/organization";
import { getOrganizationTeamMembers, type TeamRole, type TeamView } from "../quay/api/team";
import { isNotFound, QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Snapshot } from ".";
import type { Container } from "./containers";
import { Memo } from "./memo";
import type { TokenCheck } from "./token-check";

export interface Organization {
  name: string;
  email: string;
  tagExpirationSeconds?: number;
}

export interface Team {
  organization: string;
  name: string;
  role: TeamRole;
  description: string;
}

/** How many members, with robots and without the invited, and how many repositories a team had when it was read. */
export interface TeamSize {
  members: number;
  repositories: number;
}

interface OrganizationWithTeams extends Organization {
  teams: Map<string, Team>;
  sizes: Map<string, TeamSize>;
  /** The teams whose people a group of the directory decides. */
  synced: Set<string>;
}

/** The team that Quay creates with every organization. */
const OWNERS = "owners";

/** The only team of a new organization. */
export const ownersOf = (organization: string): Team => ({
  organization,
  name: OWNERS,
  role: "admin",
  description: "",
});

/** Without the counts, a team counts as one that may have any. */
const sizeOf = ({ member_count = Infinity, repo_count = Infinity }: TeamView): TeamSize => ({
  members: member_count,
  repositories: repo_count,
});

/** Quay shows the organization to this token only in part: its user does not administer it, or the token lacks a scope. */
export class PartialView extends QuayError {}

export const namespaces = (snapshot: Snapshot): Namespaces => new Namespaces(snapshot.quay, snapshot.token);

/** Organizations with their teams: Quay returns both in one answer, so a hundred teams cost one request. */
export class Namespaces {
  private readonly known = new Memo<OrganizationWithTeams | undefined>();
  private readonly views = new Memo<OrganizationView>();

  constructor(
    private readonly quay: Quay,
    private readonly token: TokenCheck,
  ) {}

  /** Quay's view of an organization, which may be partial. Throws when there is none. */
  view(name: string): Promise<OrganizationView> {
    return this.views.get(name, () => this.viewFresh(name));
  }

  /** The same, bypassing the cache. */
  viewFresh(name: string): Promise<OrganizationView> {
    return getOrganization(this.quay, { orgname: name });
  }

  /** Whether the organization exists, even if Quay shows only a part of it. */
  async exists(name: string): Promise<boolean> {
    try {
      return (await this.get(name)) !== undefined;
    } catch (error) {
      if (error instanceof PartialView) return true;
      throw error;
    }
  }

  get(name: string): Promise<OrganizationWithTeams | undefined> {
    return this.known.get(name, () => this.read(name, () => this.view(name)));
  }

  /** Bypasses the cache. */
  getFresh(name: string): Promise<OrganizationWithTeams | undefined> {
    return this.read(name, () => this.viewFresh(name));
  }

  /** Undefined when Quay answered twice that it does not exist. */
  private async read(name: string, view: () => Promise<OrganizationView>): Promise<OrganizationWithTeams | undefined> {
    for (let again = false; ; again = true) {
      try {
        return await this.organizationOf(name, await view());
      } catch (error) {
        if (error instanceof Refusal && error.status === 401) await this.token.check();
        if (!isNotFound(error)) throw error;
        await this.token.check();
        if (again) return undefined;
      }
    }
  }

  /** Quay answers "not found" only to callers who may see the members, so that also proves the token. */
  async hasTeam(orgname: string, teamname: string): Promise<boolean> {
    try {
      await getOrganizationTeamMembers(this.quay, { orgname, teamname });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  /** Records the result of this run's own write. */
  record(name: string, organization: Organization | undefined, isNew = false): void {
    this.views.forget(name);
    if (!organization) this.known.set(name, undefined);
    else if (isNew) {
      const teams = new Map([[OWNERS, ownersOf(name)]]);
      this.known.set(name, { ...organization, teams, sizes: new Map(), synced: new Set() });
    } else this.patch(name, organization);
  }

  forget(name: string): void {
    this.known.forget(name);
    this.views.forget(name);
  }

  forgetUnder([kind, id]: Container): void {
    if (kind === "Organization") this.forget(id);
  }

  /** To non-members and to tokens that are invalid or lack the scope, Quay returns less with status 200, which proves nothing. */
  private async organizationOf(name: string, view: OrganizationView): Promise<OrganizationWithTeams> {
    const { email, teams, is_admin, tag_expiration_s } = view;
    this.quay.requireSame(`organization ${name}`, view.name, name);
    if (!is_admin || !teams) {
      await this.token.check();
      throw new PartialView(
        `Quay shows organization ${name} only in part. The token's user has to be an administrator of ${name}, ` +
          'and the token needs the scope org:admin ("Administer Organization").',
      );
    }
    this.quay.noteTokenAccepted();
    // The team owners is hardly ever deleted, so without it the list of teams may be incomplete.
    if (!(OWNERS in teams) && (await this.hasTeam(name, OWNERS))) {
      this.quay.noteMalformedAnswer();
      throw new QuayError(`Quay shows organization ${name} without its team ${OWNERS}, which it has. Try again.`);
    }
    const team = (entry: TeamView): Team => ({
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
      sizes: new Map(Object.values(teams).map((entry) => [entry.name, sizeOf(entry)])),
      synced: new Set(Object.values(teams).flatMap((entry) => (entry.is_synced ? [entry.name] : []))),
    };
  }

  private patch(name: string, organization: Organization): void {
    const known = this.known.peek(name);
    if (!known) return;
    const patched = known.then((before) => before && { ...before, ...organization });
    this.known.forget(name);
    void this.known.get(name, () => patched);
  }
}
