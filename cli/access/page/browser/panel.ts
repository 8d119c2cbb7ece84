import { pathSentence } from "../sentences";
import type { Position } from "./cells";
import { element, list, named } from "./dom";
import type { View } from "./filter";
import { EVERYBODY, type Level, levels, type Matrix } from "./matrix";

/** More than this is better seen in the matrix. */
const LONGEST_LIST = 100;

/** What stands at a place of the view, in words. */
export function details(matrix: Matrix, view: View, { row, column }: Position): Node[] {
  const [at, who] = [view.rows[row], view.columns[column]];
  if (at !== undefined && who !== undefined) return cell(matrix, at, who);
  if (at !== undefined) return repository(matrix, view, at);
  if (who !== undefined) return person(matrix, view, who);
  return [element("p", {}, "Choose a cell, a repository or a name.")];
}

function cell(matrix: Matrix, row: number, column: number): Node[] {
  const { pull, push, admin } = matrix.access(row, column);
  const level = matrix.level(row, column);
  const may = Object.entries({ pull, push, administer: admin });
  return [
    heading(matrix.personName(column), " on ", matrix.repositoryName(row)),
    ...(level === "none" ? [] : [badge(level)]),
    element("p", { class: "words" }, matrix.sentence(row, column)),
    element("dl", {}, ...may.flatMap(([right, is]) => [element("dt", {}, right), yesOrNo(is)])),
  ];
}

const yesOrNo = (is: boolean) => element("dd", { class: is ? "yes" : "no" }, is ? "yes" : "no");

const badge = (level: Level) =>
  element("p", {}, element("span", { class: `level ${level}` }, level === "public" ? "public only" : level));

const heading = (name: string, between = "", other = "") => {
  const title = element("h2", {}, named(name));
  if (other) title.append(between, named(other));
  return title;
};

function repository(matrix: Matrix, view: View, row: number): Node[] {
  const { visibility, state, mirrorRobot } = matrix.repository(row);
  const about = [visibility, state, ...(mirrorRobot ? [`mirrored by ${mirrorRobot}`] : [])].join(" · ");
  const items = view.columns.map((column) => ({ level: view.level(row, column), name: matrix.personName(column) }));
  return [heading(matrix.repositoryName(row)), element("p", {}, about), ...byLevel(items)];
}

function person(matrix: Matrix, view: View, column: number): Node[] {
  const person = matrix.person(column);
  const about = [person?.kind ?? "without credentials", ...(person?.disabled ? ["disabled"] : [])].join(" · ");
  const items = view.rows.map((row) => ({ level: view.level(row, column), name: matrix.repositoryName(row) }));
  return [
    heading(matrix.personName(column)),
    element("p", {}, about),
    list(column === EVERYBODY ? [] : standingOf(matrix, column)),
    ...byLevel(items),
  ];
}

/** What somebody may do in whole namespaces, each a sentence. */
function standingOf({ namespaces }: Matrix, column: number): string[] {
  return namespaces.flatMap(({ name, standing }) => {
    const found = standing.find(({ person }) => person + 1 === column);
    const everywhere = found?.everywhere.map((path) => pathSentence(path, name)) ?? [];
    return [
      ...(everywhere.length > 0 ? [`Every repository of ${name}: ${everywhere.join("; ")}.`] : []),
      ...(found?.mayCreate ? [`May create repositories in ${name}.`] : []),
    ];
  });
}

function byLevel(items: { level: Level; name: string }[]): Node[] {
  const groups = [...levels].reverse().filter((level) => level !== "none");
  const sections = groups.flatMap((level) => {
    const names = items.filter((item) => item.level === level).map(({ name }) => name);
    if (names.length === 0) return [];
    const more = names.length - LONGEST_LIST;
    const shown = names.slice(0, LONGEST_LIST).map(named);
    const title = element("h3", {}, element("span", { class: `level ${level}` }, level), ` ${names.length}`);
    return [title, list([...shown, ...(more > 0 ? [`and ${more.toLocaleString("en")} more in the matrix`] : [])])];
  });
  return sections.length > 0 ? sections : [element("p", {}, "No access that the filters show.")];
}
