import type { User } from "./model";
import type { Store } from "./store";

/** An LDAP directory, which replaces the user database of Quay for signing in. */
export interface Directory {
  /** The base DN, such as `dc=example,dc=com`. */
  baseDn: string;
  /** By `uid`. */
  people: Record<string, Person>;
  /** Members by the DN of the group, relative to the base DN. */
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

/** Why a team cannot be bound to a group. Without a directory every group counts as existing. */
export function groupFault(directory: Directory | undefined, group: unknown): string | undefined {
  if (!group) return "Missing group_dn";
  if (!directory) return undefined;
  const found = Object.hasOwn(directory.groups, String(group)) ? directory.groups[String(group)] : undefined;
  return found?.length ? undefined : "Group does not exist or is empty";
}
