import { misread } from "../../addressable";
import { getOrganization } from "../../api/organization";
import { getRepo, listRepos } from "../../api/repository";
import type { getLoggedInUser } from "../../api/user";
import { Refusal } from "../../client/errors";
import type { Quay } from "../../client/quay";
import { type Scope, scopes } from "../../operation";

export type User = Awaited<ReturnType<typeof getLoggedInUser>>;

/** What can be told of a token's scopes. Quay names them nowhere: they are seen by what it shows and allows. */
export interface Held {
  held: Scope[];
  missing: Scope[];
  unknown: Scope[];
}

/**
 * Looks at what the token can see; changes nothing. Without a user the token has no scope for users. A superuser with full
 * access may do everything with super:user alone, so of the others nothing can be told.
 */
export async function heldBy(quay: Quay, user: User | undefined, fullAccess: boolean): Promise<Held> {
  const told = new Map<Scope, boolean>();
  told.set("user:read", user !== undefined);
  told.set("user:admin", user?.is_me === true);
  if (user?.super_user) told.set("super:user", true);
  if (user && !(user.super_user && fullAccess)) await lookAround(quay, user, told);
  const all = Object.keys(scopes) as Scope[];
  return {
    held: all.filter((scope) => told.get(scope) === true),
    missing: all.filter((scope) => told.get(scope) === false),
    unknown: all.filter((scope) => !told.has(scope)),
  };
}

async function lookAround(quay: Quay, user: User, told: Map<Scope, boolean>): Promise<void> {
  for (const { name, can_create_repo } of user.organizations ?? []) {
    const { is_admin } = await getOrganization(quay, { orgname: name });
    if (is_admin) told.set("org:admin", true);
    // Who administers an organization may create in it anyway, so nothing is told by that.
    else if (can_create_repo) told.set("repo:create", true);
  }
  const repository = await firstRepository(quay, user);
  if (repository) await lookAt(quay, repository, told);
}

/** A private repository, since everybody sees the public ones; and one that can be asked for. */
async function firstRepository(quay: Quay, { username, organizations = [] }: User): Promise<string | undefined> {
  for (const namespace of [username, ...organizations.map(({ name }) => name)]) {
    const { repositories } = await listRepos(quay, { namespace });
    const found = repositories.find(({ is_public, name }) => !is_public && !misread(`${namespace}/${name}`));
    if (found) return `${namespace}/${found.name}`;
  }
  return undefined;
}

async function lookAt(quay: Quay, repository: string, told: Map<Scope, boolean>): Promise<void> {
  try {
    const { can_admin, can_write } = await getRepo(quay, { repository, includeTags: false });
    told.set("repo:read", true);
    if (can_admin) told.set("repo:admin", true);
    if (can_write) told.set("repo:write", true);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const scope of ["repo:read", "repo:write", "repo:admin"] as const) told.set(scope, false);
  }
}
