import { whyUnaddressable } from "../../provider/quay/addressable";
import { getOrganization } from "../../provider/quay/api/organization";
import { getRepo, listRepos } from "../../provider/quay/api/repository";
import type { LoggedInUserView } from "../../provider/quay/api/user";
import { Refusal } from "../../provider/quay/client/errors";
import type { Quay } from "../../provider/quay/client/quay";
import { type Scope, scopes } from "../../provider/quay/operation";

/** What is known of a token's scopes. Quay does not return them, so they are inferred from what it shows and allows. */
export interface TokenScopes {
  held: Scope[];
  missing: Scope[];
  unknown: Scope[];
}

/** A namespace in which to find out what a token may do. */
interface NamespaceToProbe {
  namespace: string;
  /** Whether the user may create repositories in it, as Quay reports with the user. */
  creates?: boolean;
}

/**
 * Infers the scopes by reading only. Without a user the token lacks user:read, and the private repositories that it sees name
 * the namespaces to probe. For a superuser with full access super:user alone allows everything, so the others stay unknown.
 */
export async function scopesOf(
  quay: Quay,
  user: LoggedInUserView | undefined,
  fullAccess: boolean,
  named: string[] = [],
): Promise<TokenScopes> {
  const known = new Map<Scope, boolean>();
  known.set("user:read", user !== undefined);
  known.set("user:admin", user?.is_me === true);
  const isSuperuser = user ? user.super_user === true : await actsAsSuperuser(quay);
  if (isSuperuser) known.set("super:user", true);
  if (!(isSuperuser && fullAccess)) await probeNamespaces(quay, await namespacesToProbe(quay, user, named), known);
  const all = Object.keys(scopes) as Scope[];
  return {
    held: all.filter((scope) => known.get(scope) === true),
    missing: all.filter((scope) => known.get(scope) === false),
    unknown: all.filter((scope) => !known.has(scope)),
  };
}

/** Quay refuses this list only to users who are no superusers, and to tokens without super:user. */
async function actsAsSuperuser(quay: Quay): Promise<boolean> {
  const query = { limit: "1" };
  const request = quay.send({ method: "GET", path: "/v1/superuser/organizations/", query, repeatable: true });
  return (await unlessRefused(request)) !== undefined;
}

async function namespacesToProbe(
  quay: Quay,
  user: LoggedInUserView | undefined,
  named: string[],
): Promise<NamespaceToProbe[]> {
  const own = user && [
    { namespace: user.username },
    ...(user.organizations ?? []).map(({ name, can_create_repo }) => ({ namespace: name, creates: can_create_repo })),
  ];
  const shown = own ?? (await privateRepositories(quay, { public: true })).map(({ namespace }) => ({ namespace }));
  const namespaces = [...named.map((namespace) => ({ namespace })), ...shown];
  return [...new Map(namespaces.map((one) => [one.namespace, one])).values()];
}

async function probeNamespaces(quay: Quay, namespaces: NamespaceToProbe[], known: Map<Scope, boolean>): Promise<void> {
  for (const { namespace, creates } of namespaces) {
    const seen = await unlessRefused(getOrganization(quay, { orgname: namespace }));
    if (seen?.is_admin) known.set("org:admin", true);
    // Admins of an organization may create repositories in any case, which proves no scope.
    else if (creates) known.set("repo:create", true);
  }
  for (const { namespace } of namespaces) {
    const found = (await privateRepositories(quay, { namespace })).find(
      ({ name }) => !whyUnaddressable(`${namespace}/${name}`),
    );
    if (found) return probeRepository(quay, `${namespace}/${found.name}`, known);
  }
}

/** Private repositories, because everybody can read public ones. Quay lists them whatever scopes the token has. */
async function privateRepositories(quay: Quay, of: { namespace?: string; public?: boolean }) {
  const { repositories } = await listRepos(quay, of);
  return repositories.filter(({ is_public }) => !is_public);
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    return undefined;
  }
}

async function probeRepository(quay: Quay, repository: string, known: Map<Scope, boolean>): Promise<void> {
  try {
    const { can_admin, can_write } = await getRepo(quay, { repository, includeTags: false });
    known.set("repo:read", true);
    if (can_admin) known.set("repo:admin", true);
    if (can_write) known.set("repo:write", true);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const scope of ["repo:read", "repo:write", "repo:admin"] as const) known.set(scope, false);
  }
}
