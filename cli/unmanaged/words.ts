import type { Properties } from "../../provider/lifecycle/definition";

/** What a resource is, in plain words. `teamRoles` are the roles of the organization's teams. */
export function inWords(
  kind: string,
  id: string,
  values: Properties,
  teamRoles: ReadonlyMap<string, string> = new Map(),
): string {
  const text = (property: string) => name(values[property]);
  const role = values.role === undefined ? "some role" : String(values.role);
  const power = (team: unknown) => POWERS[teamRoles.get(String(team)) ?? ""] ?? "";
  switch (kind) {
    case "Team":
      return `team ${text("name")}${power(values.name)}`;
    case "TeamMember": {
      const who = `${isRobot(values.member) ? "robot " : ""}${text("member")}`;
      return `${who}, ${values.invited ? "invited to" : "member of"} team ${text("team")}${power(values.team)}`;
    }
    case "Robot":
      return `robot ${name(id)}`;
    case "Repository":
      return `${values.visibility === "public" ? "public " : ""}repository ${name(id)}`;
    case "RepositoryUserPermission":
      return `${role} on ${text("repository")} for ${isRobot(values.user) ? "robot " : ""}${text("user")}`;
    case "RepositoryTeamPermission":
      return `${role} on ${text("repository")} for team ${text("team")}`;
    case "DefaultPermission": {
      const grantee = values.team === undefined ? text("user") : `team ${text("team")}`;
      const by = values.createdBy === undefined ? "" : ` that ${text("createdBy")} creates`;
      return `default permission: ${role} on new repositories${by} for ${grantee}`;
    }
    default:
      return `${kind} ${name(id)}`;
  }
}

const POWERS: Record<string, string> = {
  creator: ", which may create repositories",
  admin: ", which administers the organization",
};

const isRobot = (account: unknown) => String(account).includes("+");

/** A name as it is, or in quotes where it might read as more than a name. */
export const name = (value: unknown): string => {
  const text = String(value);
  return /^[\p{L}\p{N}_.+/:@-]+$/u.test(text) ? text : JSON.stringify(text);
};
