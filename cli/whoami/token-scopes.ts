import { misread } from "../../provider/quay/addressable";
import { getOrganization } from "../../provider/quay/api/organization";
import { getRepo, listRepos } from "../../provider/quay/api/repository";
import type { LoggedInUserView } from "../../provider/quay/api/user";
import { Refusal } from "../../provider/quay/client/errors";
import type { Quay } from "../../provider/quay/client/quay";
import { type Scope, scopes } from "../../provider/quay/operation";

/** What can be told of a token's scopes. Quay names them nowhere: they are seen by what it shows and allows. */
export interface Held {
  held: Scope[];
  missing: Scope[];
  unknown: Scope[];
}

/** Where to look for what a token may do. */
interface Place {
  namespace: string;
  /** What Quay says to who asks for the user: whether repositories can be created in it. */
  creates?: boolean;
}

/**
 * Looks at what the token can see; changes nothing. Without a user the token has no scope for users, and what it may see of
 * private repositories shows where to look. A superuser with full access may do everything with super:user alone, so of the
 * others nothing can be told.
 */
export async function heldBy(
  quay: Quay,
  user: LoggedInUserView | undefined,
  fullAccess: boolean,
  named: string[] = [],
): Promise<Held> {
  const told = new Map<Scope, boolean>();
  told.set("user:read", user !== undefined);
  told.set("user:admin", user?.is_me === true);
  const isSuperuser = user ? user.super_user === true : await actsAsSuperuser(quay);
  if (isSuperuser) told.set("super:user", true);
  if (!(isSuperuser && fullAccess)) await lookAround(quay, await placesOf(quay, user, named), told);
  const all = Object.keys(scopes) as Scope[];
  return {
    held: all.filter((scope) => told.get(scope) === true),
    missing: all.filter((scope) => told.get(scope) === false),
    unknown: all.filter((scope) => !told.has(scope)),
  };
}

/** Only who is no superuser, or whose token may not act as one, is refused this. */
async function actsAsSuperuser(quay: Quay): Promise<boolean> {
  const query = { limit: "1" };
  const asked = quay.send({ method: "GET", path: "/v1/superuser/organizations/", query, repeatable: true });
  return (await unlessRefused(asked)) !== undefined;
}

async function placesOf(quay: Quay, user: LoggedInUserView | undefined, named: string[]): Promise<Place[]> {
  const own = user && [
    { namespace: user.username },
    ...(user.organizations ?? []).map(({ name, can_create_repo }) => ({ namespace: name, creates: can_create_repo })),
  ];
  const shown = own ?? (await privately(quay, { public: true })).map(({ namespace }) => ({ namespace }));
  const places = [...named.map((namespace) => ({ namespace })), ...shown];
  return [...new Map(places.map((place) => [place.namespace, place])).values()];
}

async function lookAround(quay: Quay, places: Place[], told: Map<Scope, boolean>): Promise<void> {
  for (const { namespace, creates } of places) {
    const seen = await unlessRefused(getOrganization(quay, { orgname: namespace }));
    if (seen?.is_admin) told.set("org:admin", true);
    // Who administers an organization may create in it anyway, so nothing is told by that.
    else if (creates) told.set("repo:create", true);
  }
  for (const { namespace } of places) {
    const found = (await privately(quay, { namespace })).find(({ name }) => !misread(`${namespace}/${name}`));
    if (found) return lookAt(quay, `${namespace}/${found.name}`, told);
  }
}

/** Private repositories, since everybody sees the public ones. Quay lists them whatever the scopes of the token are. */
async function privately(quay: Quay, of: { namespace?: string; public?: boolean }) {
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
