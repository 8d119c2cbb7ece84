import { z } from "zod";
import { type Adoptable, id, type Owned } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { deleteOrganizationTeam, TeamRole, updateOrganizationTeam } from "../quay/api/team";
import type { Quay } from "../quay/client/quay";
import { organizationName, teamName } from "../quay/names";
import { teams } from "../snapshot/organizations";
import { toOrganization } from "./references";

export interface TeamArgs extends Adoptable {
  /** Organization the team belongs to. */
  organization: string;
  /** Name, unique within the organization. Defaults to the resource's own name. */
  name?: string;
  /** What every member may do across the organization: nothing more, create repositories, or everything. */
  role?: "member" | "creator" | "admin";
  /** Markdown, shown on the team's page. */
  description?: string;
}

/** A group of people and robots who share permissions in an organization. */
export interface TeamState extends Owned<TeamArgs> {}

export const team = resource<TeamArgs, TeamState>({
  kind: "Team",
  identity: id("{organization}/{name}"),
  flags: ["adopt"],

  accepts: {
    organization: organizationName,
    name: teamName,
    role: TeamRole.default("member"),
    description: z.string().default(""),
  },

  observe: teams,

  create: putTeam,

  // Quay creates and changes a team with the same operation, which always needs the role.
  changes: [{ of: ["role", "description"], send: putTeam }],

  delete: (quay, { organization, name }) => deleteOrganizationTeam(quay, { orgname: organization, teamname: name }),

  onConflict: "lookup",
  replacementCost: "members and grants that were added by hand",
  refers: { organization: toOrganization },
  builtIn: ({ name }) => name === OWNERS,
  retainReason: ({ name }) =>
    name === OWNERS ? "its members administer the organization, and it goes with it." : undefined,
  selfLockout: /remove admin ability|no longer have admin/,

  logged: {
    entries: {
      org_create_team: { of: named, effect: "made" },
      org_set_team_role: { of: named, to: ({ role }) => ({ role }) },
      org_set_team_description: { of: named, to: ({ description }) => ({ description }) },
      org_delete_team: { of: named, effect: "deleted" },
    },
  },

  validate({ name, role }) {
    if (name !== OWNERS || role === "admin") return undefined;
    return { property: "role", reason: 'Team owners administers the organization. Write role: "admin".' };
  },
});

function named({ team }: Details, organization: string) {
  return { organization, name: team };
}

/** The team that Quay creates with every organization. */
const OWNERS = "owners";

async function putTeam(quay: Quay, wanted: TeamState): Promise<TeamState> {
  const { organization, name, role, description } = wanted;
  await updateOrganizationTeam(quay, { orgname: organization, teamname: name, role, description });
  return { organization, name, role, description };
}
