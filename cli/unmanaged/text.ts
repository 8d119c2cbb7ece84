import { asLine } from "../markdown-code";
import { madeByQuayWords } from "./made-by-quay";
import { type Finding, isSomebodys, type UnmanagedNamespace, type UnmanagedReport } from "./report";
import { everyKind } from "./standing";
import { summaries } from "./summaries";

export interface Layout {
  /** List one by one what Quay made by itself. */
  quaysOwn: boolean;
}

/** The report for a terminal. */
export function asText(report: UnmanagedReport, { quaysOwn }: Layout): string {
  const nothing = nothingFound(report);
  const paragraphs = nothing ? [nothing] : report.namespaces.flatMap((one) => section(one, report, quaysOwn));
  return [...paragraphs, ...footers(report)].map(asLine).join("\n").trimEnd();
}

/** The one line of a report without findings; undefined when there are some. */
export function nothingFound({ namespaces, stacks, kinds, unseen }: UnmanagedReport): string | undefined {
  if (namespaces.some(({ findings }) => findings.length > 0)) return undefined;
  const names = namespaces.map(({ name }) => name).join(", ");
  const what =
    unseen.length > 0 ? "All that can be seen" : kinds.length === everyKind.length ? "All" : "All that was asked for";
  return `${what} of ${names} is in ${stacks.length === 1 ? "stack" : "the stacks"} ${stacks.join(", ")}.`;
}

export function heading({ name, kind, managed, findings }: UnmanagedNamespace, { stacks }: UnmanagedReport): string {
  const count = findings.filter(isSomebodys).length;
  const things = count === 0 ? "nothing" : count === 1 ? "1 thing" : `${count} things`;
  const itself = kind === "user" || managed ? "" : ", besides the organization itself,";
  return `${name}: ${things}${itself} that ${stacks.join(", ")} ${stacks.length === 1 ? "does" : "do"} not manage`;
}

/** What was left out and what could not be seen, each a sentence. */
export function footers({ namespaces, unseen, notes }: UnmanagedReport): string[] {
  const sum = (of: (namespace: UnmanagedNamespace) => number) => namespaces.reduce((all, one) => all + of(one), 0);
  const [leftovers, excluded] = [sum((one) => one.leftovers), sum((one) => one.excluded)];
  const missing = unseen.map(({ namespace, kinds, reason }) =>
    kinds.length > 0 ? `Not seen in ${namespace}: ${kinds.join(", ")}. ${reason}` : `Not seen: ${namespace}. ${reason}`,
  );
  return [
    ...(leftovers > 0 ? [`Left out: ${leftovers} of deleted repositories and users, which Quay goes on listing.`] : []),
    ...(excluded > 0 ? [`Left out by --exclude: ${excluded}.`] : []),
    ...notes,
    ...missing,
  ];
}

/** What it is, and whether Quay made it by itself. */
export const titleOf = ({ what, madeByQuay }: Finding): string =>
  madeByQuay ? `${what} (${madeByQuayWords[madeByQuay]})` : what;

function section(namespace: UnmanagedNamespace, report: UnmanagedReport, quaysOwn: boolean): string[] {
  const { findings } = namespace;
  const shown = findings.filter((finding) => quaysOwn || isSomebodys(finding));
  const folded = summaries(findings.filter((finding) => !shown.includes(finding)));
  return [
    heading(namespace, report),
    "",
    ...shown.flatMap((finding) => [...paragraph(finding).map((text) => `  ${text}`), ""]),
    ...(folded.length > 0 ? [...folded.map((text) => `  ${text}`), ""] : []),
  ];
}

const paragraph = (finding: Finding): string[] => [
  titleOf(finding),
  ...finding.children.map((child) => `  with ${titleOf(child)}`),
  ...[...finding.remarks, ...(finding.adopt ?? []), finding.remove ?? []].flat().map((text) => `    ${text}`),
];
