import { avatar } from "./avatar";
import type { Call } from "./call";
import { rfc2822 } from "./dates";
import { badRequest, crash, message, refuse } from "./errors";
import type { LogEntry, Namespace, Repository, Robot, User } from "./model";
import { position, tokenAfter } from "./pagination";
import type { Store } from "./store";

const day = 86_400_000;
const pageSize = 20;

/** A time range in milliseconds, without its end. */
interface TimeRange {
  start: number;
  end: number;
}

/** The log to read: of a namespace, of a repository, or of everything. */
interface Scope {
  namespace?: Namespace;
  repository?: Repository;
}

/** A day written `11/21/2026` or `1/2/2026`; Quay ignores anything else. */
function dayIn(call: Call, parameter: string): number | undefined {
  const written = /^(1[0-2]|0?[1-9])\/(3[01]|[12]\d|[0 ]?[1-9])\/(\d{4})\s*$/.exec(call.text(parameter) ?? "");
  if (!written) return undefined;
  const [, month, date, year] = written.map(Number) as [number, number, number, number];
  const time = Date.UTC(year, month - 1, date);
  return new Date(time).getUTCDate() === date ? time : undefined;
}

/** The requested days, including the last one. Defaults to the last 24 hours. */
export function timeRangeOf(call: Call): TimeRange {
  const now = Date.now();
  return { start: dayIn(call, "starttime") ?? now - day, end: (dayIn(call, "endtime") ?? now) + day };
}

/** Refuses an end before the start, except for the log of everything. */
function validTimeRange(call: Call, { ofAll }: Options): TimeRange {
  const span = timeRangeOf(call);
  if (span.end < span.start && !ofAll) throw badRequest();
  return span;
}

/** The performer with this name. A deleted user is found by the UUID. */
function account({ accounts, graves }: Store, name: string): User | Robot | undefined {
  const found = accounts.get(name) ?? [...graves.values()].find((grave) => grave.name === name);
  return found?.kind === "organization" ? undefined : found;
}

/** Quay logs events of service keys with its first user, and hides them there. */
const isOfService = ({ kind }: LogEntry) => kind.startsWith("service_key_");

function entries({ store }: Call, { start, end }: TimeRange, { namespace, repository }: Scope): LogEntry[] {
  return store.log.filter((entry) => {
    const time = entry.date.getTime();
    if (time < start || time >= end) return false;
    return repository ? entry.repository === repository : !namespace || entry.namespace === namespace;
  });
}

/** Filters of a log. Only the log of a repository cannot be filtered by performer. */
interface Options {
  byPerformer?: boolean;
  withoutKeys?: boolean;
  ofAll?: boolean;
}

/** A page of the log, newest first. Every page with entries has a next page, which may be empty. */
export function logsView(call: Call, scope: () => Scope, options: Options = {}) {
  const { byPerformer, withoutKeys, ofAll } = options;
  const span = validTimeRange(call, options);
  const name = byPerformer ? call.text("performer") : undefined;
  const performer = name ? (account(call.store, name) ?? refuse(crash())) : undefined;
  const read = scope();
  const last = position(call.text("next_page"));
  const page = entries(call, span, read)
    .filter((entry) => (!performer || entry.performer === performer) && !(withoutKeys && isOfService(entry)))
    .filter(({ id }) => last === undefined || id < last)
    .slice(-pageSize)
    .reverse();
  const oldest = page.at(-1);
  return {
    start_time: rfc2822(new Date(span.start)),
    end_time: rfc2822(new Date(span.end)),
    logs: page.map((entry) => entryView(call, entry, ofAll === true)),
    ...(oldest && { next_page: tokenAfter(oldest) }),
  };
}

/** The number of entries per kind and day, for less than four weeks. An unknown performer is ignored. */
export function countsView(call: Call, scope: () => Scope, options: Options = {}) {
  const { byPerformer, withoutKeys, ofAll } = options;
  const span = validTimeRange(call, options);
  if (span.end - span.start >= 28 * day) throw ofAll ? crash() : message(400, "Invalid date range for logs");
  const performer = byPerformer ? account(call.store, call.text("performer") ?? "") : undefined;
  const counts = new Map<string, { kind: string; count: number; datetime: string }>();
  for (const entry of entries(call, span, scope())) {
    if ((performer && entry.performer !== performer) || (withoutKeys && isOfService(entry))) continue;
    const { kind } = entry;
    const date = entry.date.toISOString().slice(0, 10);
    const counted = counts.get(`${kind} ${date}`) ?? { kind, count: 0, datetime: rfc2822(new Date(date)) };
    counted.count += 1;
    counts.set(`${kind} ${date}`, counted);
  }
  return { aggregated: [...counts.values()] };
}

function entryView(call: Call, entry: LogEntry, withNamespace: boolean) {
  const { kind, metadata, ip, date, performer, namespace } = entry;
  return {
    kind,
    metadata,
    ip,
    datetime: rfc2822(date),
    ...(performer && isKept(call.store, performer) && { performer: performerView(performer) }),
    ...(withNamespace && isKept(call.store, namespace) && { namespace: namespaceView(namespace) }),
  };
}

/** Whether an account still has a name: deleted robots have none, users and organizations a UUID until garbage collection. */
function isKept({ accounts, graves }: Store, one: User | Robot | Namespace): boolean {
  const found = accounts.get(one.name);
  // A user who was converted to an organization remains the performer of earlier entries.
  const isConverted = one.kind === "user" && found?.kind === "organization";
  return found === one || isConverted || [...graves.values()].some((grave) => grave === one);
}

const performerView = ({ kind, name, email }: User | Robot) => ({
  kind: "user",
  name,
  is_robot: kind === "robot",
  avatar: avatar(kind, name, email),
});

function namespaceView({ kind, name, email }: Namespace) {
  const short = kind === "organization" ? "org" : "user";
  return { kind: short, name, avatar: avatar(short, name, email) };
}
