import type { Connection } from "../../provider/lifecycle/definition";
import { namespaces } from "../../provider/snapshot/namespaces";
import type { Existing } from "./inventory";

/** Names of the teams whose members come from a directory. */
export async function synchronizedTeams(organization: string, { snapshot }: Connection): Promise<ReadonlySet<string>> {
  if ((await snapshot.features()).features.TEAM_SYNCING !== true) return new Set();
  const { teams = {} } = await snapshot.of(namespaces).view(organization);
  return new Set(Object.values(teams).flatMap(({ name, is_synced }) => (is_synced === true ? [name] : [])));
}

/** Whether a membership comes from the directory, which has no robots and invites nobody. */
export const isFromDirectory = ({ kind, values }: Existing, teams: ReadonlySet<string>): boolean =>
  kind === "TeamMember" &&
  teams.has(String(values.team)) &&
  !String(values.member).includes("+") &&
  values.invited !== true;

/** The values of a resource without those that another one decides: of a mirrored repository the state. */
export function withoutOthers<Values extends object>(
  { kind, id }: Pick<Existing, "kind" | "id">,
  values: Values,
  existing: readonly Pick<Existing, "kind" | "id">[],
): Values {
  const isMirrored = kind === "Repository" && existing.some((one) => one.kind === "RepositoryMirror" && one.id === id);
  if (!isMirrored) return values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== "state")) as Values;
}
