import type { Quay } from "./call";
import { personIn, userOf } from "./directory";
import type { User } from "./model";

export type Verified = { user: User } | { fault: string };

/** Whose name, or address, and password these are. Somebody of the directory becomes a user by this. */
export function verified(quay: Quay, nameOrEmail: string, password: string): Verified {
  const found = quay.directory ? fromDirectory(quay, nameOrEmail, password) : fromStore(quay, nameOrEmail, password);
  if ("user" in found && !found.user.enabled)
    return { fault: "This user has been disabled. Please contact your administrator." };
  return found;
}

/** Whether this is the password of a user who is known. */
export const confirmed = (quay: Quay, { name, login }: User, password: string): Verified =>
  verified(quay, quay.directory ? (login ?? "") : name, password);

function fromStore({ store }: Quay, nameOrEmail: string, password: string): Verified {
  const user = store.user(nameOrEmail) ?? store.users().find(({ email }) => email === nameOrEmail);
  return user?.password === password ? { user } : { fault: "Invalid Username or Password" };
}

function fromDirectory({ store, directory }: Quay, nameOrEmail: string, password: string): Verified {
  const [name, person] = (directory && personIn(directory, nameOrEmail)) ?? [];
  if (!name || person?.password !== password) return { fault: "Invalid username or password." };
  return { user: userOf(store, name, person) };
}
