/** An append-only log that is shared, in one order, by all provider processes of one engine operation. */
export interface Journal {
  add(line: object): void;
  /** The lines that were added by any process since the last call. */
  news(): object[];
  /** Called when this process adds no more lines. */
  close(): void;
}

/** Identifies a resource across Quays by URL, kind and id, such as `quay.example.com Team acme/ops`. */
export type ResourceKey = string;

/** The registry name and URL of a Quay in a provider's settings. */
export interface KnownQuay {
  quay: string;
  url: string;
}

/** How an entry of the state holds a resource. */
export interface Hold extends KnownQuay {
  /** The resources with which Quay deletes it. */
  within: ResourceKey[];
  /** The values with which this operation created it. */
  made?: string;
  /** The entry only reads it, by `.get`. */
  reads?: true;
}

interface Line {
  of: ResourceKey;
  /** The program declares it under this logical name, with these values. */
  declared?: string;
  values?: string;
  /** The entry that holds it. */
  held?: string;
  how?: Hold;
  /** The entry that is about to be deleted. */
  left?: string;
  /** What happened to it: creating an entry failed, it was deleted in Quay, or it was created in Quay. */
  became?: "wanted" | "deleted" | "made";
  /** The resources with which Quay deletes it. */
  within?: ResourceKey[];
  process?: number;
}

interface ResourceRecord {
  declared: Map<string, string | undefined>;
  held: Map<string, Hold>;
  within: ResourceKey[];
  wanted: boolean;
  /** It was deleted in Quay, even if it was recreated since. */
  deleted: boolean;
  /** It was deleted or created in Quay, so its former children are gone. */
  anew: boolean;
  /** Another process deleted or created it since the last call of `hasNews`. */
  news: boolean;
}

/** What one engine operation has done with the entries of the state, by resource. */
export class StateEntries {
  private readonly resources = new Map<ResourceKey, ResourceRecord>();

  constructor(private readonly journal: Journal) {}

  /** Notes a declaration of the program. Returns the logical name of another declaration with other values, if there is one. */
  declare(of: ResourceKey, name: string, values: string | undefined): string | undefined {
    this.journal.add({ of, declared: name, values } satisfies Line);
    const others = [...(this.recordOf(of)?.declared ?? [])].filter(([other]) => other !== name);
    // Unknown values may turn out to be equal.
    return others.find(([, theirs]) => values !== undefined && theirs !== undefined && theirs !== values)?.[0];
  }

  /** The logical names of the program's declarations of it. */
  namesOf(of: ResourceKey): string[] {
    return [...(this.recordOf(of)?.declared.keys() ?? [])];
  }

  /** Notes that the entry holds it. */
  hold(of: ResourceKey, held: string, how: Hold): void {
    this.journal.add({ of, held, how } satisfies Line);
  }

  /** Whether an entry that manages it, and does not only read it, is known. */
  isHeld(of: ResourceKey): boolean {
    return this.holds(of).some(({ reads }) => !reads);
  }

  /** The values with which this operation created the entries that hold it. */
  made(of: ResourceKey): string[] {
    return this.holds(of).flatMap(({ made }) => (made === undefined ? [] : [made]));
  }

  /** Notes that creating an entry failed. */
  want(of: ResourceKey): void {
    this.journal.add({ of, became: "wanted" } satisfies Line);
  }

  /**
   * Notes that an entry is about to be deleted, and returns why the resource must stay in Quay, if it must. An entry that only
   * reads it counts when the program no longer declares it, but not when the program declares and replaces it.
   */
  leave(of: ResourceKey, entry: string): "held" | "wanted" | undefined {
    this.journal.add({ of, left: entry } satisfies Line);
    const about = this.recordOf(of);
    const readersCount = about?.declared.size === 0;
    if (this.holds(of).some(({ reads }) => !reads || readersCount)) return "held";
    return about?.wanted ? "wanted" : undefined;
  }

  /** The Quays under other URLs with a managed resource of the same kind and id; one may be this Quay. */
  elsewhere(of: ResourceKey): KnownQuay[] {
    this.catchUp();
    const same = ([other, { held }]: [ResourceKey, ResourceRecord]) =>
      other !== of && nameOf(other) === nameOf(of) && held.size > 0;
    return [...this.resources].filter(same).flatMap(([, { held }]) => [...held.values()].filter(({ reads }) => !reads));
  }

  /** Notes that it was deleted or created in Quay. */
  changed(of: ResourceKey, became: "deleted" | "made", within: ResourceKey[]): void {
    this.journal.add({ of, became, within, process: process.pid } satisfies Line);
  }

  /** The managed resources that Quay deletes together with this one. */
  below(parent: ResourceKey): ResourceKey[] {
    this.catchUp();
    const isBelow = ({ held }: ResourceRecord) =>
      [...held.values()].some(({ within, reads }) => !reads && within.includes(parent));
    return [...this.resources].filter(([, about]) => isBelow(about)).map(([thing]) => thing);
  }

  /** How many of its children of these kinds this operation deleted. */
  deletedBelow(parent: ResourceKey, kinds: readonly string[]): number {
    this.catchUp();
    const isGone = ({ deleted, within }: ResourceRecord) => deleted && within.includes(parent);
    const isOf = (thing: ResourceKey) => kinds.some((kind) => nameOf(thing).startsWith(`${kind} `));
    return [...this.resources].filter(([thing, about]) => isGone(about) && isOf(thing)).length;
  }

  /** Those that were deleted or created in Quay by this operation, so that their former children are gone. */
  anew(things: ResourceKey[]): ResourceKey[] {
    return things.filter((thing) => this.recordOf(thing)?.anew);
  }

  /** Those that this operation deleted in Quay. */
  deleted(things: ResourceKey[]): ResourceKey[] {
    return things.filter((thing) => this.recordOf(thing)?.deleted);
  }

  /** Whether another process of this operation deleted or created one of these since the last call. */
  hasNews(things: ResourceKey[]): boolean {
    const recreated = things.map((thing) => this.recordOf(thing)).filter((about) => about?.news);
    for (const about of recreated) if (about) about.news = false;
    return recreated.length > 0;
  }

  private holds(of: ResourceKey): Hold[] {
    return [...(this.recordOf(of)?.held.values() ?? [])];
  }

  private recordOf(of: ResourceKey): ResourceRecord | undefined {
    this.catchUp();
    return this.resources.get(of);
  }

  private catchUp(): void {
    for (const line of this.journal.news() as Line[]) if (line.of !== undefined) this.read(line);
  }

  private read({ of, declared, values, held, how, left, became, within, process: by }: Line): void {
    const about = this.resources.get(of) ?? emptyRecord();
    this.resources.set(of, about);
    if (declared !== undefined) about.declared.set(declared, values);
    if (held !== undefined && how) {
      about.held.set(held, { ...how, made: how.made ?? about.held.get(held)?.made });
      about.wanted = false;
    }
    if (left !== undefined) about.held.delete(left);
    about.wanted ||= became === "wanted";
    if (became !== "deleted" && became !== "made") return;
    about.deleted ||= became === "deleted";
    about.anew = true;
    about.news ||= by !== process.pid;
    about.within = within ?? [];
  }
}

const emptyRecord = (): ResourceRecord => ({
  declared: new Map(),
  held: new Map(),
  within: [],
  wanted: false,
  deleted: false,
  anew: false,
  news: false,
});

/** Kind and id, without the Quay's URL. */
export const nameOf = (thing: ResourceKey): string => thing.slice(thing.indexOf(" ") + 1);
