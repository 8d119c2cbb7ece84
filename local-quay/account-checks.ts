import type { Call } from "./call";
import type { User } from "./model";
import { isEmail, namingFault } from "./names";
import type { Store } from "./store";

export const isEmailTaken = (store: Store, email: string, but?: User) =>
  store.users().some((user) => user !== but && user.email === email);

/** Why an account with this name and address cannot be created; the first reason. Addresses are only validated with MAILING. */
export function accountFault({ store, features }: Call, name: string, email: string | undefined): string | undefined {
  if (features.MAILING && !isEmail(email ?? "")) return `Invalid email address: ${email ?? "None"}`;
  const misnamed = namingFault(name);
  if (misnamed) return `Invalid namespace ${name}: ${misnamed}`;
  if (store.user(name)) return `Username has already been taken by user cannot be reused: ${name}`;
  if (store.organization(name))
    return `Username has already been taken by an organization and cannot be reused: ${name}`;
  if (store.graves.has(name)) return "Username is not available";
  if (!email || !isEmailTaken(store, email)) return undefined;
  // Without MAILING the unique index of the database refuses it.
  if (features.MAILING) return `Email has already been used: ${email}`;
  return `(1062, "Duplicate entry '${email}' for key 'user_email'")`;
}
