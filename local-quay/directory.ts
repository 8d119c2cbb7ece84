import type { User } from "./model";
import type { Store } from "./store";

/** A directory, which replaces the user database of Quay for signing in. */
export interface Directory {
  /** What it is. Defaults to `LDAP`, the only one that a real Quay was seen with; signing in is the same with all. */
  service?: "LDAP" | "OIDC" | "Keystone";
  /** The base DN, such as `dc=example,dc=com`. */
  baseDn: string;
  /** By `uid`. */
  people: Record<string, Person>;
  /** Members by group: its DN relative to the base DN, its name for OIDC, its id for Keystone. */
  groups: Record<string, string[]>;
}

export interface Person {
  email: string;
  password: string;
  /** Quay does not know people who have never signed in. Defaults to true. */
  hasSignedIn?: boolean;
}

const person = (name: string, hasSignedIn = true): Person => ({
  email: `${name}@example.com`,
  password: "contract-pass",
  hasSignedIn,
});

/** A handful of people and two groups. */
export const smallDirectory: Directory = {
  baseDn: "dc=example,dc=com",
  people: {
    admin: person("admin"),
    ann: person("ann"),
    ben: person("ben"),
    cat: person("cat"),
    dan: person("dan", false),
  },
  groups: { "cn=ops,ou=groups": ["ann", "ben"], "cn=dev,ou=groups": ["cat", "dan"] },
};

/** Finds a person by name or e-mail address. */
export function findPerson({ people }: Directory, nameOrEmail: string): [name: string, person: Person] | undefined {
  return Object.entries(people).find(([name, { email }]) => name === nameOrEmail || email === nameOrEmail);
}

/** The user of a person, created if missing. Each sign-in copies the e-mail address from the directory. */
export function userOf(store: Store, name: string, { email }: Person): User {
  const isFree = !store.users().some((user) => user.email === email && user.login !== name);
  const linked = store.users().find(({ login }) => login === name);
  if (linked) {
    if (isFree) linked.email = email;
    return linked;
  }
  let free = name;
  for (let number = 0; store.accounts.has(free); number++) free = `${name}${number}`;
  return store.addUser(free, { email: isFree ? email : undefined, login: name });
}

/** The users of all people who have signed in before. */
export function addPeople(store: Store, { people }: Directory): void {
  for (const [name, person] of Object.entries(people)) if (person.hasSignedIn ?? true) userOf(store, name, person);
}

/** How a team is bound to a group of each service. */
const groupKeys = { LDAP: "group_dn", OIDC: "group_name", Keystone: "group_id" } as const;

const groupIn = ({ groups, service = "LDAP" }: Directory, config: Record<string, unknown>) => {
  const group = String(config[groupKeys[service]]);
  return Object.hasOwn(groups, group) ? groups[group] : undefined;
};

/** Why a team cannot be bound to a group. Without a directory every group counts as existing, and with OIDC too. */
export function groupFault(directory: Directory | undefined, config: Record<string, unknown>): string | undefined {
  const service = directory?.service ?? "LDAP";
  if (service === "OIDC") return undefined;
  if (!config[groupKeys[service]]) return `Missing ${groupKeys[service]}`;
  if (!directory || groupIn(directory, config)?.length) return undefined;
  return service === "LDAP" ? "Group does not exist or is empty" : "Group not found";
}

/** What Quay's worker does with every team that is bound to a group: its people join, all others leave, and robots stay. */
export function syncTeams(store: Store, directory: Directory): void {
  for (const team of store.organizations().flatMap(({ teams }) => [...teams.values()])) {
    const names = team.syncedWith && groupIn(directory, team.syncedWith);
    if (!names) continue;
    const people = names.flatMap((name) => {
      const person = directory.people[name];
      return person ? [userOf(store, name, person)] : [];
    });
    for (const member of [...team.members])
      if (member.kind === "user" && !people.includes(member)) store.leave(team, member);
    for (const person of people) if (!team.members.has(person)) store.join(team, person);
    team.lastSynced = new Date();
  }
}
