import { masked } from "../../quay/client/masking";
import { isDeletedUser } from "../../quay/names";
import type { LogEntry } from "../../snapshot/log-pages";
import type { Author } from "./author";
import type { PropertyChange } from "./changes";

/** A change with the entry of Quay's log that tells of it, as far as one does. */
export interface Attributed extends PropertyChange {
  author?: Author;
}

/** What Quay has otherwise than the state, of one resource. */
export interface Finding {
  /** Such as `Repository acme/web`. */
  label: string;
  /** What differs; undefined when it is gone. */
  changes?: Attributed[];
  /** Who deleted it. */
  deletedBy?: Author;
  /** Properties whose values are not shown. */
  hidden: ReadonlySet<string>;
  /** Why the log may not say. */
  causes: readonly string[];
}

/**
 * One line, for example `Repository acme/web: visibility private → public, by alice with token "deploy", 2026-11-28 03:07 UTC from
 * 10.0.0.5`.
 */
export function sentence({ label, changes, deletedBy, hidden, causes }: Finding): string {
  const parts = changes
    ? grouped(changes).map(
        (group) => `${group.map((one) => changeText(one, hidden)).join(" and ")}${authorText(group[0]?.author)}`,
      )
    : [`gone${deletedBy?.with ? ` with ${deletedBy.with}` : ""}${authorText(deletedBy, "deleted ")}`];
  const isUnknown = changes ? changes.some(({ author }) => !author) : !deletedBy;
  const line = `${label}: ${parts.join("; ")}`;
  return masked(isUnknown ? `${line} (it does not tell ${list(causes)})` : line);
}

/** Changes of which the same is told stand together. */
function grouped(changes: Attributed[]): Attributed[][] {
  const groups = new Map<string, Attributed[]>();
  for (const change of changes) {
    const author = authorText(change.author);
    groups.set(author, [...(groups.get(author) ?? []), change]);
  }
  return [...groups.values()];
}

function changeText({ property, before, after }: PropertyChange, hidden: ReadonlySet<string>): string {
  const texts = hidden.has(property) ? [undefined] : [valueText(before), valueText(after)];
  return texts.includes(undefined) ? `${property} changed` : `${property} ${texts.join(" → ")}`;
}

const LONGEST_VALUE = 60;
const isDigest = (text: string) => /^sha256:[0-9a-f]{64}$/.test(text);

/** A value for a line; undefined for one that is too long for it. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return "none";
  if (typeof value === "string" && isDigest(value)) return `${value.slice(0, 19)}…`;
  if (
    typeof value === "string" &&
    /^\w(?:[\w./:@+-]*\w)?$/.test(value) &&
    value !== "none" &&
    value.length <= LONGEST_VALUE
  )
    return value;
  const isPlain = Array.isArray(value) ? value.every((item) => typeof item !== "object") : typeof value !== "object";
  if (!isPlain) return undefined;
  const text = JSON.stringify(value);
  if (text.length <= LONGEST_VALUE) return text;
  return typeof value === "string" ? JSON.stringify(`${value.slice(0, LONGEST_VALUE)}…`) : undefined;
}

function authorText(author: Author | undefined, deed = ""): string {
  if (!author) return ", and Quay's log does not say by whom";
  const { application, time, address = "" } = author.entry;
  const means = application === undefined ? "" : ` with token ${JSON.stringify(application)}`;
  const from = /^[\da-f.:]+$/i.test(address) ? ` from ${address}` : "";
  return `, ${author.probably ? "probably " : ""}${deed}by ${performerText(author.entry)}${means}, ${momentText(time)}${from}`;
}

/** Quay's auto-pruning, as the table of drift says it too. */
export const AUTO_PRUNING = "Quay's auto-pruning";

function performerText({ performer, kind }: LogEntry): string {
  if (performer === undefined && kind.startsWith("autoprune_")) return AUTO_PRUNING;
  if (performer === undefined || isDeletedUser(performer)) return "an account that is deleted";
  return performer.replace(/[^\w.+@-]/g, "?");
}

/** A moment to the minute, such as `2026-11-28 03:07 UTC`. */
export const momentText = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;

const list = (parts: readonly string[]) =>
  [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(", or ");
