import { getLoggedInUser } from "../quay/api/user";
import type { ProviderFunction } from "./function";

/** An organization of a user. */
export interface MembershipResult {
  /** Name of the organization. */
  organization: string;
  /** Whether the token may administer it; false too when the token may not tell. */
  isAdmin: boolean;
  /** Whether the token may create repositories in it. */
  mayCreateRepositories: boolean;
}

/** The user that a token acts as. */
export interface CurrentUserResult {
  /** Name, which is a namespace too. */
  username: string;
  /** E-mail address; missing when the token may not administer the user. */
  email?: string;
  /** Organizations the user belongs to, in the order of their names. */
  organizations: MembershipResult[];
}

/** Reads who the token acts as. Needs the scope `user:read`. */
export const getCurrentUser: ProviderFunction<Record<never, never>, CurrentUserResult> = {
  name: "getCurrentUser",
  accepts: {},
  namespace: () => undefined,
  result: "CurrentUserResult",
  async read({ quay }) {
    const { username, email, organizations = [] } = await getLoggedInUser(quay, {});
    const memberships = organizations.map(({ name, is_org_admin = false, can_create_repo }) => ({
      organization: name,
      isAdmin: is_org_admin,
      mayCreateRepositories: can_create_repo,
    }));
    return {
      username,
      ...(email && { email }),
      organizations: memberships.sort((a, b) => (a.organization < b.organization ? -1 : 1)),
    };
  },
};
