import { others } from "./least";
import { shapeAt } from "./reference";
import {
  type Column,
  columns,
  figureTable,
  number,
  type Results,
  type Row,
  rowsOf,
  setting,
  table,
  titles,
} from "./report";

const BEGIN = "<!-- bench: written by npm run bench -->";
const END = "<!-- /bench -->";

/** README with this between its two marks. */
export function inserted(readme: string, text: string): string {
  const [before, after] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`README.md has lost its marks ${BEGIN} and ${END}.`);
  return `${readme.slice(0, before + BEGIN.length)}\n\n${text}\n${readme.slice(after)}`;
}

/** What README shows of a run: the figures, the reference organization itself, and how a refresh grows. */
export function summary(results: Results): string {
  const { measured, figures } = results;
  const parts = [setting(results)];
  if (figures.length > 0) parts.push(figureTable(figures));
  const rows = rowsOf(measured, "nothing");
  const whole = rows.filter(({ ours }) => ours.scale === 1);
  if (whole.length > 0) parts.push("The reference organization:", table(columns, whole));
  const refreshes = rows.filter(({ ours }) => ours.work === "refresh");
  if (refreshes.length > 1) parts.push("How a no-change refresh grows, in requests:", table(growth, refreshes));
  for (const under of ["limits, HTTP/1", "limits, HTTP/2", "costs"] as const) {
    const some = rowsOf(measured, under);
    if (some.length > 0) parts.push(`${titles[under]}:`, table(columns, some));
  }
  return `${parts.join("\n\n")}\n`;
}

const growth: Column[] = [
  ["resources", ({ ours }) => number(shapeAt(ours.scale).resources)],
  ["pulumi-quay", ({ ours }) => number(ours.requests - ours.refused)],
  ["least possible", ({ ours }) => number(ours.least)],
  ["one by one", ({ naive }) => number(naive?.requests)],
  ...Object.entries(others).map(
    ([who, requests]): Column => [`${who}, by its code`, ({ ours }: Row) => number(requests(shapeAt(ours.scale)))],
  ),
];
