import type { Position } from "./cells";

/** How many rows a page has. */
const PAGE = 20;

/** Where a key leads from a place, as in every grid of ARIA's authoring practices; undefined for other keys. */
export function moved({ key, ctrlKey }: KeyboardEvent, { row, column }: Position): Position | undefined {
  switch (key) {
    case "ArrowUp":
      return { row: row - 1, column };
    case "ArrowDown":
      return { row: row + 1, column };
    case "ArrowLeft":
      return { row, column: column - 1 };
    case "ArrowRight":
      return { row, column: column + 1 };
    case "PageUp":
      return { row: Math.max(0, row - PAGE), column };
    case "PageDown":
      return { row: row + PAGE, column };
    case "Home":
      return { row: ctrlKey ? 0 : row, column: 0 };
    case "End":
      return { row: ctrlKey ? Number.POSITIVE_INFINITY : row, column: Number.POSITIVE_INFINITY };
    case "Enter":
    case " ":
      return { row, column };
    default:
      return undefined;
  }
}
