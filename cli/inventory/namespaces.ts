import type { Connection } from "../../provider/lifecycle/definition";
import { nearest } from "../../provider/quay/nearest";
import type { Snapshot } from "../../provider/snapshot";
import { PartialView } from "../../provider/snapshot/namespaces";
import { organizations } from "../../provider/snapshot/organizations";

/** An organization, or the namespace of the token's own user. */
export interface Namespace {
  name: string;
  isUser: boolean;
}

/** Finds out what these names are. Throws one error with all names that are neither. */
export async function namespacesNamed(
  names: readonly string[],
  connectionFor: (namespace: string) => Connection,
): Promise<Namespace[]> {
  const unique = [...new Set(names)];
  const found = await Promise.all(unique.map((name) => namespaceNamed(name, connectionFor(name))));
  const wrong = unique.filter((_, index) => !found[index]);
  if (wrong.length === 0) return found.filter((one) => one !== undefined);
  const sentences = await Promise.all(
    wrong.map(async (name) => {
      const known = (await connectionFor(name).snapshot.user.self())?.organizations ?? [];
      const near = nearest(
        name,
        known.map((organization) => organization.name),
      );
      const hint = near ? ` Did you mean ${near}?` : "";
      return `There is no organization ${name}, and it is not the token's own user.${hint}`;
    }),
  );
  throw new Error(sentences.join("\n"));
}

/** All organizations that the token's user administers, and its own namespace. Throws when the token cannot tell them. */
export async function allNamespaces(connection: Connection): Promise<Namespace[]> {
  return (await namespacesOfUser(connection)).administered;
}

/** The same, and the names of the organizations that the user belongs to without administering them. */
export async function namespacesOfUser({
  snapshot,
}: Connection): Promise<{ administered: Namespace[]; others: string[] }> {
  const self = await snapshot.user.self();
  if (!self?.organizations) {
    throw new Error("Whose organizations? For --all the token needs the scope user:read. Or name the organizations.");
  }
  const all = await Promise.all(
    self.organizations.map(async ({ name, is_org_admin }) => ({
      name,
      // Without user:admin the token's user is not told.
      isAdmin: is_org_admin ?? (await isShownInFull(name, snapshot)),
    })),
  );
  const names = (isAdmin: boolean) => all.filter((one) => one.isAdmin === isAdmin).map(({ name }) => name);
  const organizations = names(true)
    .sort()
    .map((name) => ({ name, isUser: false }));
  return { administered: [...organizations, { name: self.username, isUser: true }], others: names(false).sort() };
}

async function isShownInFull(name: string, snapshot: Snapshot): Promise<boolean> {
  try {
    return (await snapshot.of(organizations).get({ name })) !== undefined;
  } catch (error) {
    if (error instanceof PartialView) return false;
    throw error;
  }
}

async function namespaceNamed(name: string, { snapshot }: Connection): Promise<Namespace | undefined> {
  if (await snapshot.of(organizations).get({ name })) return { name, isUser: false };
  return (await snapshot.user.self())?.username === name ? { name, isUser: true } : undefined;
}
