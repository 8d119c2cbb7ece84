import type { Quay } from "../quay/client/quay";
import type { Snapshot } from ".";
import { type Days, daysBetween, type LogCount, type LogEntry, type LogPage, LogPages, PAGE_LENGTH } from "./log-pages";
import { namespaces } from "./namespaces";
import { people } from "./people";
import { robotLists } from "./robots";

/** How far back the log is read. Quay counts entries over less than four weeks. */
export const LOG_DAYS = 24;

/** Pages that are read one after another, the newest first. */
const MAX_PAGES = 5;

/** Requests to a log in which what people do drowns in what machines do; the last ones are for robots that push. */
const MAX_REQUESTS = 10;
const MAX_REQUESTS_FOR_PEOPLE = 7;

/** What machines do all day. */
const ROUTINE = new Set([
  "pull_repo",
  "push_repo",
  "login_success",
  "logout_success",
  "federated_robot_token_exchange",
]);

/** Elasticsearch counts no more kinds than these, those with the most entries. */
const COUNTED_KINDS = 10;

const DAY = 86_400_000;

/** An entry of the log. */
export interface Newest {
  entry: LogEntry;
  /** Whether nothing newer that fits can have been left unread, besides pushes. */
  isCertain: boolean;
}

/** The log of one namespace, newest first. It is read once, and only as far as somebody asks. */
export class AuditLog {
  private readonly pages: LogPages;
  private readonly days = daysBetween(Date.now() - LOG_DAYS * DAY, Date.now());
  private readonly parts: Promise<LogEntry[] | undefined>[] = [];
  private next?: string;
  private oldest?: number;
  /** Whether it has so many entries of machines that single people and robots are asked for. */
  private flooded = false;
  /** What single people and robots did, the newest first. */
  private readonly performed = new Map<string, LogEntry[]>();
  private asking: Promise<unknown> = Promise.resolve();
  /** How many entries of a flooded log are not of machines, where Quay counts them. */
  private countOfPeople = Number.POSITIVE_INFINITY;

  /** `quay` is the client that asks for the log. */
  constructor(
    private readonly snapshot: Snapshot,
    private readonly namespace: string,
    quay?: Quay,
  ) {
    this.pages = new LogPages(snapshot, namespace, quay);
  }

  /** The newest entry that fits, as far as the log is read. What was done in `repository` may have been a robot's push. */
  async newest(fits: (entry: LogEntry) => boolean, repository?: string): Promise<Newest | undefined> {
    let found: LogEntry | undefined;
    for (let index = 0; !found; index++) {
      this.parts[index] ??= this.part(index);
      const part = await this.parts[index];
      if (!part) break;
      found = part.find(fits);
      // Nothing is newer than what the log begins with.
      if (found && index === 0) return { entry: found, isCertain: true };
    }
    if (this.flooded && repository !== undefined) {
      const pushed = (await this.by(await this.pushers(repository), this.days, MAX_REQUESTS)).find(fits);
      if (!found || (pushed && pushed.time > found.time)) found = pushed;
    }
    return found && { entry: found, isCertain: !this.flooded || this.knowsAll() };
  }

  /** Whether all that is not of machines was read of a flooded log. */
  private knowsAll(): boolean {
    const known = [...this.performed.values()].flat().filter((entry) => !isRoutine(entry));
    return known.length >= this.countOfPeople;
  }

  /** How far back it was read, where that is not all. */
  get end(): number | undefined {
    return this.next === undefined ? undefined : this.oldest;
  }

  /** Undefined after the last part. */
  private async part(index: number): Promise<LogEntry[] | undefined> {
    if (index > 0 && (!this.next || index >= (this.flooded ? 2 : MAX_PAGES))) return undefined;
    if (this.flooded) return this.byPeople((await this.parts[0]) ?? []);
    const page = await this.pages.page({ ...this.days, next_page: this.next });
    const { entries } = page;
    this.next = nextOf(page);
    this.oldest = entries.at(-1)?.time;
    if (index === 0 && this.next) this.flooded = isFlooded(entries);
    return entries;
  }

  /** What those did who may change something here, on the days on which something was changed. */
  private async byPeople(newest: LogEntry[]): Promise<LogEntry[]> {
    const counts = (await this.counts())?.filter((count) => !isRoutine(count));
    if (counts) this.countOfPeople = counts.reduce((sum, { count }) => sum + count, 0);
    if (counts?.length === 0) return [];
    const eventful = counts?.map(({ day }) => day);
    const days = eventful ? daysBetween(Math.min(...eventful), Math.max(...eventful)) : this.days;
    const seen = newest.flatMap((entry) => (entry.performer && !isRoutine(entry) ? [entry.performer] : []));
    return this.by([...seen, ...(await this.people())], days, MAX_REQUESTS_FOR_PEOPLE);
  }

  /** Undefined where Quay does not count, or not all kinds. */
  private async counts(): Promise<LogCount[] | undefined> {
    const counts = await this.pages.counts(this.days).catch(() => undefined);
    return counts && new Set(counts.map(({ kind }) => kind)).size < COUNTED_KINDS ? counts : undefined;
  }

  /** The people of the organization, its administrators first; of a user's namespace the user. */
  private async people(): Promise<string[]> {
    const organization = await this.snapshot.of(namespaces).get(this.namespace);
    if (!organization) return [this.namespace];
    const members = [...(await this.snapshot.of(people).members(this.namespace))];
    const administers = (teams: ReadonlySet<string>) =>
      [...teams].some((team) => organization.teams.get(team)?.role === "admin");
    const [first, rest] = [true, false].map((wanted) =>
      members.filter(([, { teams }]) => administers(teams) === wanted),
    );
    return [...(first ?? []), ...(rest ?? [])].map(([name]) => name);
  }

  /** The robots that were granted a repository by name. */
  private async pushers(repository: string): Promise<string[]> {
    const name = repository.slice(this.namespace.length + 1);
    const robots = [...(await this.snapshot.of(robotLists).placesIn(this.namespace))];
    return robots.flatMap(([robot, { repositories }]) => (repositories.includes(name) ? [robot] : []));
  }

  /** What these did, one call after the other, so that nobody is asked for twice. */
  private by(names: string[], days: Days, requests: number): Promise<LogEntry[]> {
    const found = this.asking.then(async () => {
      const unknown = [...new Set(names)].filter((name) => !this.performed.has(name));
      await this.ask(unknown, days, requests);
      const all = names.flatMap((name) => this.performed.get(name) ?? []);
      return all.sort((one, other) => other.time - one.time);
    });
    this.asking = found.catch(() => undefined);
    return found;
  }

  /** A page of each, then the next page of those who did more, within the bounds. */
  private async ask(names: string[], days: Days, requests: number): Promise<void> {
    let queries: { performer: string; next_page?: string }[] = names.map((performer) => ({ performer }));
    while (queries.length > 0) {
      const asked = queries.slice(0, Math.max(requests - this.pages.requests, 0));
      const read = await Promise.all(
        asked.map(async (query) => ({ ...query, ...(await this.pages.page({ ...days, ...query })) })),
      );
      for (const { performer, entries } of read)
        this.performed.set(performer, [...(this.performed.get(performer) ?? []), ...entries]);
      queries = read.flatMap(({ performer, ...page }) =>
        nextOf(page) && !isFlooded(page.entries) ? [{ performer, next_page: page.next }] : [],
      );
    }
  }
}

/** After a page that is not full there is at most an empty one, which is not worth a request. */
const nextOf = ({ entries, next }: LogPage) => (entries.length < PAGE_LENGTH ? undefined : next);

/** Whether most entries of a page are those of machines. */
const isFlooded = (entries: LogEntry[]) => entries.filter(isRoutine).length > PAGE_LENGTH / 2;

const isRoutine = ({ kind }: { kind: string }) => ROUTINE.has(kind);
