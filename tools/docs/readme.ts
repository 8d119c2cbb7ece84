import type { Kind } from "./reference";

export const markers = ["<!-- scopes -->", "<!-- /scopes -->"] as const;

/** The table of scopes per kind in README. */
export function scopesTable(kinds: Kind[]): string {
  const words = (scopes: string[]) => scopes.map((scope) => `\`${scope}\``).join(", ");
  const rows = kinds.map(({ name, scopes, ownScopes }) => [
    name,
    words(scopes) + (ownScopes.length > 0 ? `; in the namespace of the token's own user ${words(ownScopes)}` : ""),
  ]);
  const all = [["kind", "scopes"], ...rows];
  const widths = [0, 1].map((column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(["kind", "scopes"]), rule, ...rows.map(line)].join("\n");
}

/** The text between the markers; undefined when there are none. */
export function markedIn(readme: string): string | undefined {
  const [begin, end] = markers.map((marker) => readme.indexOf(marker)) as [number, number];
  return begin < 0 || end < begin ? undefined : readme.slice(begin + markers[0].length, end).trim();
}

export function withTable(readme: string, table: string): string {
  const [begin, end] = markers.map((marker) => readme.indexOf(marker)) as [number, number];
  if (markedIn(readme) === undefined) return readme;
  return `${readme.slice(0, begin + markers[0].length)}\n${table}\n${readme.slice(end)}`;
}
