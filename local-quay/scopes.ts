import type { AccessToken, Account, AppToken, Robot, Role, Team, TeamRole, User } from "./model";
import type { Store } from "./store";

export const allScopes = [
  "repo:read",
  "repo:write",
  "repo:admin",
  "repo:create",
  "user:read",
  "user:admin",
  "org:admin",
  "super:user",
] as const;

const repositoryRoles: Role[] = ["read", "write", "admin"];
const teamRoles: TeamRole[] = ["member", "creator", "admin"];

/** What each scope allows at most, separately for repositories, organizations and the user's own account. */
const repositoryCaps: Record<string, Role> = { "repo:read": "read", "repo:write": "write", "repo:admin": "admin" };
const organizationCaps: Record<string, TeamRole> = { "repo:create": "creator", "org:admin": "admin" };
const userCaps: Record<string, "read" | "admin"> = { "user:read": "read", "user:admin": "admin" };

const highest = <T extends string>(order: T[], roles: Iterable<T>): T | undefined =>
  [...roles].sort((a, b) => order.indexOf(b) - order.indexOf(a))[0];

const lowest = <T extends string>(order: T[], ...roles: (T | undefined)[]): T | undefined =>
  roles.includes(undefined) ? undefined : order[Math.min(...roles.map((role) => order.indexOf(role as T)))];

/** Scopes written as `repo:read user:read` or with commas; undefined when one is unknown. */
export function parseScopes(text: string): Set<string> | undefined {
  const scopes = text.split(/[\s,]+/).filter(Boolean);
  const known = scopes.length > 0 && scopes.every((scope) => (allScopes as readonly string[]).includes(scope));
  return known ? new Set(scopes) : undefined;
}

const included: Record<string, string[]> = {
  "repo:admin": ["repo:write", "repo:read"],
  "repo:write": ["repo:read"],
};

/** Whether the held scopes include all wanted ones. */
export function isWithin(wanted: Iterable<string>, held: ReadonlySet<string>): boolean {
  const all = new Set([...held].flatMap((scope) => [scope, ...(included[scope] ?? [])]));
  return [...wanted].every((scope) => all.has(scope));
}

/** The caller of a request and their permissions: the role of the user, limited by the scopes of the token. */
export class Caller {
  constructor(
    private readonly store: Store,
    private readonly features: Record<string, boolean>,
    readonly identity?: User | Robot,
    readonly scopes: ReadonlySet<string> = new Set(),
    readonly token?: AccessToken,
    readonly appToken?: AppToken,
  ) {}

  /** The user who calls; robots use the registry, not the API. */
  get user(): User | undefined {
    return this.identity?.kind === "user" ? this.identity : undefined;
  }

  private capOf<T extends string>(caps: Record<string, T>, order: T[]): T | undefined {
    return highest(
      order,
      [...this.scopes].flatMap((scope) => caps[scope] ?? []),
    );
  }

  get isSuperuser(): boolean {
    return Boolean(this.features.SUPER_USERS && this.user?.superuser && this.scopes.has("super:user"));
  }

  /** A superuser with access to everything, even to what does not exist. */
  get hasFullAccess(): boolean {
    return Boolean(this.isSuperuser && this.features.SUPERUSERS_FULL_ACCESS);
  }

  /** What the caller may do with a user account, which has to be their own. */
  userRole(name: string): "read" | "admin" | undefined {
    return this.user?.name === name ? this.capOf(userCaps, ["read", "admin"]) : undefined;
  }

  administersUser(name: string): boolean {
    return this.userRole(name) === "admin";
  }

  organizationRole(name: string): TeamRole | undefined {
    if (this.hasFullAccess) return "admin";
    return lowest(teamRoles, this.rankIn(name), this.capOf(organizationCaps, teamRoles));
  }

  /** The role in a namespace whatever the scopes are. A user counts as the admin of the namespace with their name. */
  rankIn(namespace: string): TeamRole | undefined {
    if (!this.identity) return undefined;
    if (this.identity.name === namespace) return "admin";
    const teams = [...this.identity.memberships].filter((team) => team.organization.name === namespace);
    return highest(
      teamRoles,
      teams.map((team) => team.role),
    );
  }

  administers(organization: string): boolean {
    return this.organizationRole(organization) === "admin";
  }

  isMemberOf(organization: string): boolean {
    return this.organizationRole(organization) !== undefined;
  }

  maySee(organization: string, team: string): boolean {
    const isMember = [...(this.user?.memberships ?? [])].some((one) => one === this.store.team(organization, team));
    return this.administers(organization) || (isMember && this.capOf(organizationCaps, teamRoles) !== undefined);
  }

  mayCreateRepositories(namespace: string): boolean {
    const role = this.organizationRole(namespace);
    return role === "admin" || role === "creator";
  }

  repositoryRole(namespace: string, name: string): Role | undefined {
    if (this.hasFullAccess) return "admin";
    return lowest(repositoryRoles, this.roleOn(namespace, name), this.capOf(repositoryCaps, repositoryRoles));
  }

  /** The role on a repository whatever the scopes are. Admins of a namespace have it even on repositories that do not exist. */
  roleOn(namespace: string, name: string): Role | undefined {
    if (!this.identity) return undefined;
    if (this.rankIn(namespace) === "admin") return "admin";
    return roleOf(this.identity, this.store, namespace, name);
  }

  mayRead(namespace: string, name: string): boolean {
    return this.repositoryRole(namespace, name) !== undefined;
  }

  mayWrite(namespace: string, name: string): boolean {
    const role = this.repositoryRole(namespace, name);
    return role === "write" || role === "admin";
  }

  mayAdminister(namespace: string, name: string): boolean {
    return this.repositoryRole(namespace, name) === "admin";
  }
}

/** The highest role that an account was granted on a repository, directly or through its teams. */
export function roleOf(account: Account, store: Store, namespace: string, name: string): Role | undefined {
  const repository = store.repository(namespace, name);
  if (!repository) return undefined;
  const grantees: (Account | Team)[] = [account, ...account.memberships];
  return highest(
    repositoryRoles,
    grantees.flatMap((grantee) => repository.grants.get(grantee) ?? []),
  );
}
