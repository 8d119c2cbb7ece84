import { changesOf } from "../../provider/lifecycle/drift/changes";
import { valueText } from "../../provider/lifecycle/drift/sentence";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import type { Refreshed, RefreshedPreview } from "./preview";
import { type Told, type ToldAuthor, toldOf } from "./told";

/** A property that Quay has otherwise than the state, or a resource that is gone. The shape of `--json`. */
export interface DriftRow {
  kind: string;
  id: string;
  /** The logical name. */
  name: string;
  /** Missing when the whole resource is gone. */
  property?: string;
  before?: string;
  after?: string;
  /** What it was deleted with, for example `Team acme/ops`. */
  with?: string;
  /** Missing where Quay's log was not asked or does not say; `why` is in the notices then. */
  who?: string;
  /** Whether the entry of Quay's log did not tell the value that was found. */
  probably?: boolean;
  when?: string;
  token?: string;
  address?: string;
}

export interface DriftReport {
  rows: DriftRow[];
  /** What the provider said besides. */
  notices: string[];
}

export function driftReport({ refreshed, notices }: RefreshedPreview): DriftReport {
  const lines = linesByLabel(refreshed, notices);
  const rows = refreshed.flatMap((one) => rowsOf(one, lines.get(one.label)?.told));
  // The order of the engine is another one in every run.
  rows.sort((one, other) => labelOf(one).localeCompare(labelOf(other), "en"));
  const used = new Set([...lines.values()].map(({ line }) => line));
  return { rows, notices: notices.filter((notice) => !used.has(notice) && notice !== "") };
}

/** The provider's line about each resource. Of two Quays, lines about objects with one id do not tell which of them they mean. */
function linesByLabel(refreshed: Refreshed[], notices: string[]): Map<string, { line: string; told: Told }> {
  const counts = new Map<string, number>();
  for (const { label } of refreshed) counts.set(label, (counts.get(label) ?? 0) + 1);
  const lines = new Map<string, { line: string; told: Told }>();
  for (const line of notices) {
    // The longest label first, as titles may begin alike.
    const ends = [...line.matchAll(/: /g)].map(({ index }) => index).reverse();
    const label = ends.map((end) => line.slice(0, end)).find((one) => counts.has(one) && toldOf(one, line));
    const told = label === undefined ? undefined : toldOf(label, line);
    if (label !== undefined && told && counts.get(label) === 1 && !lines.has(label)) lines.set(label, { line, told });
  }
  return lines;
}

function rowsOf(one: Refreshed, told: Told | undefined): DriftRow[] {
  const { kind, id, name, before, after, isMadeAgain } = one;
  const base = { kind, id, name };
  if (told && !told.changes) return [{ ...base, ...(told.with && { with: told.with }), ...authorOf(told.deletedBy) }];
  if (told?.changes)
    return told.changes.map(({ author, ...change }) => {
      const values = after && change.before === undefined ? valuesOf(one, change.property) : {};
      return { ...base, ...change, ...values, ...authorOf(author) };
    });
  // Quay's log was not asked.
  if (isMadeAgain && !after) return [base];
  if (!after) return [];
  const changes = changesOf(resources[kind] as Resource, before, after);
  return changes.map(({ property }) => ({ ...base, property, ...valuesOf(one, property) }));
}

/** The engine shows what is secret as `[secret]`, unless it is told to show secrets. */
function valuesOf({ kind, before, after = {} }: Refreshed, property: string) {
  if (resources[kind]?.secrets.includes(property)) return {};
  const [old, present] = [valueText(before[property]), valueText(after[property])];
  return old === undefined || present === undefined ? {} : { before: old, after: present };
}

export const labelOf = ({ kind, id }: DriftRow) => `${kind} ${id}`;

const authorOf = (author: ToldAuthor | undefined) => author && { ...author, probably: author.probably || undefined };
