import { Memo } from "./memo";

interface Plan<Id, State> {
  key(id: Id): string;
  /** Asks for one by itself, where Quay can. */
  readOne?(id: Id): Promise<State | undefined>;
  /** Reads the whole list once more; undefined when what it belongs to does not exist. */
  readList(): Promise<Map<string, State> | undefined>;
  /** How many absences are confirmed one by one. */
  maxSingleReads?(): number;
}

/** So many absences of one list are confirmed one by one. */
export const MAX_SINGLE_READS = 5;

/** Of the rest the first and each one in so many is asked for all the same, to see whether the list is right. */
const SAMPLE = 200;

/**
 * Confirms that what a list does not show is absent: the first few by asking for each, the rest by reading the list once
 * more for all of them. What either shows is there. A list that left out what is there is believed no more.
 */
export class AbsenceConfirmation<Id, State> {
  private confirmed = 0;
  /** A list left out what is there. */
  private isListWrong = false;
  /** Absences that lists alone told, or might have. */
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
      const left = this.isListWrong ? Number.POSITIVE_INFINITY : (this.plan.maxSingleReads?.() ?? MAX_SINGLE_READS) - this.confirmed;
      if (this.inFlight.size < left || (left <= 0 && this.confirmedByList % SAMPLE === 0)) {
        if (left <= 0) this.confirmedByList++;
        return this.answers.get(key, () => this.start(id));
      }
      if (left <= 0 && this.inFlight.size === 0) {
        this.confirmedByList++;
        return (await this.listAgain())?.get(key);
      }
      // Only what is confirmed counts: whose reads fail never comes to believe the list.
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
