import { present, referents } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { isUnknown } from "../lifecycle/unknown";
import { RepositoryRole } from "../quay/api/permission";
import {
  createOrganizationPrototypePermission,
  deleteOrganizationPrototypePermission,
  getOrganizationPrototypePermissions,
  type PrototypeView,
  updateOrganizationPrototypePermission,
} from "../quay/api/prototype";
import { organizationName, teamName, userOrRobotName } from "../quay/names";
import { listed } from "../snapshot/listed";
import { toOrganization, toRobot, toTeam } from "./references";

export interface DefaultPermissionArgs {
  /** Organization whose new repositories get the grant. */
  organization: string;
  /** What is granted: pull, also push, or everything. */
  role: "read" | "write" | "admin";
  /** To whom: a user, or a robot by its full name. Either this or `team`. */
  user?: string;
  /** To whom: a team of the organization. Either this or `user`. */
  team?: string;
  /** Only for repositories that this user or robot creates. */
  createdBy?: string;
}

/**
 * A grant that every new repository of an organization gets; those that exist keep theirs. A statement: one that exists
 * gets the role.
 */
export interface DefaultPermissionState extends DefaultPermissionArgs {
  /** Quay's own name for it. */
  uuid: string;
}

type PermissionKey = Pick<DefaultPermissionArgs, "organization" | "user" | "team" | "createdBy">;

const refers = { organization: toOrganization, team: toTeam, user: toRobot, createdBy: toRobot };

/** Quay has no operation to read a single one. It allows duplicates, of which the first one counts. */
const prototypes = listed<PermissionKey, DefaultPermissionState>({
  of: ({ organization }) => ["Organization", organization],
  key: ({ user, team, createdBy }) => JSON.stringify([user, team, createdBy]),
  names: (permission) => referents(refers, permission),
  async read({ quay }, organization) {
    const all = await getOrganizationPrototypePermissions(quay, { orgname: organization });
    return all.prototypes.map((view) => stateOf(organization, view));
  },
});

export const defaultPermission = resource<DefaultPermissionArgs, DefaultPermissionState>({
  kind: "DefaultPermission",
  identity: {
    type: "natural",
    properties: ["organization", "user", "team", "createdBy"],
    format(values) {
      const { team, createdBy } = values as unknown as PermissionKey;
      const grantee = team === undefined ? `user/${present(values, "user")}` : `team/${team}`;
      const id = `${present(values, "organization")}/${grantee}`;
      return createdBy === undefined ? id : `${id}/by/${createdBy}`;
    },
    parse(id) {
      const [, organization, kind, name, createdBy] =
        /^([^/]+)\/(user|team)\/([^/]+)(?:\/by\/([^/]+))?$/.exec(id) ?? [];
      if (!organization || !kind || !name) return undefined;
      return { organization, [kind]: name, ...(createdBy && { createdBy }) };
    },
  },
  flags: [],

  accepts: {
    organization: organizationName,
    role: RepositoryRole,
    user: userOrRobotName.optional(),
    team: teamName.optional(),
    createdBy: userOrRobotName.optional(),
  },

  observe: prototypes,
  listedBy: ["organization"],

  async create(quay, { organization, role, user, team, createdBy }) {
    const delegate =
      team === undefined ? { kind: "user" as const, name: user as string } : { kind: "team" as const, name: team };
    const activating_user = createdBy === undefined ? undefined : { name: createdBy };
    const view = await createOrganizationPrototypePermission(quay, {
      orgname: organization,
      role,
      delegate,
      activating_user,
    });
    return stateOf(organization, view);
  },

  changes: [
    {
      of: ["role"],
      async send(quay, wanted, actual, snapshot) {
        const current = await snapshot.of(prototypes).get(wanted);
        const uuid = current?.uuid ?? actual.uuid;
        return updateOrganizationPrototypePermission(quay, {
          orgname: wanted.organization,
          prototypeid: uuid,
          role: wanted.role,
        });
      },
    },
  ],

  async delete(quay, actual, snapshot) {
    const current = await snapshot.of(prototypes).get(actual);
    const prototypeid = current?.uuid ?? actual.uuid;
    return deleteOrganizationPrototypePermission(quay, { orgname: actual.organization, prototypeid });
  },

  onConflict: "reuse",
  replacementCost: "nothing besides",
  refers,

  logged: {
    entries: {
      create_prototype_permission: { of: named, to: ({ role }) => ({ role }), effect: "made" },
      modify_prototype_permission: { of: named, to: ({ role }) => ({ role }) },
      delete_prototype_permission: { of: named, effect: "deleted" },
    },
  },

  validate({ user, team }) {
    if (isUnknown(user) || isUnknown(team)) return undefined;
    if ((user === undefined) !== (team === undefined)) return undefined;
    return { property: "team", reason: "A default permission is for exactly one of user and team." };
  },

  async explain({ reason }, { organization, user, team, createdBy }) {
    if (/Missing delegate/.test(reason)) return `There is no user or robot ${user} in this Quay.`;
    if (/Team does not exist/.test(reason)) return `There is no team ${team} in ${organization}.`;
    if (/Unknown activating user/.test(reason))
      return `createdBy: there is no user or robot ${createdBy} in this Quay.`;
  },
});

/** The properties of a default permission from Quay's view. */
function stateOf(organization: string, view: PrototypeView): DefaultPermissionState {
  const { id, role, delegate, activating_user } = view;
  const createdBy = activating_user ? { createdBy: activating_user.name } : {};
  return { organization, [delegate.kind]: delegate.name, ...createdBy, role, uuid: id };
}

function named({ prototypeid, ...details }: Details, organization: string) {
  const { delegate_user: user = null, delegate_team: team = null, activating_username: createdBy = null } = details;
  return { uuid: prototypeid, organization, user, team, createdBy };
}
