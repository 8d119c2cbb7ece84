import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** So many things that are gone, and not one that is there, are no drift. */
const ALL_AT_ONCE = 20;

/** So many mistakes about the end show that the engine reads one or two at once. */
const SEVERAL = 4;

/** An engine that reads at least so many at once, and waits for the answers, has shown enough. */
const ENOUGH = 8;

/**
 * What a refresh found gone. A Quay that is wrong about one thing cannot be told from one where it was deleted; but when nothing
 * at all is there, it is the Quay that is to be doubted. Pulumi keeps what a refresh dropped even when it fails later, so
 * nothing is told to be gone before something was found, or the engine asks for no more.
 */
export class MassDeletionGuard {
  private held: Held[] = [];
  private reading = 0;
  private arrivals = 0;
  private released = 0;
  private refused = 0;
  private found = false;
  private waiting = false;
  /** The engine was taken to ask for no more. */
  private ended = false;
  /** How often it was so taken, and asked for more. */
  private mistaken = 0;
  /** As many as the engine reads at once by default. */
  private readonly atOnce = Number(process.env.PULUMI_PARALLEL) || 4 * availableParallelism();

  constructor(
    /** Milliseconds without a read after which the engine asks for no more, or for no more before it has an answer. */
    private readonly quiet: number,
    private readonly accepted = process.env.QUAY_ACCEPT_LOSS === "true",
  ) {}

  /** Reads for a refresh: undefined is told only when it can be believed. What is made anew without harm is `harmless`. */
  async judge<T>(harmless: boolean, read: () => Promise<T | undefined>): Promise<T | undefined> {
    this.arrivals++;
    // It had all its answers and asks for more: so that was not the end, nor will the next silence be.
    if (this.ended) this.mistaken++;
    this.ended = false;
    this.reading++;
    const result = await read().finally(() => this.reading--);
    this.found ||= result !== undefined;
    if (this.found || this.accepted) this.release(() => true);
    if (this.found || this.accepted) return result;
    await new Promise<void>((release, refuse) => {
      this.held.push({ harmless, release, refuse });
      void this.wait();
    });
    return undefined;
  }

  private async wait(): Promise<void> {
    if (this.waiting) return;
    this.waiting = true;
    while (this.held.length > 0) {
      const { arrivals } = this;
      await sleep(this.quiet);
      if (arrivals === this.arrivals && this.reading === 0) this.decide();
    }
    this.waiting = false;
  }

  /** Nothing is under way, and nothing was found. */
  private decide(): void {
    const all = this.held.length + this.released + this.refused;
    // Who reads more at once than that may read any number.
    const waits = this.held.length === this.atOnce;
    // After a first mistake, what depends on what was read may still come; after several, the engine reads few at once.
    const stopped = !waits && all >= ENOUGH && this.mistaken > 0 && this.mistaken < SEVERAL;
    if (all >= ALL_AT_ONCE || this.refused > 0) this.refuse(all);
    else if (waits && this.held.some(({ harmless }) => harmless)) this.release(({ harmless }) => harmless);
    else if ((waits && this.atOnce >= ENOUGH) || stopped) this.refuse(all);
    else {
      this.ended = true;
      this.release(() => true);
    }
  }

  private release(which: (held: Held) => boolean): void {
    const now = this.held.filter(which);
    this.held = this.held.filter((one) => !now.includes(one));
    this.released += now.length;
    for (const { release } of now) release();
  }

  private refuse(all: number): void {
    this.refused += this.held.length;
    for (const { refuse } of this.held.splice(0)) {
      refuse(
        new Error(
          `Of the ${all} resources that this refresh has asked for so far, Quay holds none, which is more likely a fault of this ` +
            "Quay than a loss. It stays in the state. If all of them were deleted, run it again with QUAY_ACCEPT_LOSS=true.",
        ),
      );
    }
  }
}

interface Held {
  harmless: boolean;
  release(): void;
  refuse(error: Error): void;
}
