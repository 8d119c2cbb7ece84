import { EVERYBODY, type Level, type Matrix } from "./matrix";

/** What the reader asked to see. Empty texts mean all. */
export interface Filter {
  repositories: string;
  people: string;
  levels: ReadonlySet<Level>;
  kind: "" | "user" | "robot";
  namespace: string;
  visibility: string;
  state: string;
  /** Leaves out repositories and people without a visible access. */
  onlyWithAccess: boolean;
}

/** What the filter leaves of a matrix. */
export interface View {
  rows: number[];
  columns: number[];
  /** The level in a row and column of the matrix, `none` where the filter hides it. */
  level(row: number, column: number): Level;
}

export function filtered(matrix: Matrix, filter: Filter): View {
  const level = (row: number, column: number): Level => {
    const found = matrix.level(row, column);
    return filter.levels.has(found) ? found : "none";
  };
  const rows = upTo(matrix.repositories.length).filter((row) => matchesRepository(matrix, filter, row));
  const columns = upTo(matrix.columns).filter((column) => matchesPerson(matrix, filter, column));
  if (!filter.onlyWithAccess) return { rows, columns, level };
  const isShown = (row: number, column: number) => level(row, column) !== "none";
  return {
    rows: rows.filter((row) => columns.some((column) => isShown(row, column))),
    columns: columns.filter((column) => rows.some((row) => isShown(row, column))),
    level,
  };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

const contains = (text: string, part: string) => text.toLowerCase().includes(part.trim().toLowerCase());

function matchesRepository(matrix: Matrix, filter: Filter, row: number): boolean {
  const { namespace, visibility, state } = matrix.repository(row);
  return (
    contains(matrix.repositoryName(row), filter.repositories) &&
    ["", String(namespace)].includes(filter.namespace) &&
    ["", visibility].includes(filter.visibility) &&
    ["", state].includes(filter.state)
  );
}

function matchesPerson(matrix: Matrix, filter: Filter, column: number): boolean {
  const isOfKind = filter.kind === "" || column === EVERYBODY || matrix.person(column)?.kind === filter.kind;
  return isOfKind && contains(matrix.personName(column), filter.people);
}
