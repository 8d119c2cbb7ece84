import { accessIn } from "../effective";
import type { AccessReport, Effective, NamespaceAccess, Principal, RepositoryAccess, Through } from "../report";

/** A report as its page contains it: every different access once, and for each cell of the matrix its index. */
export interface PageData {
  quay: string;
  /** When the report was made, in words. */
  made?: string;
  notes: string[];
  namespaces: PageNamespace[];
  /** The columns of the matrix after the first, which is everybody without credentials. */
  people: Person[];
  /** The rows of the matrix. */
  repositories: PageRepository[];
  accesses: Effective[];
  /** For each repository its columns from left to right, as an index into `accesses` and how often it repeats, in turn. */
  cells: number[][];
}

export interface PageNamespace
  extends Pick<NamespaceAccess, "name" | "kind" | "defaultPermissions" | "teams" | "applications"> {
  /** What people may do in the whole namespace, by their index in `people`. */
  standing: { person: number; everywhere: Through[]; mayCreate: boolean }[];
}

export interface PageRepository extends Pick<RepositoryAccess, "name" | "visibility" | "state" | "mirrorRobot"> {
  namespace: number;
}

export type Person = Pick<Principal, "name" | "kind" | "disabled">;

/** Encodes a report, with people of several namespaces in one column each. */
export function pageData(report: AccessReport): Omit<PageData, "made"> {
  const people = everyone(report);
  const indexes = new Map(people.map(({ name }, index) => [name, index]));
  const accesses: Effective[] = [];
  const known = new Map<string, number>();
  const indexOf = (access: Effective): number => {
    const text = JSON.stringify(access);
    const found = known.get(text) ?? accesses.push(access) - 1;
    known.set(text, found);
    return found;
  };
  const sorted = report.namespaces.map((one) => ({ ...one, repositories: [...one.repositories].sort(byName) }));
  const namespaces = sorted.map((namespace) => {
    const here = new Map(namespace.principals.map((principal) => [principal.name, principal]));
    const access = accessIn(namespace, { anonymousAccess: report.anonymousAccess });
    const columns = [undefined, ...people.map((person) => here.get(person.name) ?? stranger(person))];
    const rows = namespace.repositories.map((repository) =>
      runs(columns.map((principal) => indexOf(access(repository, principal)))),
    );
    return { namespace, rows };
  });
  return {
    quay: report.quay,
    notes: report.notes,
    namespaces: namespaces.map(({ namespace }) => pageNamespace(namespace, indexes)),
    people,
    repositories: sorted.flatMap(({ repositories }, namespace) =>
      repositories.map(({ name, visibility, state, mirrorRobot }) => ({
        name,
        visibility,
        state,
        mirrorRobot,
        namespace,
      })),
    ),
    accesses,
    cells: namespaces.flatMap(({ rows }) => rows),
  };
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** By name, numbers in it by their size. */
const byName = (a: { name: string }, b: { name: string }) => compare(a.name, b.name);

/** Users, then robots, each by name. */
function everyone({ namespaces }: AccessReport): Person[] {
  const found = new Map<string, Person>();
  for (const { name, kind, disabled } of namespaces.flatMap(({ principals }) => principals)) {
    found.set(name, { name, kind, disabled: disabled || found.get(name)?.disabled });
  }
  const isRobot = ({ kind }: Person) => Number(kind === "robot");
  return [...found.values()].sort((a, b) => isRobot(a) - isRobot(b) || byName(a, b));
}

/** Somebody whom only another namespace of the report knows. */
const stranger = (person: Person): Principal => ({ ...person, everywhere: [], mayCreate: false });

function pageNamespace(namespace: NamespaceAccess, indexes: Map<string, number>): PageNamespace {
  const { name, kind, defaultPermissions, teams, applications, principals } = namespace;
  const standing = principals
    .filter(({ everywhere, mayCreate }) => everywhere.length > 0 || mayCreate)
    .map(({ name, everywhere, mayCreate }) => ({ person: indexes.get(name) as number, everywhere, mayCreate }));
  return { name, kind, defaultPermissions, teams, applications, standing };
}

function runs(indexes: number[]): number[] {
  const encoded: number[] = [];
  for (const index of indexes) {
    if (encoded.at(-2) === index) encoded[encoded.length - 1] = (encoded.at(-1) ?? 0) + 1;
    else encoded.push(index, 1);
  }
  return encoded;
}
