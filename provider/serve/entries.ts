import type { Journal } from "./journal";

/** A thing in a Quay, such as `quay.example.com Team acme/ops`. */
export type Thing = string;

interface Line {
  of: Thing;
  /** The program declares it under this logical name, with these values. */
  declared?: string;
  values?: string;
  /** This entry of the state holds it, and goes with these others when they are deleted. */
  held?: string;
  within?: Thing[];
  /** The entry was made by this operation, with these values. */
  made?: string;
  /** The delete of this entry began. */
  left?: string;
  /** What happened to it. */
  became?: "wanted" | "deleted";
}

interface Known {
  declared: Map<string, string>;
  /** Entries that hold it, and the values of those that this operation made. */
  held: Map<string, string | undefined>;
  within: Thing[];
  /** An entry was to be made, and could not. */
  wanted: boolean;
  /** It was deleted in Quay, whatever was made since. */
  deleted: boolean;
}

/** What one engine operation has done with the entries of the state, by the things that they hold. */
export class Entries {
  private readonly things = new Map<Thing, Known>();

  constructor(private readonly journal: Journal) {}

  /** The program declares it. Answers with the other logical names under which it does, where they have other values. */
  declare(of: Thing, name: string, values: string): string[] {
    this.note({ of, declared: name, values });
    const others = [...(this.about(of)?.declared ?? [])];
    return others.filter(([other, theirs]) => other !== name && theirs !== values).map(([other]) => other);
  }

  /** The logical names under which the program declares it. */
  namesOf(of: Thing): string[] {
    return [...(this.about(of)?.declared.keys() ?? [])];
  }

  /** The entry holds it. */
  hold(of: Thing, entry: string, within: Thing[], made?: string): void {
    this.note({ of, held: entry, within, made });
  }

  /** The values of the entries that this operation made and that hold it. */
  made(of: Thing): string[] {
    return [...(this.about(of)?.held.values() ?? [])].filter((values) => values !== undefined);
  }

  /** An entry was to be made, and could not. */
  want(of: Thing): void {
    this.note({ of, became: "wanted" });
  }

  /** Its entry is about to be deleted. Answers with why it must stay in Quay, if it must. */
  leave(of: Thing, entry: string): "held" | "wanted" | undefined {
    this.note({ of, left: entry });
    const known = this.about(of);
    if (known && known.held.size > 0) return "held";
    return known?.wanted ? "wanted" : undefined;
  }

  /** It was deleted in Quay. */
  deleted(of: Thing): void {
    this.note({ of, became: "deleted" });
  }

  /** Things that entries hold and that go with this one. */
  below(parent: Thing): Thing[] {
    this.catchUp();
    const all = [...this.things].filter(([, { held, within }]) => held.size > 0 && within.includes(parent));
    return all.map(([thing]) => thing);
  }

  /** Of these, what this operation deleted. */
  gone(things: Thing[]): Thing[] {
    return things.filter((thing) => this.about(thing)?.deleted);
  }

  private note(line: Line): void {
    this.journal.add(line);
  }

  private about(of: Thing): Known | undefined {
    this.catchUp();
    return this.things.get(of);
  }

  private catchUp(): void {
    for (const line of this.journal.news() as Line[]) if (line.of !== undefined) this.read(line);
  }

  private read({ of, declared, values = "", held, within = [], made, left, became }: Line): void {
    const known = this.things.get(of) ?? {
      declared: new Map(),
      held: new Map(),
      within: [],
      wanted: false,
      deleted: false,
    };
    this.things.set(of, known);
    if (declared !== undefined) known.declared.set(declared, values);
    if (held !== undefined) {
      known.held.set(held, made ?? known.held.get(held));
      known.within = within;
      known.wanted = false;
    }
    if (left !== undefined) known.held.delete(left);
    if (became) known[became] = true;
  }
}
