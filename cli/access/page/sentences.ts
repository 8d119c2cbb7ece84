import type { Effective, RepositoryAccess, Role, Through } from "../report";

/** Where an access is: the namespace by name, and of the repository what limits pushes. */
export interface Place extends Pick<RepositoryAccess, "state" | "mirrorRobot"> {
  namespace: string;
}

/** All paths of an access and what limits it, strongest first. */
export function accessSentence({ paths, limits }: Effective, place: Place): string {
  const parts = paths.map((path) => pathSentence(path, place.namespace));
  if (paths.length === 0) parts.push("no access");
  return [...parts, ...limits.map((limit) => limitSentence(limit, place))].join("; ");
}

export function pathSentence(path: Through, namespace: string): string {
  switch (path.through) {
    case "grant":
      return grantSentence(path.role, path.creator);
    case "team":
      return `${path.role}, through team ${path.team}`;
    case "team admin":
      return `admin because team ${path.team} administers ${namespace}`;
    case "own namespace":
      return `admin because ${namespace} is their own namespace`;
    case "superuser":
      return "admin as superuser with full access";
    case "proxy cache":
      return `pulls everything, as a member of a team of the proxy cache ${namespace}`;
    case "public":
      return "read because the repository is public";
  }
}

function grantSentence(role?: Role, creator?: boolean): string {
  const grant = creator ? "the grant that Quay gives to who creates a repository" : "a direct grant";
  return role ? `${role}, by ${grant}` : `${grant}, whose role was not read`;
}

function limitSentence(limit: Effective["limits"][number], { mirrorRobot }: Place): string {
  switch (limit) {
    case "READ_ONLY":
      return "READ_ONLY: nobody pushes";
    case "MIRROR":
    case "ORG_MIRROR":
      return `${limit}: ${mirrorRobot ? `only ${mirrorRobot} pushes` : "nobody pushes"}`;
    case "disabled":
      return "the account is disabled";
    case "ANONYMOUS_ACCESS off":
      return "ANONYMOUS_ACCESS is off: this Quay answers nobody without credentials";
  }
}
