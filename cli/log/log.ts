import type { Snapshot } from "../../provider/snapshot";
import { daysBetween, type LogEntry, LogPages } from "../../provider/snapshot/log-pages";
import { objectsOf, withoutSecrets } from "./entries";

export interface LogQuery {
  /** The oldest moment, in milliseconds. */
  since: number;
  /** A user or robot. */
  who?: string;
  /** An id such as `acme/web`, of which what is in it counts too, or one with its kind. */
  object?: string;
  /** The most pages to read. */
  pages: number;
}

export interface LogLine extends LogEntry {
  /** Such as `Repository acme/web`. */
  objects: string[];
}

/** The entries of a namespace's log, newest first; at its end `cut`, where it goes on. */
export async function* readLog(
  snapshot: Snapshot,
  namespace: string,
  query: LogQuery,
): AsyncGenerator<LogLine | "cut"> {
  const { since, who, object, pages } = query;
  const log = new LogPages(snapshot, namespace);
  const days = daysBetween(since, Date.now());
  for (let next: string | undefined, count = 1; ; count++) {
    const page = await log.page({ ...days, performer: who, next_page: next });
    for (const entry of page.entries) {
      if (entry.time < since) return;
      const objects = objectsOf(entry, namespace);
      if (object === undefined || objects.some((one) => isAbout(one, object)))
        yield { ...entry, details: withoutSecrets(entry), objects };
    }
    next = page.next;
    if (!next) return;
    if (count === pages) return yield "cut";
  }
}

function isAbout(label: string, object: string): boolean {
  const id = label.slice(label.indexOf(" ") + 1);
  return [label, id].some(
    (text) => text === object || (text.startsWith(object) && /^[/:+ ]/.test(text.slice(object.length))),
  );
}
