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

interface OrganizationWithTeams extends Organization {
  teams: Map<string, Team>;
}

/** The team that Quay makes with every organization. */
const OWNERS = "owners";

/** What a new organization holds. */
export const ownersOf = (organization: string): Team => ({
  organization,
  name: OWNERS,
  role: "admin",
  description: "",
});

class PartialView extends QuayError {}

export const namespaces = (snapshot: Snapshot): Namespaces => new Namespaces(snapshot.quay, snapshot.token);

/** Organizations with their teams: Quay shows both in one answer, so a hundred teams cost one request. */
export class Namespaces {
  private readonly known = new Memo<OrganizationWithTeams | undefined>();
  private readonly views = new Memo<OrganizationView>();

  constructor(
    private readonly quay: Quay,
    private readonly token: TokenCheck,
  ) {}

  /** What Quay shows of an organization, however little that is. Throws when it shows nothing. */
  view(name: string): Promise<OrganizationView> {
    return this.views.get(name, () => getOrganization(this.quay, { orgname: name }));
  }

  /** Whether there is an organization of this name, however little of it Quay shows. */
  async exists(name: string): Promise<boolean> {
    try {
      return (await this.get(name)) !== undefined;
    } catch (error) {
      if (error instanceof PartialView) return true;
      throw error;
    }
  }

  get(name: string): Promise<OrganizationWithTeams | undefined> {
    return this.known.get(name, () => this.getFresh(name));
  }

  /** Never from memory. Undefined when Quay said twice that there is none. */
  async getFresh(name: string): Promise<OrganizationWithTeams | undefined> {
    for (let again = false; ; again = true) {
      try {
        return await this.organizationOf(name, await getOrganization(this.quay, { orgname: name }));
      } catch (error) {
        if (error instanceof Refusal && error.status === 401) await this.token.check();
        if (!isNotFound(error)) throw error;
        await this.token.check();
        if (again) return undefined;
      }
    }
  }

  /** Quay says "not found" only to who may see the members: that proves the token too. */
  async hasTeam(orgname: string, teamname: string): Promise<boolean> {
    try {
      await getOrganizationTeamMembers(this.quay, { orgname, teamname });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  /** A write of ours was done. */
  record(name: string, organization: Organization | undefined, isNew = false): void {
    if (!organization) this.known.set(name, undefined);
    else if (isNew) this.known.set(name, { ...organization, teams: new Map([[OWNERS, ownersOf(name)]]) });
    else this.patch(name, organization);
  }

  forget(name: string): void {
    this.known.forget(name);
    this.views.forget(name);
  }

  forgetUnder([kind, id]: Container): void {
    if (kind === "Organization") this.forget(id);
  }

  /** Quay shows a stranger, a dead token and a narrow one less, with 200: that is no evidence of anything. */
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
    // Hardly anybody deletes the owners: who does not see them may see nothing of the teams.
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
