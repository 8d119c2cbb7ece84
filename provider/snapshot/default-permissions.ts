import { getOrganizationPrototypePermissions, type PrototypeView } from "../api/prototype";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
import { Shelf } from "./shelf";

export interface DefaultPermission {
  organization: string;
  user?: string;
  team?: string;
  createdBy?: string;
  role: "read" | "write" | "admin";
  uuid: string;
}

type Named = Omit<DefaultPermission, "role" | "uuid">;

const keyOf = ({ user, team, createdBy }: Named) => JSON.stringify([user, team, createdBy]);

export function defaultPermission(organization: string, view: PrototypeView): DefaultPermission {
  const { id, role, delegate, activating_user } = view;
  const createdBy = activating_user ? { createdBy: activating_user.name } : {};
  return { organization, [delegate.kind]: delegate.name, ...createdBy, role, uuid: id };
}

/** Default permissions of an organization. Of twins, which Quay allows, the first is taken. */
export const defaultPermissions = (quay: Quay, absence: Absence) =>
  new Shelf<Named, DefaultPermission>({
    shelf: ({ organization }) => organization,
    key: keyOf,
    read: ({ organization }) =>
      absence.unless(organization, async () => {
        const { prototypes } = await getOrganizationPrototypePermissions(quay, { orgname: organization });
        const all = prototypes.map((view) => defaultPermission(organization, view));
        return new Map(all.reverse().map((permission) => [keyOf(permission), permission]));
      }),
  });
