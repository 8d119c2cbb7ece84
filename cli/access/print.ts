import { onOneLine } from "../../adapters/one-line";
import type { AccessChange } from "./changes";
import type { Holding } from "./holdings";
import { EVERYBODY, type Row } from "./rows";
import { table } from "./table";
import { rightsWords } from "./words";

/** Lines for a terminal, or for a pipe: there without titles, and with tabs between the columns. */
export type Style = "terminal" | "pipe";

export const rowsText = (rows: readonly Row[], style: Style): string[] =>
  table(
    ["who", "where", "may", "through"],
    rows.map(({ who, where, may, through }) => [who, where, may, through]),
    style === "terminal",
  );

/** Gains first, in two lines where somebody gains and loses in one place. */
export function changesText(changes: readonly AccessChange[], style: Style): string[] {
  const side = (sign: "gains" | "loses", rightsOf: (change: AccessChange) => string[]) =>
    changes
      .filter((change) => rightsOf(change).length > 0 && !isImplied(change, sign, changes))
      .map((change) => [
        change.principal ?? EVERYBODY,
        sign,
        change.where,
        rightsWords(rightsOf(change)),
        detail(change),
      ]);
  const rows = [...side("gains", ({ gained }) => gained), ...side("loses", ({ lost }) => lost)];
  if (rows.length === 0) return style === "terminal" ? ["Nobody gains or loses anything."] : [];
  return table(["who", "", "where", "what", "through"], rows, style === "terminal");
}

/** Who comes to administer a namespace, or does so no longer, gains or loses the repositories with it. */
const isImplied = ({ principal, where }: AccessChange, sign: "gains" | "loses", changes: readonly AccessChange[]) =>
  where.includes("/") &&
  changes.some(
    (other) =>
      other.principal === principal &&
      where.startsWith(`${other.where}/`) &&
      (sign === "gains" ? other.gained : other.lost).includes("administer"),
  );

function detail({ through, keeps }: AccessChange): string {
  if (!keeps || keeps.length === 0) return through;
  return `${through}; keeps access to ${keeps.length > 3 ? `${keeps.length} repositories` : keeps.join(", ")} by other ways`;
}

export function holdingsText(who: string, holdings: readonly Holding[], style: Style): string[] {
  if (style === "pipe")
    return table(
      [],
      holdings.map((one) => [who, one.where, `holds: ${one.what}`, endOf(one)]),
      false,
    );
  if (holdings.length === 0) return [`${onOneLine(who)} holds nothing here.`];
  // Commands are too long for a column.
  return holdings.flatMap((one) => [onOneLine(`${one.where}: ${one.what}`), onOneLine(`    ${endOf(one)}`)]);
}

/** How it goes away. */
function endOf({ program, remove }: Holding): string {
  if (program !== undefined) return `the program says so: ${program}`;
  return remove ?? "no program says so, and no request takes it away";
}
