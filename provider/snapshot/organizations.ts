import { getOrganization, type OrganizationView } from "../api/organization";
import { QuayError, Refusal } from "../client/errors";
import type { Quay } from "../client/quay";
import { Memo } from "./memo";
import type { Reader } from "./reader";
import type { Token } from "./token";

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

class PartialView extends QuayError {}

/** Organizations with their teams: Quay shows both in one answer, so a hundred teams cost one request. */
export class Organizations {
  private readonly known = new Memo<Known | undefined>();

  constructor(
    private readonly quay: Quay,
    private readonly token: Token,
  ) {}

  readonly organizations: Reader<{ name: string }, Organization> = {
    get: async ({ name }) => {
      const known = await this.look(name);
      if (!known) return undefined;
      const { teams, ...organization } = known;
      return organization;
    },
    set: ({ name }, organization) => {
      if (!organization) return this.known.set(name, undefined);
      this.patch(name, (known) => ({ ...known, ...organization }));
    },
    forget: ({ name }) => this.known.forget(name),
  };

  readonly teams: Reader<{ organization: string; name: string }, Team> = {
    get: async ({ organization, name }) => (await this.look(organization))?.teams.get(name),
    set: ({ organization, name }, team) =>
      this.patch(organization, (known) => {
        if (team) known.teams.set(name, team);
        else known.teams.delete(name);
        return known;
      }),
    forget: ({ organization }) => this.known.forget(organization),
  };

  /** We made it a moment ago: it holds nothing but the team of its owners. */
  born(organization: Organization): void {
    const { name } = organization;
    const owners: Team = { organization: name, name: "owners", role: "admin", description: "" };
    this.known.set(name, { ...organization, teams: new Map([["owners", owners]]) });
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

  private look(name: string): Promise<Known | undefined> {
    return this.known.get(name, async () => {
      try {
        return await this.full(await getOrganization(this.quay, { orgname: name }));
      } catch (error) {
        if (!(error instanceof Refusal) || ![401, 404].includes(error.status)) throw error;
        await this.token.check();
        if (error.status === 401) throw error;
        return undefined;
      }
    });
  }

  /** Quay shows a stranger, a dead token and a narrow one less, with 200: that is no evidence of anything. */
  private async full(view: OrganizationView): Promise<Known> {
    const { name, email, teams, is_admin, tag_expiration_s } = view;
    if (!is_admin || !teams) {
      await this.token.check();
      throw new PartialView(
        `Quay shows organization ${name} only in part. The token's user has to be an administrator of ${name}, ` +
          'and the token needs the scope org:admin ("Administer Organization").',
      );
    }
    this.quay.trust();
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

  private patch(name: string, change: (known: Known) => Known): void {
    const known = this.known.peek(name);
    if (!known) return;
    const patched = known.then((organization) => organization && change(organization));
    this.known.forget(name);
    this.known.get(name, () => patched);
  }
}
