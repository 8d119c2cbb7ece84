import { count, element, named } from "./dom";
import type { View } from "./filter";
import { EVERYBODY, type Level, type Matrix } from "./matrix";
import { sections } from "./sections";

const printed: Level[] = ["admin", "write", "read", "public"];

/** What the filters show as a plain table, for each repository a row per role, and the sections below it. */
export function printout(matrix: Matrix, view: View, filters: string[]): Node[] {
  const everywhere = administrators(matrix, view);
  const people = view.columns.filter((column) => column !== EVERYBODY).length;
  const shown = [
    count(view.rows.length, "repository", "repositories"),
    count(people, "person or robot", "people and robots"),
  ].join(", ");
  const details = sections(matrix);
  for (const section of details) section.setAttribute("open", "");
  return [
    element("p", {}, filters.length > 0 ? `Only: ${filters.join("; ")}. ` : "", `${shown}.`),
    ...everywhere.flatMap((columns, namespace) => administration(matrix, namespace, columns)),
    element("table", {}, head(), ...view.rows.map((row) => repository(matrix, view, row, everywhere))),
    ...details,
  ];
}

const head = () =>
  element(
    "thead",
    {},
    element("tr", {}, ...["Repository", "Role", "Who"].map((text) => element("th", { scope: "col" }, text))),
  );

function repository(matrix: Matrix, view: View, row: number, everywhere: number[][]): HTMLElement {
  const { visibility, state, mirrorRobot, namespace } = matrix.repository(row);
  const about = [visibility, ...(state === "NORMAL" ? [] : [state]), ...(mirrorRobot ? [`by ${mirrorRobot}`] : [])];
  const lines = printed
    .map((level) => [level, names(matrix, view, row, level, everywhere[namespace] ?? [])] as const)
    .filter(([, names]) => names !== "")
    .map(([level, names]) => [level === "public" ? "public only" : level, names] as const);
  const [[role, who] = ["", "nobody that the filters show"], ...more] = lines;
  const title = element("th", { scope: "rowgroup", rowspan: String(1 + more.length) });
  title.append(named(matrix.repositoryName(row)), element("small", {}, ` ${about.join(", ")}`));
  return element(
    "tbody",
    {},
    element("tr", {}, title, element("td", {}, role), element("td", {}, who)),
    ...more.map(([role, who]) => element("tr", {}, element("td", {}, role), element("td", {}, who))),
  );
}

/** Who has a role. Those who administer the whole namespace are named above the table, and everybody includes the others. */
function names(matrix: Matrix, { columns, level }: View, row: number, wanted: Level, everywhere: number[]): string {
  const having = columns.filter(
    (column) => level(row, column) === wanted && (column !== EVERYBODY || matrix.taken(row, column) !== "all"),
  );
  if (wanted === "public" && having.includes(EVERYBODY)) return "everybody";
  const others = having.filter((column) => !everywhere.includes(column)).map((column) => nameOf(matrix, column));
  return [...(others.length < having.length ? ["administrators of the namespace"] : []), ...others].join(", ");
}

/** For each namespace the columns that administer all of it: they would be repeated for every repository. */
function administrators({ namespaces, repository }: Matrix, { rows, columns, level }: View): number[][] {
  const isAdminIn = (column: number, namespace: number) =>
    rows.some((row) => repository(row).namespace === namespace && level(row, column) === "admin");
  return namespaces.map(({ standing }, namespace) =>
    standing
      .filter(({ everywhere }) => everywhere.length > 0)
      .map(({ person }) => person + 1)
      .filter((column) => columns.includes(column) && isAdminIn(column, namespace)),
  );
}

function administration(matrix: Matrix, namespace: number, columns: number[]): Node[] {
  if (columns.length === 0) return [];
  const title = element("strong", {}, "Administrators of ", named(matrix.namespaces[namespace]?.name ?? ""), ": ");
  return [element("p", {}, title, columns.map((column) => nameOf(matrix, column)).join(", "))];
}

const nameOf = (matrix: Matrix, column: number) =>
  `${matrix.personName(column)}${matrix.person(column)?.disabled ? " (disabled)" : ""}`;
