import { onOneLine } from "../../adapters/one-line";
import { AUTO_PRUNING } from "../../provider/lifecycle/drift/sentence";
import { table } from "../access/table";
import { code } from "../markdown-code";
import { type DriftReport, type DriftRow, labelOf } from "./report";

const TITLES = ["object", "property", "before", "after", "who", "when", "how", "address"] as const;

/** GitHub takes comments of up to 65,536 characters. */
const LARGEST = 60_000;
const LARGEST_NOTES = 4_000;

/** A table for a terminal. */
export function asText(report: DriftReport): string {
  const { rows, notices } = report;
  const notes = notices.map(onOneLine);
  if (rows.length === 0) return [nothing, ...notes].join("\n");
  return [...table(TITLES, rows.map(cellsOf), true), "", summary(report), ...notes].join("\n");
}

/** A table for the comment of a pull request or the summary of a job, in HTML, in which Markdown has no meaning. */
export function asMarkdown(report: DriftReport): string {
  const { rows, notices } = report;
  const head = `<tr>${TITLES.map((title) => `<th>${title}</th>`).join("")}</tr>`;
  const body = fitting(
    rows.map(
      (row) =>
        `<tr>${cellsOf(row)
          .map((cell) => `<td>${cell && code(cell)}</td>`)
          .join("")}</tr>`,
    ),
    LARGEST,
    (more) => `<tr><td colspan="${TITLES.length}">${more}</td></tr>`,
  );
  const notes = fitting(
    notices.map((notice) => `<li>${code(notice)}</li>`),
    LARGEST_NOTES,
    (more) => `<li>${more}</li>`,
  );
  return [
    `<p>${code(rows.length === 0 ? nothing : summary(report))}</p>`,
    ...(body.length > 0 ? ["<table>", head, ...body, "</table>"] : []),
    ...(notes.length > 0 ? ["<ul>", ...notes, "</ul>"] : []),
  ].join("\n");
}

/** As many lines as fit, and a last one that counts the others. */
function fitting(lines: string[], largest: number, last: (more: string) => string): string[] {
  let size = 0;
  for (const [index, line] of lines.entries()) {
    size += line.length;
    if (size > largest) return [...lines.slice(0, index), last(`and ${lines.length - index} more, which --json has`)];
  }
  return lines;
}

const nothing = "Quay is as the state says.";

function summary({ rows }: DriftReport): string {
  const objects = new Set(rows.map(labelOf)).size;
  const known = rows.filter(({ who }) => who !== undefined).length;
  const said = `Quay's log says who made ${known === rows.length ? "all" : `${known} of ${rows.length}`} changes.`;
  return `${objects} ${objects === 1 ? "object is" : "objects are"} not as the state says. ${said}`;
}

function cellsOf(row: DriftRow): string[] {
  const { property, before, after, with: parent, who, probably, when, token, address } = row;
  const what =
    property === undefined
      ? ["", "", parent ? `gone, with ${parent}` : "gone"]
      : [property, before ?? "", after ?? "changed"];
  const author = who === undefined ? "unknown" : `${probably ? "probably " : ""}${who}`;
  const withoutToken = who?.includes("+") ? "robot" : "no token";
  const isPerson = who !== undefined && who !== AUTO_PRUNING;
  const how = !isPerson ? "" : token === undefined ? withoutToken : `token ${JSON.stringify(token)}`;
  return [labelOf(row), ...what, author, when?.replace("T", " ").replace(":00Z", " UTC") ?? "", how, address ?? ""];
}
