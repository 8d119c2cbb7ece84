import { QuayError, Refusal } from "../client/errors";
import type { Reader } from "./reader";

interface Plan<Id, State> {
  key(id: Id): string;
  /** Asks for one. */
  one(id: Id): Promise<State | undefined>;
  /** Asks for a page of all, after the one that named `next`. */
  page(next: string | undefined): Promise<{ things: Map<string, State>; next?: string }>;
}

/**
 * Things that Quay lists page by page. Nobody knows how many will be asked for, so a page is asked for only when as much was
 * spent, or would be now, on asking one by one: never more than twice the better of the two.
 */
export class Listing<Id, State> implements Reader<Id, State> {
  private readonly known = new Map<string, Promise<State | undefined>>();
  private readonly listed = new Map<string, State>();
  /** Written since: a page under way may not show it yet. */
  private readonly touched = new Set<string>();
  private demand = 0;
  private pages = 0;
  private next: string | undefined;
  private ended = false;
  private turning?: Promise<void>;

  constructor(private readonly plan: Plan<Id, State>) {}

  get(id: Id): Promise<State | undefined> {
    const key = this.plan.key(id);
    const known = this.known.get(key);
    if (known) return known;
    const found = this.find(id, key);
    this.known.set(key, found);
    found.catch(() => {
      if (this.known.get(key) === found) this.known.delete(key);
    });
    return found;
  }

  set(id: Id, state: State | undefined): void {
    this.forget(id);
    this.known.set(this.plan.key(id), Promise.resolve(state));
  }

  forget(id: Id): void {
    const key = this.plan.key(id);
    this.known.delete(key);
    this.listed.delete(key);
    this.touched.add(key);
  }

  private async find(id: Id, key: string): Promise<State | undefined> {
    if (!this.touched.has(key)) {
      const listed = this.listed.get(key);
      if (listed) return listed;
      this.demand++;
      while (!this.ended && this.pages + 1 < this.demand) {
        this.turning ??= this.turn().finally(() => {
          this.turning = undefined;
        });
        await this.turning;
        const found = this.listed.get(key);
        if (found && !this.touched.has(key)) return found;
      }
    }
    // What a list does not show is absent only when Quay says so of itself.
    return this.plan.one(id);
  }

  private async turn(): Promise<void> {
    try {
      this.pages++;
      const { things, next } = await this.plan.page(this.next);
      const anew = [...things.keys()].some((key) => this.listed.has(key));
      for (const [key, state] of things) this.listed.set(key, state);
      this.next = next;
      // Quay begins anew where it does not understand `next` any more: that list would never end.
      this.ended = next === undefined || anew;
    } catch (error) {
      this.ended = true;
      // Who may not list, or is in doubt, asks one by one and learns why. Trouble is for everybody who waits.
      if (error instanceof QuayError && !(error instanceof Refusal && error.status < 500)) {
        this.ended = false;
        throw error;
      }
    }
  }
}
