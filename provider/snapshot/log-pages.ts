import {
  getAggregateOrgLogs,
  getAggregateUserLogs,
  type LogEntryView,
  listOrgLogs,
  listUserLogs,
} from "../quay/api/logs";
import type { Quay } from "../quay/client/quay";
import type { Snapshot } from ".";

/** An entry of Quay's log. */
export interface LogEntry {
  /** Such as `change_repo_visibility`. */
  kind: string;
  /** In whole seconds, as milliseconds. */
  time: number;
  details: Record<string, unknown>;
  /** Missing for what Quay did by itself, and where the account is deleted. */
  performer?: string;
  /** The application of the token, if one was used. */
  application?: string;
  address?: string;
}

/** Days as Quay takes them, the last one included. */
export interface Days {
  starttime: string;
  endtime: string;
}

/** How many entries of a kind a day has. */
export interface LogCount {
  kind: string;
  day: number;
  count: number;
}

/** A part of the log, newest first, with the position of what follows. */
export interface LogPage {
  entries: LogEntry[];
  next?: string;
}

/** The most entries of a page. */
export const PAGE_LENGTH = 20;

const DAY = 86_400_000;

/** Quay takes days only, of the zone where its server stands: so there is one more on each side. */
export function daysBetween(first: number, last: number): Days {
  return { starttime: american(first - DAY), endtime: american(last + DAY) };
}

const american = (time: number) => {
  const [year, month, day] = new Date(time).toISOString().slice(0, 10).split("-");
  return `${month}/${day}/${year}`;
};

/** Requests to the log of one namespace. */
export class LogPages {
  /** How many pages and counts were asked for. */
  requests = 0;

  constructor(
    private readonly snapshot: Snapshot,
    readonly namespace: string,
    private readonly quay: Quay = snapshot.quay,
  ) {}

  async page(query: Days & { performer?: string; next_page?: string }): Promise<LogPage> {
    const { logs, next_page } = await this.either(
      (orgname) => listOrgLogs(this.quay, { orgname, ...query }),
      () => listUserLogs(this.quay, query),
    );
    const entries = logs.map(entryOf).filter(({ time }) => !Number.isNaN(time));
    // The last page may be an empty one.
    return { entries, next: logs.length === 0 ? undefined : (next_page ?? undefined) };
  }

  async counts(days: Days): Promise<LogCount[]> {
    const { aggregated } = await this.either(
      (orgname) => getAggregateOrgLogs(this.quay, { orgname, ...days }),
      () => getAggregateUserLogs(this.quay, days),
    );
    return aggregated.map(({ kind, count, datetime }) => ({ kind, count, day: Date.parse(datetime) }));
  }

  private either<T>(inOrganization: (orgname: string) => Promise<T>, ofUser: () => Promise<T>): Promise<T> {
    this.requests++;
    return this.snapshot.user.either(this.namespace, () => inOrganization(this.namespace), ofUser);
  }
}

function entryOf({ kind, metadata, datetime, ip, performer }: LogEntryView): LogEntry {
  const details = metadata ?? {};
  const application = details.oauth_token_application;
  return {
    kind,
    time: Date.parse(datetime),
    details,
    performer: performer?.name,
    application: typeof application === "string" ? application : undefined,
    address: ip ?? undefined,
  };
}
