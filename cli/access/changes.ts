import { accessIn, accessOfTeam, isOwn } from "./effective";
import { stranger } from "./principals";
import type { AccessReport, Effective, NamespaceAccess, Principal } from "./report";
import {
  creatingWords,
  defaultPermissionWords,
  pathWords,
  rightsOf,
  rightsOfRole,
  throughWords,
  toComeIn,
} from "./words";

/** What one principal, or everybody without credentials, gains or loses in one place. */
export interface AccessChange {
  /** Null for everybody. */
  principal: string | null;
  /** A repository with its namespace, or a namespace. */
  where: string;
  gained: string[];
  lost: string[];
  /** Through what it is held after the change, or was held before when all of it is lost. */
  through: string;
  /** Repositories on which somebody who no longer administers the namespace still has access by other ways. */
  keeps?: string[];
}

const none: Effective = { pull: false, push: false, admin: false, paths: [], limits: [] };

/** Who gains and who loses what from one report to another, in the order of namespaces, principals and repositories. */
export function accessChanges(before: AccessReport, after: AccessReport): AccessChange[] {
  return namesIn(before.namespaces, after.namespaces).flatMap((name) => {
    const sides = [before, after].map((report) => sideOf(report, name)) as [Side, Side];
    const principals = namesIn(sides[0].namespace?.principals, sides[1].namespace?.principals);
    return [
      ...principals.flatMap((principal) => [
        ...inNamespace(name, principal, sides),
        ...onRepositories(name, principal, sides),
      ]),
      ...onRepositories(name, null, sides),
      ...ofProxyCache(name, sides),
      ...ofLists(sides, grantsOfEmptyTeams(sides)),
      ...ofLists(sides, toCome),
      ...ofLists(sides, invitations),
    ];
  });
}

/** A namespace before or after the change; one that is not there has nothing. */
interface Side {
  namespace?: NamespaceAccess;
  principal(name: string): Principal;
  access(repository: string, principal: string | null): Effective;
}

function sideOf(report: AccessReport, name: string): Side {
  const namespace = report.namespaces.find((one) => one.name === name);
  const principals = new Map(namespace?.principals.map((one) => [one.name, one]));
  const repositories = new Map(namespace?.repositories.map((one) => [one.name, one]));
  const accessTo = namespace && accessIn(namespace, report);
  const principal = (who: string) => principals.get(who) ?? stranger(who);
  return {
    namespace,
    principal,
    access(repository, who) {
      const found = repositories.get(repository);
      return found && accessTo ? accessTo(found, who === null ? undefined : principal(who)) : none;
    },
  };
}

function onRepositories(namespace: string, principal: string | null, [was, is]: [Side, Side]): AccessChange[] {
  return namesIn(was.namespace?.repositories, is.namespace?.repositories).flatMap((repository) => {
    const [before, after] = [was.access(repository, principal), is.access(repository, principal)];
    // What everybody gains or loses is told once, and who administers a namespace has what comes and goes in it.
    if (principal !== null && !isOwn(before) && !isOwn(after)) return [];
    const administers =
      principal !== null && [was, is].every((side) => side.principal(principal).everywhere.length > 0);
    if (administers && (before === none || after === none)) return [];
    return changeOf(principal, `${namespace}/${repository}`, before, after);
  });
}

function changeOf(principal: string | null, where: string, before: Effective, after: Effective): AccessChange[] {
  const [had, has] = [rightsOf(before), rightsOf(after)];
  const gained = has.filter((right) => !had.includes(right));
  const lost = had.filter((right) => !has.includes(right));
  if (gained.length === 0 && lost.length === 0) return [];
  return [{ principal, where, gained, lost, through: throughWords(has.length > 0 ? after : before) }];
}

function inNamespace(where: string, principal: string, [was, is]: [Side, Side]): AccessChange[] {
  const [before, after] = [was.principal(principal), is.principal(principal)];
  const [had, has] = [rightsIn(before), rightsIn(after)];
  const gained = has.filter((right) => !had.includes(right));
  const lost = had.filter((right) => !has.includes(right));
  if (gained.length === 0 && lost.length === 0) return [];
  const { everywhere } = after.everywhere.length > 0 ? after : before;
  const side = has.length > 0 ? is : was;
  const creating = side.namespace ? creatingWords(side.namespace, principal) : "";
  const through = everywhere.map(pathWords).join(", ") || creating;
  const change: AccessChange = { principal, where, gained, lost, through };
  if (!lost.includes("administer")) return [change];
  const repositories = is.namespace?.repositories.map(({ name }) => name) ?? [];
  const kept = repositories.filter((repository) => isOwn(is.access(repository, principal)));
  return [{ ...change, keeps: kept.map((repository) => `${where}/${repository}`) }];
}

function ofProxyCache(where: string, [was, is]: [Side, Side]): AccessChange[] {
  const [had, has] = [was, is].map(({ namespace }) => namespace?.proxyCache === true);
  if (had === has) return [];
  const rights = ["pull everything"];
  const through = "proxy cache";
  return [{ principal: "members of teams", where, gained: has ? rights : [], lost: has ? [] : rights, through }];
}

/** The rights that a list of a namespace holds, by who and where they are. */
type Listed = { principal: string; where: string; rights: string[]; through: string }[];

/** Grants to teams that have no members before nor after the change, so that nobody's access shows them. */
function grantsOfEmptyTeams(sides: [Side, Side]): (namespace: NamespaceAccess) => Listed {
  const all = sides.flatMap(({ namespace }) => namespace?.teams ?? []);
  const peopled = new Set(all.filter(({ members }) => members.length > 0).map(({ name }) => name));
  return ({ name, repositories }) =>
    repositories.flatMap((repository) =>
      repository.grants
        .filter(({ kind, grantee }) => kind === "team" && !peopled.has(grantee))
        .map(({ grantee, role = "read" }) => ({
          principal: `team ${grantee}`,
          where: `${name}/${repository.name}`,
          rights: rightsOf(accessOfTeam(repository, role)),
          through: "grant, to no members yet",
        })),
    );
}

const toCome = ({ name, defaultPermissions }: NamespaceAccess): Listed =>
  defaultPermissions.map(({ grantee, kind, role, createdBy }) => ({
    principal: kind === "team" ? `team ${grantee}` : grantee,
    where: toComeIn(name),
    rights: rightsOfRole(role),
    through: defaultPermissionWords(createdBy),
  }));

const invitations = ({ name, teams }: NamespaceAccess): Listed =>
  teams.flatMap((team) =>
    team.invited.map((principal) => ({
      principal,
      where: name,
      rights: [`join team ${team.name}`],
      through: "invitation",
    })),
  );

function ofLists([was, is]: [Side, Side], list: (namespace: NamespaceAccess) => Listed): AccessChange[] {
  const keyOf = ({ principal, where, through }: Listed[number]) => `${principal}\n${where}\n${through}`;
  const [had, has] = [was, is].map(
    ({ namespace }) => new Map((namespace ? list(namespace) : []).map((one) => [keyOf(one), one])),
  );
  return [...new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])].sort().flatMap((key) => {
    const [before, after] = [had?.get(key), has?.get(key)];
    const { principal, where, through } = (after ?? before) as Listed[number];
    const gained = (after?.rights ?? []).filter((right) => !before?.rights.includes(right));
    const lost = (before?.rights ?? []).filter((right) => !after?.rights.includes(right));
    return gained.length + lost.length > 0 ? [{ principal, where, gained, lost, through }] : [];
  });
}

const rightsIn = ({ everywhere, mayCreate, disabled = false }: Principal): string[] => [
  ...(everywhere.length > 0 && !disabled ? ["administer"] : []),
  ...(mayCreate && !disabled ? ["create repositories"] : []),
];

const namesIn = (...lists: ({ name: string }[] | undefined)[]): string[] =>
  [...new Set(lists.flatMap((list) => list?.map(({ name }) => name) ?? []))].sort();
