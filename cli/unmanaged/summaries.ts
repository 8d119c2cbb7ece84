import { resources } from "../../provider/resources";
import { madeByQuayWords } from "./made-by-quay";
import type { Finding } from "./report";
import { name } from "./words";

/** So many things are named in one line. */
const NAMED = 5;

/** What Quay made by itself, in one line for each who holds it, and reason. */
export function summaries(findings: readonly Finding[]): string[] {
  const groups = new Map<string, string[]>();
  for (const finding of findings) {
    if (!finding.madeByQuay) continue;
    const [holding, of] = parts(finding);
    const begin = `${madeByQuayWords[finding.madeByQuay]}: ${holding}`;
    groups.set(begin, [...(groups.get(begin) ?? []), of]);
  }
  return [...groups].map(([begin, all]) => {
    const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
    return `${begin} ${all.slice(0, NAMED).join(", ")}${more}`;
  });
}

/** What several may have in common, and what is its own. */
function parts({ kind, id, role, what }: Finding): [common: string, own: string] {
  const { repository, team, user, member } = resources[kind]?.identity.parse(id) ?? {};
  if (repository === undefined && member === undefined) return [what, ""];
  if (member !== undefined) return [`in team ${name(team)}`, name(member)];
  return [`${role} for ${team === undefined ? name(user) : `team ${name(team)}`} on`, name(repository)];
}
