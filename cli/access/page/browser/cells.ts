import { element, named } from "./dom";
import type { View } from "./filter";
import { EVERYBODY, type Matrix } from "./matrix";

/** Sizes in pixels, as in grid.css. */
export const size = { row: 28, column: 34, head: 168 };

/** A place in the view: row and column from 0, or -1 for the headers. */
export interface Position {
  row: number;
  column: number;
}

export const idOf = ({ row, column }: Position) => `at_${row + 1}_${column + 1}`;

/** The place that an element in the grid stands for. */
export function positionOf(target: EventTarget | null): Position | undefined {
  const id = (target as Element | null)?.closest("[id^=at_]")?.id;
  const [, row, column] = /^at_(\d+)_(\d+)$/.exec(id ?? "") ?? [];
  return row && column ? { row: Number(row) - 1, column: Number(column) - 1 } : undefined;
}

/** An element of the grid that says which place it is, as ARIA counts them, and what stands there. */
function placed(role: string, position: Position, kind: string, label?: string): HTMLElement {
  const made = element("div", { class: kind, role, id: idOf(position), "aria-label": label });
  made.setAttribute("aria-colindex", String(position.column + 2));
  if (position.column >= 0) made.style.left = `calc(var(--side) + ${position.column * size.column}px)`;
  return made;
}

/** The row of headers, so far without people. */
export function head(): HTMLElement {
  const corner = placed("columnheader", { row: -1, column: -1 }, "corner");
  corner.append(key(), "Repository");
  return element("div", { class: "head", role: "row", "aria-rowindex": "1" }, corner);
}

export function person(matrix: Matrix, view: View, column: number): HTMLElement {
  const index = view.columns[column] as number;
  const { kind, disabled } = matrix.person(index) ?? {};
  const name = matrix.personName(index);
  const label = [name, ...(kind === "robot" ? [kind] : []), ...(disabled ? ["disabled"] : [])].join(", ");
  const looks = index === EVERYBODY ? "everybody" : `${kind}${disabled ? " disabled" : ""}`;
  const made = placed("columnheader", { row: -1, column }, `person ${looks}`, label);
  made.append(element("span", { class: "name" }, named(name)));
  return made;
}

/** The row of a repository, so far without cells. */
export function line(matrix: Matrix, view: View, row: number): HTMLElement {
  const index = view.rows[row] as number;
  const { visibility, state } = matrix.repository(index);
  const name = matrix.repositoryName(index);
  const header = placed("rowheader", { row, column: -1 }, "repository", `${name}, ${visibility}, ${state}`);
  header.append(element("span", { class: "name" }, named(name)));
  if (visibility === "public") header.append(element("span", { class: "badge" }, "public"));
  if (state !== "NORMAL") header.append(element("span", { class: "badge state" }, state));
  const made = element("div", { class: "row", role: "row", "aria-rowindex": String(row + 2) }, header);
  made.style.top = `${size.head + row * size.row}px`;
  return made;
}

export function cell(matrix: Matrix, view: View, { row, column }: Position): HTMLElement {
  const [repository, who] = [view.rows[row] as number, view.columns[column] as number];
  const level = view.level(repository, who);
  const says = level === matrix.level(repository, who) ? matrix.sentence(repository, who) : "hidden by the filters";
  const label = `${matrix.personName(who)} on ${matrix.repositoryName(repository)}: ${says}`;
  const taken = level === "none" ? "nothing" : matrix.taken(repository, who);
  const made = placed("gridcell", { row, column }, `cell ${level} takes-${taken}`, label);
  if (level !== "none") made.textContent = level.charAt(0).toUpperCase();
  return made;
}

/** What the marks mean that have no letter. */
function key(): HTMLElement {
  const mark = (kind: string, text: string, letter = "") =>
    element("span", {}, element("span", { class: kind }, letter), ` ${text}`);
  return element(
    "div",
    { class: "key", "aria-hidden": "true" },
    mark("mark user", "user"),
    mark("mark robot", "robot"),
    mark("cell write takes-some", "may not push: see the cell", "W"),
    mark("cell write takes-all", "may do nothing: see the cell", "W"),
  );
}
