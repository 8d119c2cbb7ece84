import { code } from "../markdown-code";
import { type Finding, isSomebodys, type UnmanagedNamespace, type UnmanagedReport } from "./report";
import { summaries } from "./summaries";
import { footers, heading, type Layout, nothingFound, titleOf } from "./text";

/** GitHub takes comments of up to 65,536 characters. */
const LARGEST = 60_000;

/**
 * The report for a comment. It is HTML without an empty line, in which Markdown has no meaning, and all text from Quay is in
 * `<code>`, where nobody is mentioned and nothing becomes a link.
 */
export function asMarkdown(report: UnmanagedReport, { quaysOwn }: Layout): string {
  const nothing = nothingFound(report);
  const sections = nothing
    ? [`<p>${code(nothing)}</p>`]
    : report.namespaces.map((namespace) => section(namespace, report, quaysOwn));
  const notes = footers(report).map((text) => `<li>${code(text)}</li>`);
  const all = ["<div>", ...sections, ...(notes.length > 0 ? ["<ul>", ...notes, "</ul>"] : []), "</div>"];
  return all.join("\n");
}

function section(namespace: UnmanagedNamespace, report: UnmanagedReport, quaysOwn: boolean): string {
  const { findings } = namespace;
  const summary = `<summary>${code(heading(namespace, report))}</summary>`;
  if (findings.length === 0) return `<details>${summary}</details>`;
  const shown = findings.filter((finding) => quaysOwn || isSomebodys(finding));
  const folded = summaries(findings.filter((finding) => !shown.includes(finding)));
  const rows: string[] = [];
  let size = 0;
  for (const [index, finding] of shown.entries()) {
    const next = row(finding);
    size += next.length;
    if (size > LARGEST / report.namespaces.length) {
      rows.push(`<tr><td colspan="2">and ${shown.length - index} more, which --json has</td></tr>`);
      break;
    }
    rows.push(next);
  }
  const head = "<tr><th>what</th><th>adopt it, or remove it</th></tr>";
  const list = folded.map((text) => `<li>${code(text)}</li>`);
  return [
    `<details>${summary}`,
    ...(rows.length > 0 ? ["<table>", head, ...rows, "</table>"] : []),
    ...(list.length > 0 ? ["<ul>", ...list, "</ul>"] : []),
    "</details>",
  ].join("\n");
}

function row(finding: Finding): string {
  const { children, remarks, adopt = [], remove } = finding;
  const what = [titleOf(finding), ...children.map((child) => `with ${titleOf(child)}`), ...remarks];
  const cells = [what, [...adopt, ...(remove === undefined ? [] : [remove])]];
  return `<tr>${cells.map((lines) => `<td>${lines.map(code).join("<br>")}</td>`).join("")}</tr>`;
}
