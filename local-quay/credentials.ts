import type { Quay } from "./call";
import { findPerson, userOf } from "./directory";
import type { User } from "./model";

export type PasswordCheck = { user: User } | { fault: string };

/** Whose name, or address, and password these are. Somebody of the directory becomes a user by this. */
export function verifyPassword(quay: Quay, nameOrEmail: string, password: string): PasswordCheck {
  const found = quay.directory ? fromDirectory(quay, nameOrEmail, password) : fromStore(quay, nameOrEmail, password);
  if ("user" in found && !found.user.enabled)
    return { fault: "This user has been disabled. Please contact your administrator." };
  return found;
}

/** Whether this is the password of a user who is known. */
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
