import { Memo } from "./memo";

interface Plan<Id, State> {
  key(id: Id): string;
  /** Asks for one by itself, where Quay can. */
  one?(id: Id): Promise<State | undefined>;
  /** Reads the whole list once more; undefined when what it belongs to does not exist. */
  again(): Promise<Map<string, State> | undefined>;
  /** How many absences are confirmed one by one. */
  few?(): number;
}

/** So many absences of one list are confirmed one by one. */
export const FEW = 5;

/** Of the rest the first and each one in so many is asked for all the same, to see whether the list is right. */
const SAMPLE = 200;

/**
 * Confirms that what a list does not show is absent: the first few by asking for each, the rest by reading the list once
 * more for all of them. What either shows is there. A list that left out what is there is believed no more.
 */
export class AbsenceConfirmation<Id, State> {
  private confirmed = 0;
  /** A list left out what is there. */
  private wrong = false;
  /** Absences that lists alone told, or might have. */
  private believed = 0;
  private readonly answers = new Memo<State | undefined>();
  private readonly asking = new Set<Promise<unknown>>();
  private second?: Promise<Map<string, State> | undefined>;

  constructor(private readonly plan: Plan<Id, State>) {}

  async of(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    for (;;) {
      const known = this.answers.peek(key);
      if (known) return known;
      if (!this.plan.one) return (await this.again())?.get(key);
      const left = this.wrong ? Number.POSITIVE_INFINITY : (this.plan.few?.() ?? FEW) - this.confirmed;
      if (this.asking.size < left || (left <= 0 && this.believed % SAMPLE === 0)) {
        if (left <= 0) this.believed++;
        return this.answers.get(key, () => this.ask(id));
      }
      if (left <= 0 && this.asking.size === 0) {
        this.believed++;
        return (await this.again())?.get(key);
      }
      // Only what is confirmed counts: whose reads fail never comes to believe the list.
      await Promise.race(this.asking).catch(() => undefined);
    }
  }

  private ask(id: Id): Promise<State | undefined> {
    const asking = this.one(id).finally(() => this.asking.delete(asking));
    this.asking.add(asking);
    return asking;
  }

  private async one(id: Id): Promise<State | undefined> {
    const state = await this.plan.one?.(id);
    if (state === undefined) this.confirmed++;
    else this.wrong = true;
    return state;
  }

  private again(): Promise<Map<string, State> | undefined> {
    this.second ??= this.plan.again().catch((error) => {
      this.second = undefined;
      throw error;
    });
    return this.second;
  }
}
