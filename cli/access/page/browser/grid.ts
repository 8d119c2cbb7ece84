import { cell, head, idOf, line, type Position, person, size } from "./cells";
import { element } from "./dom";
import type { View } from "./filter";
import type { Matrix } from "./matrix";
import { strip } from "./strip";
import { windowOf } from "./window";

/** Draws the part of a view that the scrolled element shows, and a little around it. */
export function grid(matrix: Matrix, scroller: HTMLElement) {
  let view: View = { rows: [], columns: [], level: () => "none" };
  let active: Position = { row: 0, column: 0 };
  let drawRows = (_rows: number[]): void => {};
  /** What draws a range of columns in a row. */
  const drawColumns = new WeakMap<Element, (columns: number[]) => void>();
  const body = element("div", { class: "sizer", role: "presentation" });
  scroller.replaceChildren(body);

  const side = () => Number.parseInt(getComputedStyle(scroller).getPropertyValue("--side"), 10);
  const height = () => scroller.clientHeight - size.head;
  const width = () => scroller.clientWidth - side();

  function draw(): void {
    const columns = windowOf(scroller.scrollLeft, width(), size.column, view.columns.length);
    drawRows(windowOf(scroller.scrollTop, height(), size.row, view.rows.length));
    for (const row of body.children) drawColumns.get(row)?.(columns);
    mark();
  }

  function restart(): void {
    const headers = head();
    drawColumns.set(
      headers,
      strip(headers, (column) => person(matrix, view, column)),
    );
    body.replaceChildren(headers);
    drawRows = strip(body, (row) => {
      const made = line(matrix, view, row);
      drawColumns.set(
        made,
        strip(made, (column) => cell(matrix, view, { row, column })),
      );
      return made;
    });
  }

  function mark(): void {
    for (const marked of body.querySelectorAll(".active, .along")) marked.classList.remove("active", "along");
    const { row, column } = active;
    if (column >= 0) document.getElementById(idOf({ row: -1, column }))?.classList.add("along");
    if (row >= 0) document.getElementById(idOf({ row, column: -1 }))?.classList.add("along");
    const chosen = document.getElementById(idOf(active));
    chosen?.classList.add("active");
    if (chosen) scroller.setAttribute("aria-activedescendant", chosen.id);
    else scroller.removeAttribute("aria-activedescendant");
  }

  function reveal(): void {
    const [top, left] = [active.row * size.row, active.column * size.column];
    if (active.row >= 0) scroller.scrollTop = within(scroller.scrollTop, top + size.row - height(), top);
    if (active.column >= 0) scroller.scrollLeft = within(scroller.scrollLeft, left + size.column - width(), left);
  }

  scroller.addEventListener("scroll", draw);
  new ResizeObserver(draw).observe(scroller);

  return {
    /** Shows another view, from its beginning. */
    show(next: View): void {
      view = next;
      active = { row: 0, column: 0 };
      body.style.height = `${size.head + view.rows.length * size.row}px`;
      body.style.width = `calc(var(--side) + ${view.columns.length * size.column}px)`;
      scroller.setAttribute("aria-rowcount", String(view.rows.length + 1));
      scroller.setAttribute("aria-colcount", String(view.columns.length + 1));
      scroller.scrollTo(0, 0);
      restart();
      draw();
    },
    get active(): Position {
      return active;
    },
    /** Moves to a place, or the nearest there is, and scrolls to it. */
    moveTo({ row, column }: Position): void {
      active = { row: within(row, -1, view.rows.length - 1), column: within(column, -1, view.columns.length - 1) };
      reveal();
      draw();
    },
  };
}

const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
