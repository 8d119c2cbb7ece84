import { getOrganizationPrototypePermissions, type PrototypeView } from "../quay/api/prototype";
import type { Quay } from "../quay/client/quay";
import type { Absence } from "./absence";
import { goesWith } from "./containers";
import { ListCaches } from "./list-caches";
import type { Reader } from "./reader";

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

/** Default permissions of an organization. Of twins, which Quay allows, the first is taken. Quay has no read of one alone. */
export function defaultPermissions(quay: Quay, absence: Absence): Reader<Named, DefaultPermission> {
  const shelf = new ListCaches<Named, DefaultPermission>({
    listKey: ({ organization }) => organization,
    key: keyOf,
    read: ({ organization }) =>
      absence.inNamespace(organization, async () => {
        const { prototypes } = await getOrganizationPrototypePermissions(quay, { orgname: organization });
        const all = prototypes.map((view) => defaultPermission(organization, view));
        return new Map(all.reverse().map((permission) => [keyOf(permission), permission]));
      }),
  });
  return {
    get: (id) => shelf.get(id),
    getFresh: (id) => shelf.now(id),
    record: (id, state) => shelf.set(id, state),
    forget: (id) => shelf.forget(id),
    isGone: (id) => shelf.gone(id),
    forgetUnder(place) {
      shelf.forgetWhere(
        ({ organization, user, team, createdBy }) =>
          goesWith(user, place) ||
          goesWith(createdBy, place) ||
          ("team" in place && organization === place.organization && team === place.team),
      );
      if (!("namespace" in place)) return;
      if (place.newborn) shelf.born({ organization: place.namespace });
      else shelf.forgetLists((organization) => organization === place.namespace);
    },
  };
}
