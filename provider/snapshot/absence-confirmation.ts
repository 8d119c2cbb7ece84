import { Memo } from "./memo";

interface Plan<Id, State> {
  key(id: Id): string;
  /** Reads a single item, if Quay has an operation for that. */
  readOne?(id: Id): Promise<State | undefined>;
  /** Reads the whole list again; undefined when its container does not exist. */
  readList(): Promise<Map<string, State> | undefined>;
  /** How many absences are confirmed by single reads. */
  maxSingleReads?(): number;
}

/** By default, this many absences of one list are confirmed by single reads. */
export const MAX_SINGLE_READS = 5;

/** Of the rest, the first and every 200th are read singly too, to verify the list. */
const SAMPLE = 200;

/**
 * Confirms that items missing from a list are absent: the first few by single reads, the rest by reading the list once more
 * for all of them. An item that either shows exists; after that, the list is no longer trusted.
 */
export class AbsenceConfirmation<Id, State> {
  private confirmed = 0;
  /** Whether the list lacked an existing item. */
  private isListWrong = false;
  /** Absences beyond the limit of single reads, including the sampled ones. */
  private confirmedByList = 0;
  private readonly answers = new Memo<State | undefined>();
  private readonly inFlight = new Set<Promise<unknown>>();
  private secondRead?: Promise<Map<string, State> | undefined>;

  constructor(private readonly plan: Plan<Id, State>) {}

  async of(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    for (;;) {
      const known = this.answers.peek(key);
      if (known) return known;
      if (!this.plan.readOne) return (await this.listAgain())?.get(key);
      const left = this.isListWrong
        ? Number.POSITIVE_INFINITY
        : (this.plan.maxSingleReads?.() ?? MAX_SINGLE_READS) - this.confirmed;
      if (this.inFlight.size < left || (left <= 0 && this.confirmedByList % SAMPLE === 0)) {
        if (left <= 0) this.confirmedByList++;
        return this.answers.get(key, () => this.start(id));
      }
      if (left <= 0 && this.inFlight.size === 0) {
        this.confirmedByList++;
        return (await this.listAgain())?.get(key);
      }
      // Only confirmed absences count, so failing single reads never lead to trusting the list alone.
      await Promise.race(this.inFlight).catch(() => undefined);
    }
  }

  private start(id: Id): Promise<State | undefined> {
    const reading = this.confirm(id).finally(() => this.inFlight.delete(reading));
    this.inFlight.add(reading);
    return reading;
  }

  private async confirm(id: Id): Promise<State | undefined> {
    const state = await this.plan.readOne?.(id);
    if (state === undefined) this.confirmed++;
    else this.isListWrong = true;
    return state;
  }

  private listAgain(): Promise<Map<string, State> | undefined> {
    this.secondRead ??= this.plan.readList().catch((error) => {
      this.secondRead = undefined;
      throw error;
    });
    return this.secondRead;
  }
}
