import { whyUnaddressable } from "../../provider/quay/addressable";
import type { Snapshot } from "../../provider/snapshot";
import { userGrants } from "../../provider/snapshot/grants";
import { namespaces } from "../../provider/snapshot/namespaces";
import { people } from "../../provider/snapshot/people";
import { robotLists } from "../../provider/snapshot/robots";
import type { Existing, Inventory } from "./inventory";

/** By their teams: who administers the organization, and which robots may create repositories. */
interface Creators {
  admins: ReadonlySet<string>;
  robots: ReadonlySet<string>;
}

/**
 * Ids of the grants that Quay gave by itself: whoever creates a repository is granted `admin`. Quay does not tell who that was, so
 * it is told by look: the repository's only grant of `admin` to a user, or to a robot that may create repositories. Roles are
 * read only where that is undecided without them: an administrator of the organization would have no use for a lower one. With
 * `listsOnly` what is undecided is left out.
 */
export async function creatorGrants(
  { name, isUser, existing }: Pick<Inventory, "name" | "isUser" | "existing">,
  snapshot: Snapshot,
  { listsOnly = false } = {},
): Promise<Set<string>> {
  const byRepository = new Map<string, Existing[]>();
  for (const one of existing.filter(({ kind }) => kind === "RepositoryUserPermission")) {
    const repository = String(one.values.repository);
    byRepository.set(repository, [...(byRepository.get(repository) ?? []), one]);
  }
  if (byRepository.size === 0) return new Set();
  const creators = isUser ? { admins: new Set([name]), robots: new Set<string>() } : await creatorsOf(name, snapshot);
  const rolesOf = (repository: string) => async () =>
    listsOnly || whyUnaddressable(repository)
      ? []
      : ((await snapshot.of(userGrants).list({ repository, user: "" })) ?? []);
  const found = [...byRepository].map(([repository, grants]) => creatorGrant(grants, creators, rolesOf(repository)));
  return new Set((await Promise.all(found)).filter((id) => id !== undefined));
}

const accountOf = ({ values }: Existing) => String(values.user);

async function creatorGrant(
  grants: readonly Existing[],
  { admins, robots }: Creators,
  readRoles: () => Promise<{ user: string; role: string }[]>,
): Promise<string | undefined> {
  const candidates = grants.filter((one) => {
    const { role = "admin" } = one.values;
    return role === "admin" && (!accountOf(one).includes("+") || robots.has(accountOf(one)));
  });
  const [first, ...others] = candidates;
  if (!first) return undefined;
  if (others.length === 0 && admins.has(accountOf(first))) return first.id;
  const roles = await readRoles();
  const isAdmin = (one: Existing) => roles.some(({ user, role }) => user === accountOf(one) && role === "admin");
  const [creator, ...more] = candidates.filter(isAdmin);
  return more.length === 0 ? creator?.id : undefined;
}

async function creatorsOf(organization: string, snapshot: Snapshot): Promise<Creators> {
  const [known, users, robots] = await Promise.all([
    snapshot.of(namespaces).get(organization),
    snapshot.of(people).members(organization),
    snapshot.of(robotLists).placesIn(organization),
  ]);
  const withRole = (...roles: string[]) =>
    [...(known?.teams.values() ?? [])].filter(({ role }) => roles.includes(role)).map((team) => team.name);
  const namesIn = (accounts: Map<string, { teams: ReadonlySet<string> }>, teams: string[]) =>
    new Set([...accounts].filter(([, { teams: own }]) => teams.some((team) => own.has(team))).map(([name]) => name));
  return { admins: namesIn(users, withRole("admin")), robots: namesIn(robots, withRole("admin", "creator")) };
}
