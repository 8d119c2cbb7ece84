import type { Connection } from "../../provider/lifecycle/definition";
import { getRepoMirrorConfig } from "../../provider/quay/api/mirror";
import { getOrgMirrorConfig } from "../../provider/quay/api/org-mirror";
import { isDeletedUser } from "../../provider/quay/names";
import { type Repository, repositories } from "../../provider/snapshot/repositories";
import { kindOf } from "./principals";
import { isWithheld, reading } from "./reading";
import type { Grant, RepositoryAccess, Role } from "./report";

/** A grant as it was read, with the repository's full name. */
interface ReadGrant {
  repository: string;
  user?: string;
  team?: string;
  role?: Role;
}

/** The repositories of a namespace, or `only` one, with these grants, and how many of the grants are of something deleted. */
export async function repositoriesWith(
  namespace: string,
  connection: Connection,
  granted: readonly ReadGrant[],
  only?: string,
): Promise<{ repositories: RepositoryAccess[]; ghosts: number }> {
  const all = await listedIn(namespace, connection);
  const listed = only === undefined ? all : all.filter(({ name }) => name === only);
  if (only !== undefined && listed.length === 0) throw new Error(`There is no repository ${namespace}/${only}.`);
  const grants = new Map(listed.map(({ name }) => [`${namespace}/${name}`, [] as Grant[]]));
  let ghosts = 0;
  for (const { repository, user, team, role } of granted) {
    const of = grants.get(repository);
    const grantee = team ?? user ?? "";
    if (!of || isDeletedUser(grantee)) ghosts++;
    else of.push({ grantee, kind: team === undefined ? kindOf(grantee) : "team", role });
  }
  const read = await Promise.all(
    listed.map(async ({ name, visibility, state }): Promise<RepositoryAccess> => {
      const own = (grants.get(`${namespace}/${name}`) ?? []).sort(byKindAndName);
      const robot = await mirrorRobot(namespace, { name, state }, connection);
      return { name, visibility, state, ...(robot !== undefined && { mirrorRobot: robot }), grants: own };
    }),
  );
  return { repositories: read.sort((a, b) => (a.name < b.name ? -1 : 1)), ghosts };
}

const byKindAndName = (a: Grant, b: Grant) => (`${a.kind} ${a.grantee}` < `${b.kind} ${b.grantee}` ? -1 : 1);

export async function listedIn(namespace: string, { snapshot }: Connection): Promise<Repository[]> {
  const listed = await reading(`the repositories of ${namespace}`, () =>
    snapshot.of(repositories).list({ namespace, name: "" }),
  );
  if (!listed) throw new Error(`There is no organization or user ${namespace}.`);
  return listed;
}

/** The robot that alone may push; undefined for what is no mirror, and for one without a configuration. */
async function mirrorRobot(
  namespace: string,
  { name, state }: Pick<Repository, "name" | "state">,
  { quay }: Connection,
): Promise<string | undefined> {
  if (state !== "MIRROR" && state !== "ORG_MIRROR") return undefined;
  const repository = `${namespace}/${name}`;
  try {
    const { robot_username } = await reading<{ robot_username: string | null }>(`the mirror of ${repository}`, () =>
      state === "MIRROR" ? getRepoMirrorConfig(quay, { repository }) : getOrgMirrorConfig(quay, { orgname: namespace }),
    );
    return robot_username ?? undefined;
  } catch (error) {
    if (isWithheld((error as Error).cause)) return undefined;
    throw error;
  }
}

/**
 * Marks in each repository the grant that Quay gave its creator by itself: by look, for Quay does not tell. It is the only grant of
 * `admin` to a user, or to a robot that may create repositories. Administrators' grants, whose roles may be unread, count as one.
 */
export function markCreators(all: RepositoryAccess[], mayBeCreator: (name: string) => boolean): RepositoryAccess[] {
  return all.map((repository) => {
    const candidates = repository.grants.filter(
      ({ kind, grantee, role = "admin" }) =>
        role === "admin" && (kind === "user" || (kind === "robot" && mayBeCreator(grantee))),
    );
    const [creator] = candidates;
    if (!creator || candidates.length > 1) return repository;
    const grants = repository.grants.map((grant) => (grant === creator ? { ...grant, creator: true } : grant));
    return { ...repository, grants };
  });
}
