import type { Connection } from "../../provider/lifecycle/definition";
import { listAllUsers } from "../../provider/quay/api/superuser";
import type { Access } from "../../provider/serve/connections";
import type { Namespace } from "../inventory/namespaces";
import { type Account, principalsOf } from "./principals";
import { organizationAccess } from "./read-organization";
import { userAccess } from "./read-user";
import { isWithheld, reading } from "./reading";
import type { AccessReport, NamespaceAccess } from "./report";

/** A namespace to read, or one of its repositories. */
export interface ToRead extends Namespace {
  /** Name of the only repository to read. */
  only?: string;
}

/** Reads who may do what, from the lists that all commands share. Throws when something that decides over it cannot be read. */
export async function readAccess(namespaces: readonly ToRead[], access: Access): Promise<AccessReport> {
  const { snapshot } = access.connectionFor(undefined);
  const [{ features }, users] = await Promise.all([
    reading("which features are on", () => snapshot.features()),
    usersOf(access.connectionFor(undefined)),
  ]);
  const all = await Promise.all(
    namespaces.map((namespace) => namespaceAccess(namespace, access.connectionFor(namespace.name), users)),
  );
  return {
    quay: access.settings.url,
    namespaces: all.map(({ namespace }) => namespace),
    ...(features.ANONYMOUS_ACCESS === false && { anonymousAccess: false }),
    notes: [...users.notes, ...all.flatMap(({ notes }) => notes)],
  };
}

interface Users {
  superusers: string[];
  disabled: ReadonlySet<string>;
  notes: string[];
}

async function namespaceAccess(
  { name, isUser, only }: ToRead,
  connection: Connection,
  { superusers, disabled }: Users,
) {
  const known = superusers.map((user): Account => ({ name: user, kind: "user", hasFullAccess: true }));
  const read = isUser ? userAccess(name, connection, only) : organizationAccess(name, connection, known, only);
  const { robots, notes, ...rest } = await read;
  const accounts = [...known, ...robots.map((robot): Account => ({ name: robot, kind: "robot" }))];
  const principals = principalsOf(rest, accounts).map((one) =>
    disabled.has(one.name) ? { ...one, disabled: true } : one,
  );
  return { namespace: { ...rest, principals } satisfies NamespaceAccess, notes };
}

/** Superusers with full access, and disabled users: Quay shows them to superusers only. */
async function usersOf({ quay, snapshot }: Connection): Promise<Users> {
  const { SUPER_USERS, SUPERUSERS_FULL_ACCESS } = (await snapshot.features()).features;
  const hasFullAccess = SUPER_USERS !== false && SUPERUSERS_FULL_ACCESS === true;
  try {
    const { users } = await listAllUsers(quay, {});
    const readers = users.filter((user) => user.global_readonly_super_user).map(({ username }) => username);
    return {
      superusers: hasFullAccess ? users.flatMap(({ super_user, username }) => (super_user ? [username] : [])) : [],
      disabled: new Set(users.flatMap(({ enabled, username }) => (enabled ? [] : [username]))),
      notes:
        readers.length > 0 ? [`Global read-only superusers see more than is told here: ${readers.join(", ")}.`] : [],
    };
  } catch (error) {
    if (!isWithheld(error)) throw error;
    const superusers = "Superusers have full access to this Quay, and are left out: it names them to superusers only.";
    const disabled = "Quay tells superusers only who is disabled: here everybody counts as enabled.";
    return { superusers: [], disabled: new Set(), notes: [...(hasFullAccess ? [superusers] : []), disabled] };
  }
}
