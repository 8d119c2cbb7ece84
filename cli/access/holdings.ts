import type { Connection, Properties } from "../../provider/lifecycle/definition";
import { resources } from "../../provider/resources";
import { removalCommand } from "../removal";
import type { StackEntry } from "../stack-state/stack-state";
import { kindOf } from "./principals";
import type { AccessReport, NamespaceAccess } from "./report";
import { pathWords } from "./words";

/** Something by which an account may do something, with where it comes from or how it goes. */
export interface Holding {
  /** What it is, for example `member of team ops`. */
  what: string;
  /** A repository with its namespace, or a namespace. */
  where: string;
  /** The resource, where it is one; what else gives access is in no program. */
  resource?: { kind: string; id: string };
  /** The line of the program that says so, with the resource's logical name. */
  program?: string;
  /** The command that removes it, where no program of the stack says so. */
  remove?: string;
}

interface Held extends Pick<Holding, "what" | "where"> {
  kind?: string;
  /** The resource's properties, from which its id and its removal follow. */
  values?: Properties;
}

/** Everything by which somebody may do something in the namespaces of a report: what is to go when that account leaves. */
export async function holdingsOf(
  who: string,
  report: AccessReport,
  entries: readonly StackEntry[],
  connectionFor: (namespace: string) => Connection,
): Promise<Holding[]> {
  const found = report.namespaces.flatMap((namespace) =>
    held(who, namespace).map((one) => ({ one, connection: connectionFor(namespace.name) })),
  );
  const all: Holding[] = [];
  for (const { one, connection } of found) all.push(await traced(one, entries, connection));
  return all;
}

function held(who: string, { name, teams, principals, repositories, defaultPermissions }: NamespaceAccess): Held[] {
  const others = principals.find((one) => one.name === who)?.everywhere ?? [];
  const member = (team: NamespaceAccess["teams"][number], invited: boolean): Held => {
    const what = `${invited ? "invited to" : "member of"} ${team.role} team ${team.name}`;
    // Quay refuses to remove who comes from a directory; robots are added by hand.
    if (team.synced && kindOf(who) === "user") return { what: `${what}, from a directory`, where: name };
    return {
      what,
      where: name,
      kind: "TeamMember",
      values: { organization: name, team: team.name, member: who, invited },
    };
  };
  return [
    ...others
      .filter(({ through }) => through !== "team admin")
      .map((path) => ({ what: pathWords(path), where: `${name}/*` })),
    ...teams.flatMap((team) => [
      ...(team.members.includes(who) ? [member(team, false)] : []),
      ...(team.invited.includes(who) ? [member(team, true)] : []),
    ]),
    ...repositories.flatMap((repository) =>
      repository.grants
        .filter(({ kind, grantee }) => kind !== "team" && grantee === who)
        .map(
          ({ role, creator }): Held => ({
            what: pathWords({ through: "grant", role, creator }),
            where: `${name}/${repository.name}`,
            kind: "RepositoryUserPermission",
            values: { repository: `${name}/${repository.name}`, user: who, role },
          }),
        ),
    ),
    ...defaultPermissions
      .filter(({ kind, grantee, createdBy }) => (kind !== "team" && grantee === who) || createdBy === who)
      .map(
        ({ kind, grantee, role, createdBy }): Held => ({
          what: `default permission (${role}) for ${kind === "team" ? "team " : ""}${grantee}${createdBy === undefined ? "" : `, when ${createdBy} creates`}`,
          where: name,
          kind: "DefaultPermission",
          values: { organization: name, [kind === "team" ? "team" : "user"]: grantee, createdBy, role },
        }),
      ),
  ];
}

async function traced(
  { kind = "", values, ...rest }: Held,
  entries: readonly StackEntry[],
  connection: Connection,
): Promise<Holding> {
  const resource = resources[kind];
  if (!resource || !values) return rest;
  const id = resource.identity.format(values);
  const about = { ...rest, resource: { kind, id } };
  const entry = entries.find((one) => one.kind === kind && one.id === id && !one.isRead);
  if (entry) return { ...about, program: `${entry.position ?? "the program"}: ${kind} ${entry.name}` };
  return { ...about, remove: await removalCommand(resource, connection, values) };
}
