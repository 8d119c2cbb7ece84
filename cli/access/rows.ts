import { isDeepStrictEqual } from "node:util";
import { type AccessIn, accessIn, accessOfTeam, grantsOfNew, isOwn } from "./effective";
import { kindOf } from "./principals";
import type { AccessReport, Grant, NamespaceAccess, Principal } from "./report";
import {
  creatingWords,
  defaultPermissionWords,
  pathWords,
  rightsOf,
  rightsOfRole,
  rightsWords,
  throughWords,
  toComeIn,
} from "./words";

/** One fact: who may do what where, and through what. Everybody without credentials is `everybody`. */
export interface Row {
  who: string;
  where: string;
  may: string;
  through: string;
}

export const EVERYBODY = "everybody";

/** The facts of a report. Who administers a namespace is told once, not for each repository. */
export const rowsOf = (report: AccessReport): Row[] =>
  report.namespaces.flatMap((namespace) => {
    const accessTo = accessIn(namespace, report);
    return [
      ...namespace.principals.flatMap((principal) => [
        ...inNamespace(namespace, principal),
        ...onRepositories(namespace, principal, accessTo),
      ]),
      ...namespace.teams.flatMap((team) => ofTeam(namespace, team)),
      ...onRepositories(namespace, undefined, accessTo),
      ...ofNamespace(namespace),
    ];
  });

function inNamespace(namespace: NamespaceAccess, principal: Principal): Row[] {
  const { name } = namespace;
  const { name: who, everywhere, mayCreate, disabled } = principal;
  const but = disabled ? "; disabled user" : "";
  if (everywhere.length > 0)
    return [{ who, where: `${name}/*`, may: "admin", through: everywhere.map(pathWords).join(", ") + but }];
  if (!mayCreate) return [];
  return [{ who, where: name, may: "create repositories", through: creatingWords(namespace, who) + but }];
}

/** What somebody may do on single repositories, beyond what everybody may. */
function onRepositories(namespace: NamespaceAccess, principal: Principal | undefined, accessTo: AccessIn): Row[] {
  if (principal && principal.everywhere.length > 0) return [];
  return namespace.repositories.flatMap((repository) => {
    const effective = accessTo(repository, principal);
    if (principal ? !isOwn(effective) : effective.paths.length === 0) return [];
    return [
      {
        who: principal?.name ?? EVERYBODY,
        where: `${namespace.name}/${repository.name}`,
        may: rightsWords(rightsOf(effective)),
        through: throughWords(effective),
      },
    ];
  });
}

/** What being in a team gives, also to members to come. */
function ofTeam(
  { name, repositories }: NamespaceAccess,
  { name: team, role }: NamespaceAccess["teams"][number],
): Row[] {
  const who = `team ${team}`;
  if (role === "admin") return [{ who, where: `${name}/*`, may: "admin", through: "role admin" }];
  const creates = { who, where: name, may: "create repositories", through: "role creator" };
  const granted = repositories.flatMap((repository): Row[] => {
    const grant = repository.grants.find(({ kind, grantee }) => kind === "team" && grantee === team);
    if (!grant?.role) return [];
    const access = accessOfTeam(repository, grant.role);
    return [
      { who, where: `${name}/${repository.name}`, may: rightsWords(rightsOf(access)), through: throughWords(access) },
    ];
  });
  return role === "creator" ? [creates, ...granted] : granted;
}

function ofNamespace(namespace: NamespaceAccess): Row[] {
  const { name, teams, proxyCache, applications } = namespace;
  const tokens = applications?.tokens === undefined ? "tokens not shown" : counted(applications.tokens, "token");
  return [
    ...(proxyCache
      ? [
          {
            who: "members of teams",
            where: `${name}/*`,
            may: "pull",
            through: "proxy cache, also what is not there yet",
          },
        ]
      : []),
    ...toCome(namespace),
    ...teams.flatMap((team) =>
      team.invited.map((who) => ({ who, where: name, may: `join team ${team.name}`, through: "invitation" })),
    ),
    ...(applications && applications.count > 0
      ? [
          {
            who: counted(applications.count, "application"),
            where: name,
            may: tokens,
            through: "OAuth, as who made them",
          },
        ]
      : []),
  ];
}

/** What repositories to come will grant: to whoever creates them, and where it differs, for creators that are named. */
function toCome(namespace: NamespaceAccess): Row[] {
  const general = grantsOfNew(namespace);
  const row = ({ grantee, kind, role = "admin" }: Grant, through: string): Row => ({
    who: kind === "team" ? `team ${grantee}` : grantee,
    where: toComeIn(namespace.name),
    may: rightsWords(rightsOfRole(role)),
    through,
  });
  const creators = new Set(namespace.defaultPermissions.flatMap(({ createdBy }) => createdBy ?? []));
  const named = [...creators].flatMap((creator) =>
    grantsOfNew(namespace, { name: creator, kind: kindOf(creator) })
      .filter((grant) => !grant.creator && !general.some((one) => isDeepStrictEqual(one, grant)))
      .map((grant) => row(grant, defaultPermissionWords(creator))),
  );
  return [...general.map((grant) => row(grant, defaultPermissionWords(undefined))), ...named];
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
