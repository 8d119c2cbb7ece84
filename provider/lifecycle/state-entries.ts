/** Lines that all provider processes of one engine operation add to and read, in one order. */
export interface Journal {
  add(line: object): void;
  /** The lines that were added, by whomever, since this was last called. */
  news(): object[];
  /** This process has nothing more to add. */
  close(): void;
}

/** A thing in a Quay by the Quay's address, such as `quay.example.com Team acme/ops`. */
export type Thing = string;

/** A Quay as a provider knows it. */
export interface Known {
  quay: string;
  url: string;
}

/** How an entry of the state holds a thing. */
export interface Hold extends Known {
  /** Deleted with these. */
  within: Thing[];
  /** It was made by this operation, with these values. */
  made?: string;
  /** It is only read, by `.get`. */
  reads?: true;
}

interface Line {
  of: Thing;
  /** The program declares it under this logical name, with these values. */
  declared?: string;
  values?: string;
  /** This entry holds it. */
  held?: string;
  how?: Hold;
  /** The delete of this entry began. */
  left?: string;
  /** What happened to it: an entry could not be made; Quay deleted it; Quay made it. */
  became?: "wanted" | "deleted" | "made";
  /** Deleted with these. */
  within?: Thing[];
  process?: number;
}

interface About {
  declared: Map<string, string | undefined>;
  held: Map<string, Hold>;
  within: Thing[];
  wanted: boolean;
  /** Quay deleted it, whatever was made since. */
  deleted: boolean;
  /** Quay deleted it or made it, so that what was in it before is gone. */
  anew: boolean;
  /** Another process did, since this one last asked. */
  news: boolean;
}

/** What one engine operation has done with the entries of the state, by the things that they hold. */
export class StateEntries {
  private readonly things = new Map<Thing, About>();

  constructor(private readonly journal: Journal) {}

  /** The program declares it. Answers with another logical name under which it does, with other values. */
  declare(of: Thing, name: string, values: string | undefined): string | undefined {
    this.journal.add({ of, declared: name, values } satisfies Line);
    const others = [...(this.about(of)?.declared ?? [])].filter(([other]) => other !== name);
    // What is not known yet may turn out to be the same.
    return others.find(([, theirs]) => values !== undefined && theirs !== undefined && theirs !== values)?.[0];
  }

  /** The logical names under which the program declares it. */
  namesOf(of: Thing): string[] {
    return [...(this.about(of)?.declared.keys() ?? [])];
  }

  /** The entry holds it. */
  hold(of: Thing, held: string, how: Hold): void {
    this.journal.add({ of, held, how } satisfies Line);
  }

  /** Whether an entry that owns it is known to hold it. */
  isHeld(of: Thing): boolean {
    return this.holds(of).some(({ reads }) => !reads);
  }

  /** The values of the entries that this operation made and that hold it. */
  made(of: Thing): string[] {
    return this.holds(of).flatMap(({ made }) => (made === undefined ? [] : [made]));
  }

  /** An entry was to be made, and could not. */
  want(of: Thing): void {
    this.journal.add({ of, became: "wanted" } satisfies Line);
  }

  /**
   * Its entry is about to be deleted. Answers with why it must stay in Quay, if it must. Who only reads it keeps it from a
   * program that gave it up, but not from one that declares it too, and replaces it.
   */
  leave(of: Thing, entry: string): "held" | "wanted" | undefined {
    this.journal.add({ of, left: entry } satisfies Line);
    const about = this.about(of);
    const readersCount = about?.declared.size === 0;
    if (this.holds(of).some(({ reads }) => !reads || readersCount)) return "held";
    return about?.wanted ? "wanted" : undefined;
  }

  /** Who holds what has the same kind and id at another address, which may be one of the same Quay. */
  elsewhere(of: Thing): Known[] {
    this.catchUp();
    const same = ([other, { held }]: [Thing, About]) => other !== of && nameOf(other) === nameOf(of) && held.size > 0;
    return [...this.things].filter(same).flatMap(([, { held }]) => [...held.values()].filter(({ reads }) => !reads));
  }

  /** Quay deleted it, or made it. */
  changed(of: Thing, became: "deleted" | "made", within: Thing[]): void {
    this.journal.add({ of, became, within, process: process.pid } satisfies Line);
  }

  /** Things that entries hold and that go with this one. */
  below(parent: Thing): Thing[] {
    this.catchUp();
    const isBelow = ({ held }: About) =>
      [...held.values()].some(({ within, reads }) => !reads && within.includes(parent));
    return [...this.things].filter(([, about]) => isBelow(about)).map(([thing]) => thing);
  }

  /** How many of the things of these kinds below it this operation deleted. */
  deletedBelow(parent: Thing, kinds: readonly string[]): number {
    this.catchUp();
    const isGone = ({ deleted, within }: About) => deleted && within.includes(parent);
    const isOf = (thing: Thing) => kinds.some((kind) => nameOf(thing).startsWith(`${kind} `));
    return [...this.things].filter(([thing, about]) => isGone(about) && isOf(thing)).length;
  }

  /** Of these, what Quay deleted or made in this operation: what was in it before is gone. */
  anew(things: Thing[]): Thing[] {
    return things.filter((thing) => this.about(thing)?.anew);
  }

  /** Whether another process of this operation deleted or made one of these since this was last asked. */
  hasNews(things: Thing[]): boolean {
    const told = things.map((thing) => this.about(thing)).filter((about) => about?.news);
    for (const about of told) if (about) about.news = false;
    return told.length > 0;
  }

  private holds(of: Thing): Hold[] {
    return [...(this.about(of)?.held.values() ?? [])];
  }

  private about(of: Thing): About | undefined {
    this.catchUp();
    return this.things.get(of);
  }

  private catchUp(): void {
    for (const line of this.journal.news() as Line[]) if (line.of !== undefined) this.read(line);
  }

  private read({ of, declared, values, held, how, left, became, within, process: by }: Line): void {
    const about = this.things.get(of) ?? unheard();
    this.things.set(of, about);
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

const unheard = (): About => ({
  declared: new Map(),
  held: new Map(),
  within: [],
  wanted: false,
  deleted: false,
  anew: false,
  news: false,
});

/** Kind and id, without the Quay. */
export const nameOf = (thing: Thing): string => thing.slice(thing.indexOf(" ") + 1);
