import type { Effective, NamespaceAccess, Role, Through } from "./report";

/** What a path is called, with the role that it gives. */
export function pathWords(path: Through): string {
  switch (path.through) {
    case "grant":
      return path.creator ? "grant to its creator" : path.role ? `grant (${path.role})` : "grant (role not read)";
    case "team":
      return `team ${path.team} (${path.role})`;
    case "team admin":
      return `admin team ${path.team}`;
    case "superuser":
      return "superuser with full access";
    default:
      return path.through;
  }
}

const limitWords: Record<Effective["limits"][number], string> = {
  READ_ONLY: "READ_ONLY: nobody pushes",
  MIRROR: "MIRROR: its robot alone pushes",
  ORG_MIRROR: "ORG_MIRROR: its robot alone pushes",
  disabled: "disabled user",
  "ANONYMOUS_ACCESS off": "ANONYMOUS_ACCESS is off",
};

/** Where access comes from, strongest first, and what takes away of it. */
export const throughWords = ({ paths, limits }: Pick<Effective, "paths" | "limits">): string =>
  [paths.map(pathWords).join(", "), ...limits.map((limit) => limitWords[limit])].join("; ");

export type Right = "pull" | "push" | "admin";

export const rightsOf = (effective: Pick<Effective, Right>): Right[] =>
  (["pull", "push", "admin"] as const).filter((right) => effective[right]);

export const rightsWords = (rights: readonly string[]): string => rights.join(", ") || "nothing";

export const rightsOfRole = (role: Role): Right[] =>
  role === "admin" ? ["pull", "push", "admin"] : role === "write" ? ["pull", "push"] : ["pull"];

/** Where the repositories are that nobody has created yet. */
export const toComeIn = (namespace: string): string => `${namespace}/… to come`;

export const defaultPermissionWords = (createdBy: string | undefined): string =>
  createdBy === undefined ? "default permission" : `default permission, when ${createdBy} creates it`;

/** Through which teams somebody who does not administer an organization may create repositories in it. */
export const creatingWords = ({ teams }: Pick<NamespaceAccess, "teams">, who: string): string =>
  teams
    .filter(({ role, members }) => role === "creator" && members.includes(who))
    .map(({ name }) => `creator team ${name}`)
    .join(", ");
