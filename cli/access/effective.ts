import type { Effective, Grant, NamespaceAccess, Principal, RepositoryAccess, Role, Through } from "./report";

/** From the least to the most. */
const roles: (Role | undefined)[] = [undefined, "read", "write", "admin"];

/** Whether the first role is at least the second. */
export const isAtLeast = (role: Role | undefined, least: Role | undefined): boolean =>
  roles.indexOf(role) >= roles.indexOf(least);

const highest = (all: (Role | undefined)[]): Role | undefined =>
  roles[Math.max(0, ...all.map((one) => roles.indexOf(one)))];

/** The role that a path gives. */
export function roleThrough(path: Through): Role | undefined {
  switch (path.through) {
    case "grant":
    case "team":
      return path.role;
    case "public":
      return "read";
    // It lets pull, and shows nothing at the API.
    case "proxy cache":
      return undefined;
    default:
      return "admin";
  }
}

const kinds: Through["through"][] = [
  ...(["superuser", "own namespace", "team admin", "grant", "team", "public", "proxy cache"] as const),
];

/** Of equal roles those come first that nothing on the repository can take away. */
const byStrength = (a: Through, b: Through) =>
  roles.indexOf(roleThrough(b)) - roles.indexOf(roleThrough(a)) || kinds.indexOf(a.through) - kinds.indexOf(b.through);

/** Tells the access of a principal to a repository; without a principal, that of everybody without credentials. */
export type AccessIn = (repository: RepositoryAccess, principal?: Principal) => Effective;

/** The effective access to the repositories of a namespace, by the rules that a real Quay was seen to follow. */
export function accessIn(namespace: NamespaceAccess, { anonymousAccess = true } = {}): AccessIn {
  const membersOf = new Map(namespace.teams.map(({ name, members }) => [name, new Set(members)]));
  const inAnyTeam = new Set(namespace.teams.flatMap(({ members }) => members));

  function granted({ grants }: RepositoryAccess, principal: Principal): Through[] {
    return grants.flatMap(({ grantee, kind, role, creator }): Through[] => {
      if (kind !== "team")
        return grantee === principal.name ? [{ through: "grant", role, ...(creator && { creator }) }] : [];
      return role && membersOf.get(grantee)?.has(principal.name) ? [{ through: "team", team: grantee, role }] : [];
    });
  }

  return (repository, principal) => {
    const paths: Through[] = principal ? [...principal.everywhere, ...granted(repository, principal)] : [];
    if (repository.visibility === "public") paths.push({ through: "public" });
    if (principal && namespace.proxyCache && inAnyTeam.has(principal.name)) paths.push({ through: "proxy cache" });
    paths.sort(byStrength);
    const role = highest(paths.map(roleThrough));
    const barred = barredBy(principal, anonymousAccess);
    if (barred && paths.length) return { role, pull: false, push: false, admin: false, paths, limits: [barred] };
    const writes = isAtLeast(role, "write");
    const push = writes && pushesTo(repository, principal);
    return {
      role,
      pull: paths.length > 0,
      push,
      admin: role === "admin",
      paths,
      limits: writes && !push ? [repository.state as Effective["limits"][number]] : [],
    };
  };
}

/** What a grant lets every member of its team do, whatever else the members may do. */
export function accessOfTeam(repository: RepositoryAccess, role: Role): Effective {
  const writes = isAtLeast(role, "write");
  const push = writes && pushesTo(repository, undefined);
  const limits = writes && !push ? [repository.state as Effective["limits"][number]] : [];
  return { role, pull: true, push, admin: role === "admin", paths: [{ through: "grant", role }], limits };
}

/** Whether it is more than everybody has, or every member of a proxy cache's teams. */
export const isOwn = ({ paths }: Pick<Effective, "paths">): boolean =>
  paths.some(({ through }) => through !== "public" && through !== "proxy cache");

function barredBy(principal: Principal | undefined, anonymousAccess: boolean): Effective["limits"][number] | undefined {
  if (!principal) return anonymousAccess ? undefined : "ANONYMOUS_ACCESS off";
  return principal.disabled ? "disabled" : undefined;
}

/** Whether the state lets push who has the role for it: to a mirror that is its robot, whoever else administers it. */
function pushesTo({ state, mirrorRobot }: RepositoryAccess, principal: Principal | undefined): boolean {
  if (state === "NORMAL") return true;
  return state !== "READ_ONLY" && mirrorRobot !== undefined && principal?.name === mirrorRobot;
}

/**
 * The grants that a repository will have after this principal, or somebody whom no default permission names, created it: the default
 * permissions, and admin for the creator. One for this creator beats one for all; of two for all Quay takes the first, of two for a
 * creator the last.
 */
export function grantsOfNew(
  { kind, defaultPermissions }: NamespaceAccess,
  creator?: Pick<Principal, "name" | "kind">,
): Grant[] {
  const grants = new Map<string, Grant>();
  const general = defaultPermissions.filter(({ createdBy }) => createdBy === undefined).reverse();
  const specific = defaultPermissions.filter(({ createdBy }) => creator && createdBy === creator.name);
  for (const { grantee, kind, role } of [...general, ...specific])
    grants.set(`${kind} ${grantee}`, { grantee, kind, role });
  if (!creator) return [...grants.values()];
  const own: Grant = { grantee: creator.name, kind: creator.kind, role: "admin", creator: true };
  grants.delete(`${creator.kind} ${creator.name}`);
  return kind === "user" ? [own] : [own, ...grants.values()];
}
