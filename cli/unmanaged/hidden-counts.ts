import type { Connection } from "../../provider/lifecycle/definition";
import { namespaces } from "../../provider/snapshot/namespaces";
import type { Existing } from "../inventory/inventory";
import { isExcluded } from "../inventory/patterns";
import type { Managed } from "./managed";
import type { Finding } from "./report";
import { name as inQuotes } from "./words";

/**
 * What shallow lists show only as counts: teams with more grants than the stacks have of them, and with more members than lists
 * and stacks name, such as robots of other namespaces.
 */
export async function hiddenCounts(
  organization: string,
  listed: readonly Existing[],
  managed: Managed,
  { snapshot }: Connection,
  exclude: readonly string[],
): Promise<Finding[]> {
  const sizes = [...((await snapshot.of(namespaces).get(organization))?.sizes ?? [])];
  const grants = managed.idsOf("RepositoryTeamPermission", `${organization}/`);
  const joined = managed.entries.filter(({ kind, outputs }) => kind === "TeamMember" && outputs.invited !== true);
  const members = new Set([...listed.filter(({ kind }) => kind === "TeamMember"), ...joined].map(({ id }) => id));
  return sizes.flatMap(([team, size]) => {
    const id = `${organization}/${team}`;
    if (isExcluded({ kind: "Team", id, values: { name: team } }, exclude)) return [];
    const granted = grants.filter((id) => id.endsWith(`/team/${team}`)).length;
    const named = [...members].filter((id) => id.startsWith(`${organization}/${team}/`)).length;
    const found = [
      hidden("RepositoryTeamPermission", size.repositories - granted, "grant", `to team ${inQuotes(team)}`),
      hidden("TeamMember", size.members - named, "member", `of team ${inQuotes(team)}`),
    ];
    return found.flatMap((one) => (one ? [{ ...one, id }] : []));
  });
}

/** Undefined when there are none, or Quay does not tell how many. */
function hidden(kind: string, count: number, thing: string, of: string): Omit<Finding, "id"> | undefined {
  if (count <= 0 || !Number.isFinite(count)) return undefined;
  const what = `${count} ${thing}${count === 1 ? "" : "s"} ${of} beyond those of the stacks`;
  return { kind, what, count, remarks: ["Without --quick each is named."], children: [] };
}
