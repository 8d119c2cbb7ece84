import type { Connection } from "../../provider/lifecycle/definition";
import { QuayError } from "../../provider/quay/client/errors";
import { namespaces } from "../../provider/snapshot/namespaces";
import { people } from "../../provider/snapshot/people";
import { creatorGrants } from "../inventory/creator-grants";
import type { Existing } from "../inventory/inventory";
import type { Namespace } from "../inventory/namespaces";
import type { MadeByQuay } from "./report";

type Grants = { unmanaged: readonly Existing[]; existing: readonly Existing[] };

/**
 * Ids of unmanaged grants that look as if Quay gave them to the creators of repositories. Who may no longer create repositories
 * counts as somebody who was granted it.
 */
export async function creatorsGrants(
  { name, isUser }: Namespace,
  { unmanaged, existing }: Grants,
  { snapshot }: Connection,
  how: { listsOnly: boolean },
): Promise<Set<string>> {
  const grants = unmanaged.filter(({ kind }) => kind === "RepositoryUserPermission");
  if (grants.length === 0) return new Set();
  // Whether a grant is the only one of admin is asked only of repositories with unmanaged grants.
  const repositories = new Set(grants.map(({ values }) => values.repository));
  const beside = existing.filter(({ values }) => repositories.has(values.repository));
  // Where roles cannot be read, each grant counts as somebody's.
  const found = await creatorGrants({ name, isUser, existing: beside }, snapshot, how).catch((error) => {
    if (error instanceof QuayError) return new Set<string>();
    throw error;
  });
  if (isUser) return found;
  const [known, members] = await Promise.all([snapshot.of(namespaces).get(name), snapshot.of(people).members(name)]);
  const mayCreate = (user: string) =>
    user.includes("+") ||
    [...(members.get(user)?.teams ?? [])].some((team) => known?.teams.get(team)?.role !== "member");
  return new Set(grants.flatMap(({ id, values }) => (found.has(id) && mayCreate(String(values.user)) ? [id] : [])));
}

/** Whether a grant is one that a default permission of the organization gives in every new repository. */
export function isByDefault({ kind, values }: Existing, existing: readonly Existing[]): boolean {
  const grantee = { RepositoryUserPermission: "user", RepositoryTeamPermission: "team" }[kind];
  if (!grantee || values.role === undefined) return false;
  return existing.some(
    (one) =>
      one.kind === "DefaultPermission" && one.values[grantee] === values[grantee] && one.values.role === values.role,
  );
}

/** Whether a mirror made it: a repository of a mirrored organization, or the grant of a mirrored repository's robot. */
export function isOfMirror({ kind, values }: Existing, existing: readonly Existing[]): boolean {
  if (kind === "Repository") return values.state === "ORG_MIRROR";
  if (kind !== "RepositoryUserPermission" || (values.role ?? "write") !== "write") return false;
  return existing.some(
    (one) =>
      one.kind === "RepositoryMirror" &&
      one.values.repository === values.repository &&
      one.values.robot === values.user,
  );
}

/** Why Quay made a grant or membership by itself, in a few words. */
export const madeByQuayWords: Record<MadeByQuay, string> = {
  creator: "granted by Quay to who created the repository",
  "default permission": "granted by Quay for a default permission",
  directory: "taken by Quay from a directory",
  mirror: "made by Quay for a mirror",
};
