import type { Quay } from "./call";
import { findPerson, userOf } from "./directory";
import type { User } from "./model";

export type PasswordCheck = { user: User } | { fault: string };

/** Finds the user with a name or e-mail address and a password. A person of the directory becomes a user by signing in. */
export function verifyPassword(quay: Quay, nameOrEmail: string, password: string): PasswordCheck {
  const found = quay.directory ? fromDirectory(quay, nameOrEmail, password) : fromStore(quay, nameOrEmail, password);
  if ("user" in found && !found.user.enabled)
    return { fault: "This user has been disabled. Please contact your administrator." };
  return found;
}

/** Checks the password of an existing user. */
export const verifyPasswordOf = (quay: Quay, { name, login }: User, password: string): PasswordCheck =>
  verifyPassword(quay, quay.directory ? (login ?? "") : name, password);

function fromStore({ store }: Quay, nameOrEmail: string, password: string): PasswordCheck {
  const user = store.user(nameOrEmail) ?? store.users().find(({ email }) => email === nameOrEmail);
  return user?.password === password ? { user } : { fault: "Invalid Username or Password" };
}

function fromDirectory({ store, directory }: Quay, nameOrEmail: string, password: string): PasswordCheck {
  const [name, person] = (directory && findPerson(directory, nameOrEmail)) ?? [];
  if (!name || person?.password !== password) return { fault: "Invalid username or password." };
  return { user: userOf(store, name, person) };
}
