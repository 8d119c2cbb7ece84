import type { Connection } from "../../provider/lifecycle/definition";
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
  const sentences = wrong.map((name) => `There is no organization ${name}, and it is not the token's own user.`);
  throw new Error(sentences.join("\n"));
}

/** All organizations that the token's user administers, and its own namespace. Throws when the token cannot tell them. */
export async function allNamespaces({ snapshot }: Connection): Promise<Namespace[]> {
  const self = await snapshot.user.self();
  if (!self?.organizations) {
    throw new Error("Whose organizations? For --all the token needs the scope user:read. Or name the organizations.");
  }
  const administered = self.organizations.filter(({ is_org_admin }) => is_org_admin !== false);
  const organizations = administered.map(({ name }) => ({ name, isUser: false }));
  return [...organizations.sort((a, b) => (a.name < b.name ? -1 : 1)), { name: self.username, isUser: true }];
}

async function namespaceNamed(name: string, { snapshot }: Connection): Promise<Namespace | undefined> {
  if (await snapshot.of(organizations).get({ name })) return { name, isUser: false };
  return (await snapshot.user.self())?.username === name ? { name, isUser: true } : undefined;
}
