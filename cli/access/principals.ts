import type { NamespaceAccess, Principal, Through } from "./report";

/** What is known of an account beside what the namespace holds. */
export type Account = Pick<Principal, "name" | "kind" | "disabled"> & {
  /** Whether it is a superuser of a Quay that gives superusers full access. */
  hasFullAccess?: boolean;
};

export const kindOf = (name: string): Principal["kind"] => (name.includes("+") ? "robot" : "user");

/** Somebody signed in of whom a namespace knows nothing. */
export const stranger = (name: string): Principal => ({ name, kind: kindOf(name), everywhere: [], mayCreate: false });

/** All who may do something in a namespace by themselves, by name: these accounts, members of its teams, and direct grantees. */
export function principalsOf(
  namespace: Pick<NamespaceAccess, "name" | "kind" | "teams" | "repositories">,
  accounts: Account[],
): Principal[] {
  const all = new Map<string, Account>();
  const named = [
    ...(namespace.kind === "user" ? [namespace.name] : []),
    ...namespace.teams.flatMap(({ members }) => members),
    ...namespace.repositories.flatMap(({ grants }) =>
      grants.filter(({ kind }) => kind !== "team").map((one) => one.grantee),
    ),
  ];
  for (const name of named) all.set(name, { name, kind: kindOf(name) });
  for (const account of accounts) all.set(account.name, account);
  const teamsOf = new Map<string, NamespaceAccess["teams"]>();
  for (const team of namespace.teams)
    for (const member of team.members) teamsOf.set(member, [...(teamsOf.get(member) ?? []), team]);
  return [...all.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ hasFullAccess, ...account }) => {
      const teams = teamsOf.get(account.name) ?? [];
      const everywhere: Through[] = [
        ...(hasFullAccess ? [{ through: "superuser" as const }] : []),
        ...(namespace.kind === "user" && account.name === namespace.name
          ? [{ through: "own namespace" as const }]
          : []),
        ...teams.flatMap(({ name, role }) =>
          role === "admin" ? [{ through: "team admin" as const, team: name }] : [],
        ),
      ];
      return {
        ...account,
        everywhere,
        mayCreate: everywhere.length > 0 || teams.some(({ role }) => role === "creator"),
      };
    });
}

/** The namespace after its teams or grants changed: who administers it and may create follows from them. */
export function withPrincipals(namespace: NamespaceAccess): NamespaceAccess {
  const accounts = namespace.principals.map(
    ({ name, kind, disabled, everywhere }): Account => ({
      name,
      kind,
      ...(disabled && { disabled }),
      ...(everywhere.some(({ through }) => through === "superuser") && { hasFullAccess: true }),
    }),
  );
  return { ...namespace, principals: principalsOf(namespace, accounts) };
}
