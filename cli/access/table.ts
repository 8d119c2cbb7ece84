import { onOneLine } from "../../adapters/one-line";

/** Rows of text below these titles: aligned for a terminal, with a repeated first column left blank; else separated by tabs. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[], aligned: boolean): string[] {
  const safe = rows.map((cells) => cells.map(onOneLine));
  if (!aligned) return safe.map((cells) => cells.join("\t"));
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...safe.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const bodies = safe.map(([first = "", ...others], index) =>
    line([index > 0 && safe[index - 1]?.[0] === first ? "" : first, ...others]),
  );
  return [line(titles.map((title) => title.toUpperCase())), ...bodies];
}
