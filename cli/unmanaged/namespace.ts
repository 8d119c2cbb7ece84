import type { Connection } from "../../provider/lifecycle/definition";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import { namespaces } from "../../provider/snapshot/namespaces";
import type { Existing } from "../inventory/inventory";
import { isFromDirectory, synchronizedTeams } from "../inventory/made-by-quay";
import type { Namespace } from "../inventory/namespaces";
import { isExcluded } from "../inventory/patterns";
import { APPLICATION, type ApplicationsSeen, applications } from "./applications";
import { findings } from "./findings";
import { hiddenCounts } from "./hidden-counts";
import { creatorsGrants, isOfMirror } from "./made-by-quay";
import type { Managed } from "./managed";
import type { MadeByQuay, UnmanagedNamespace, Unseen } from "./report";
import { standing } from "./standing";

export interface Comparison {
  /** Kinds to compare, among them `Application`. */
  only: readonly string[];
  /** Patterns of names and ids to leave out. */
  exclude: readonly string[];
  /** Read lists of whole namespaces only. */
  quick: boolean;
  /** Whether programs take in also what Quay made by itself. */
  adoptQuaysOwn: boolean;
}

const grants = ["RepositoryUserPermission", "RepositoryTeamPermission"];

/** Compares one namespace. */
export async function unmanagedIn(
  namespace: Namespace,
  connection: Connection,
  managed: Managed,
  { only, exclude, quick, adoptQuaysOwn }: Comparison,
): Promise<{ seen: UnmanagedNamespace; unseen: Unseen[]; notes: string[] }> {
  const { name, isUser } = namespace;
  const kinds = only.filter((kind) => kind !== APPLICATION);
  // What default permissions granted is told by them.
  const listed = grants.some((kind) => kinds.includes(kind)) ? [...new Set([...kinds, "DefaultPermission"])] : kinds;
  // Roles of users' and robots' grants are read only where they are unmanaged.
  const shallow = quick ? listed : isUser ? [] : ["RepositoryUserPermission"];
  const { existing, ghosts, unseen, notes } = await standing(namespace, connection, listed, shallow);

  const isFinding = ({ kind, id, values }: Existing) =>
    kinds.includes(kind) && !managed.has(kind, id) && !(resources[kind] as Resource).builtIn?.(values);
  const candidates = existing.filter(isFinding);
  const unmanaged = candidates.filter((one) => !isExcluded(one, exclude));

  const creators = await creatorsGrants(namespace, { unmanaged, existing }, connection, { listsOnly: quick });
  const synchronized = isUser ? new Set<string>() : await synchronizedTeams(name, connection);
  const known = isUser ? undefined : await connection.snapshot.of(namespaces).get(name);
  const madeByQuay = (one: Existing): MadeByQuay | undefined => {
    if (one.kind === "RepositoryUserPermission" && creators.has(one.id)) return "creator";
    if (isFromDirectory(one, synchronized)) return "directory";
    return isOfMirror(one, existing) ? "mirror" : undefined;
  };
  const found = await findings(unmanaged, {
    connection,
    existing,
    teamRoles: new Map([...(known?.teams ?? [])].map(([team, { role }]) => [team, role])),
    madeByQuay,
    exact: !quick,
    taken: new Set(managed.entries.map((entry) => `${entry.kind} ${entry.name}`)),
    adoptQuaysOwn,
  });
  const counted = quick && !isUser ? await hiddenCounts(name, existing, managed, connection, exclude) : [];
  const noApplications: ApplicationsSeen = { findings: [], excluded: 0, unseen: [] };
  const ofApplications =
    isUser || !only.includes(APPLICATION)
      ? noApplications
      : await applications(name, connection, { countTokens: !quick, exclude });
  return {
    seen: {
      name,
      kind: isUser ? "user" : "organization",
      managed: managed.has("Organization", name),
      findings: [...found, ...counted.filter(({ kind }) => kinds.includes(kind)), ...ofApplications.findings],
      leftovers: ghosts.length,
      excluded: candidates.length - unmanaged.length + ofApplications.excluded,
    },
    unseen: [...unseen, ...ofApplications.unseen],
    notes,
  };
}
