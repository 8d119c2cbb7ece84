import { faceRatios } from "./face-costs";
import type { Condition, Measured, Provider, Run } from "./measure";
import { otherTools, type Work, works } from "./minimum-requests";
import { shapeAt } from "./reference-organization";
import type { Target } from "./targets";

/** A run of the benchmark, compared with its targets. */
export interface Results extends Run {
  figures: Target[];
}

const names: Record<Work, string> = {
  create: "create",
  preview: "no-change preview",
  refresh: "no-change refresh",
  drift: "drift of 1 %, found and healed",
  destroy: "destroy one by one",
  "blueprint create": "create as a blueprint",
  "blueprint destroy": "destroy the blueprint",
};

/** Titles of the tables, by condition. */
const titles: Record<Condition, string> = {
  nothing: "Without limits and costs",
  "limits, HTTP/1": "With the limits of Quay's front end, over HTTP/1: 5 requests a second, 25 more at once",
  "limits, HTTP/2":
    "The same over HTTP/2: 50 requests a second, 100 more at once, and as much again with the new connection after each 1,000",
  costs: "At a quarter of a second of the server's time for each request, on two cores",
};

/** The measurements of one table row. */
interface Row {
  ours: Measured;
  naive?: Measured;
  idle?: Measured;
}

/** Formats a number; an empty text for undefined. */
export const number = (value: number | undefined, unit = "") =>
  value === undefined ? "" : `${value.toLocaleString("en-US")}${unit}`;
const sent = (one: Measured | undefined) => one && one.requests - one.refused;
const seconds = (one: Measured | undefined) => (one ? `${one.seconds.toFixed(1)} s` : "");
const twoDigits = (ratio: number) => ratio.toFixed(2);
const percent = (share: number | undefined) => (share === undefined ? "" : `${(share * 100).toFixed(0)} %`);

/** A table column, which is left out when all its cells are empty. */
type Column = [title: string, cell: (row: Row) => string];

const columns: Column[] = [
  ["resources", ({ ours }) => number(shapeAt(ours.scale).resources)],
  ["work", ({ ours }) => names[ours.work]],
  ["requests", ({ ours }) => number(sent(ours))],
  ["least possible", ({ ours }) => number(ours.least)],
  ["requests one by one", ({ naive }) => number(sent(naive))],
  ["refused besides", ({ ours }) => (ours.refused > 0 ? number(ours.refused) : "")],
  ["of the rate", ({ ours }) => percent(ours.used)],
  ["time", ({ ours }) => seconds(ours)],
  ["time one by one", ({ naive }) => seconds(naive)],
  ["time, engine alone", ({ idle }) => seconds(idle)],
  ["memory", ({ ours }) => number(ours.memory, " MB")],
  ["memory, engine alone", ({ idle }) => number(idle?.memory, " MB")],
  ["state per resource", ({ ours }) => number(ours.bytesPerResource, " bytes")],
];

const growthTitle =
  "How a no-change refresh grows, in requests; what others send is by their documentation and code, and neither knows robots' grants";

const growth: Column[] = [
  ["resources", ({ ours }) => number(shapeAt(ours.scale).resources)],
  ["pulumi-quay", ({ ours }) => number(sent(ours))],
  ["least possible", ({ ours }) => number(ours.least)],
  ["one by one", ({ naive }) => number(naive?.requests)],
  ...Object.entries(otherTools).map(
    ([who, requests]): Column => [who, ({ ours }: Row) => number(requests(shapeAt(ours.scale)))],
  ),
];

/** The whole report as Markdown. */
export function report(results: Results): string {
  const { measured, figures, ratios, faces, failed } = results;
  const parts = [setting(results)];
  if (figures.length > 0) parts.push("The figures to reach:", figureTable(figures));
  const refreshes = rowsOf(measured, "nothing").filter(({ ours }) => ours.work === "refresh");
  if (refreshes.length > 1) parts.push(`${growthTitle}:`, table(growth, refreshes));
  for (const under of new Set(measured.map((one) => one.under)))
    parts.push(`${titles[under]}:`, table(columns, rowsOf(measured, under)));
  for (const [work, all] of Object.entries(ratios)) {
    const each = all.map(({ time, cpu }) => `${time.toFixed(2)}${cpu ? ` (${cpu.toFixed(2)})` : ""}`);
    parts.push(`Time (processor time) over the engine's own, ×¼, ${work}, run by run: ${each.join(", ")}.`);
  }
  for (const { what, limit, runs } of faceRatios(faces)) {
    if (limit > 1) parts.push(`Plugin over dynamic provider, ${what}, run by run: ${runs.map(twoDigits).join(", ")}.`);
  }
  const { dynamic, native } = faces.at(-1)?.costs ?? {};
  if (dynamic && native) {
    const each = Object.entries(native.bytes).map(([kind, bytes]) => `${kind} ${bytes} (${dynamic.bytes[kind]})`);
    parts.push(
      `Bytes in the state by the plugin (by the dynamic provider), without the program's lines: ${each.join(", ")}.`,
    );
  }
  for (const failure of failed) parts.push(`Failed: ${failure}`);
  return `${parts.join("\n\n")}\n`;
}

/** Describes the machine, the versions and the terms of the report. */
const setting = ({ date, machine, versions, scopes }: Results) =>
  `Measured on ${date} on ${machine}, with ${versions}, on the real engine without checkpoints, against the local Quay with ` +
  `a token of the scopes \`${scopes}\`. "One by one" asks for each thing by itself; "engine alone" is the same stack ` +
  'with handlers that do nothing; memory is the peak of the provider\'s process; "of the rate" is what was let through from ' +
  "the first refusal on, of what the limits allow in that time.";

/** The table of targets. */
function figureTable(figures: Target[]): string {
  const rows = figures.map(({ what, wanted, found, met }) => [what, wanted, found, met ? "met" : "**not met**"]);
  return lines([["figure", "wanted", "found", ""], ["---", "---", "---", "---"], ...rows]);
}

/** The rows of a condition, by scale. */
function rowsOf(measured: Measured[], under: Condition): Row[] {
  const there = measured.filter((one) => one.under === under);
  return [...new Set(there.map(({ scale }) => scale))].flatMap((scale) =>
    works.flatMap((work) => {
      const of = (who: Provider) => there.find((one) => one.scale === scale && one.work === work && one.who === who);
      const ours = of("ours");
      return ours ? [{ ours, naive: of("naive"), idle: of("idle") }] : [];
    }),
  );
}

function table(all: Column[], rows: Row[]): string {
  const shown = all.filter(([, cell]) => rows.some((row) => cell(row)));
  return lines([
    shown.map(([title]) => title),
    shown.map(([title]) => (title === "work" ? "---" : "--:")),
    ...rows.map((row) => shown.map(([, cell]) => cell(row))),
  ]);
}

/** Formats a Markdown table with padded cells. The second row sets the alignment. */
function lines(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const toTheRight = (column: number) => rows[1]?.[column] === "--:";
  const padded = (cell: string, column: number, row: number) => {
    const width = widths[column] ?? 0;
    if (row === 1) return `${"-".repeat(width - 1)}${toTheRight(column) ? ":" : "-"}`;
    return toTheRight(column) ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows
    .map((cells, row) => `| ${cells.map((cell, column) => padded(cell, column, row)).join(" | ")} |`)
    .join("\n");
}
