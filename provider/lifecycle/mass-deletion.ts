import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** This many missing resources without a single existing one are not plausible drift. */
const SUSPICIOUS_COUNT = 20;

/** This many wrong assumptions about the end of the refresh show that the engine reads only one or two at once. */
const MAX_WRONG_ENDS = 4;

/** When an engine with at least this parallelism waits for answers, the missing resources so far are enough to decide. */
const ENOUGH_PARALLEL = 8;

/**
 * Protects a refresh against a faulty Quay. A single missing resource may have been deleted; but when Quay holds nothing at all,
 * it is probably faulty. The engine drops a missing resource from the state even if the refresh fails later, so no absence is
 * reported before some resource was found or the engine has no more reads.
 */
export class MassDeletionGuard {
  private pending: PendingAbsence[] = [];
  private reading = 0;
  private arrivals = 0;
  private released = 0;
  private refused = 0;
  private found = false;
  private waiting = false;
  /** Whether the refresh is assumed to have no more reads. */
  private assumedEnd = false;
  /** How often that assumption was wrong. */
  private wrongEnds = 0;
  /** How many resources the engine reads at once; by default as Pulumi computes it. */
  private readonly parallel = Number(process.env.PULUMI_PARALLEL) || 4 * availableParallelism();

  constructor(
    /** Milliseconds without a new read after which the engine is assumed to be finished, or to wait for answers. */
    private readonly quiet: number,
    private readonly accepted = process.env.QUAY_ACCEPT_LOSS === "true",
  ) {}

  /** Reads for a refresh; returns undefined only when the absence is credible. `harmless`: it could be recreated without loss. */
  async judge<T>(harmless: boolean, read: () => Promise<T | undefined>): Promise<T | undefined> {
    this.arrivals++;
    // The engine reads more after it had all answers, so the assumption about the end was wrong.
    if (this.assumedEnd) this.wrongEnds++;
    this.assumedEnd = false;
    this.reading++;
    const result = await read().finally(() => this.reading--);
    this.found ||= result !== undefined;
    if (this.found || this.accepted) this.release(() => true);
    if (this.found || this.accepted) return result;
    await new Promise<void>((release, refuse) => {
      this.pending.push({ harmless, release, refuse });
      void this.wait();
    });
    return undefined;
  }

  private async wait(): Promise<void> {
    if (this.waiting) return;
    this.waiting = true;
    while (this.pending.length > 0) {
      const { arrivals } = this;
      await sleep(this.quiet);
      if (arrivals === this.arrivals && this.reading === 0) this.decide();
    }
    this.waiting = false;
  }

  /** Decides about the pending absences: no read is in flight and no resource was found. */
  private decide(): void {
    const all = this.pending.length + this.released + this.refused;
    // With more pending reads the engine's parallelism is higher than assumed, so it may not be waiting.
    const engineWaits = this.pending.length === this.parallel;
    // One wrong assumption may be due to dependent resources, which are read later; several mean a low parallelism.
    const stopped = !engineWaits && all >= ENOUGH_PARALLEL && this.wrongEnds > 0 && this.wrongEnds < MAX_WRONG_ENDS;
    if (all >= SUSPICIOUS_COUNT || this.refused > 0) this.refuse(all);
    else if (engineWaits && this.pending.some(({ harmless }) => harmless)) this.release(({ harmless }) => harmless);
    else if ((engineWaits && this.parallel >= ENOUGH_PARALLEL) || stopped) this.refuse(all);
    else {
      this.assumedEnd = true;
      this.release(() => true);
    }
  }

  private release(which: (held: PendingAbsence) => boolean): void {
    const now = this.pending.filter(which);
    this.pending = this.pending.filter((one) => !now.includes(one));
    this.released += now.length;
    for (const { release } of now) release();
  }

  private refuse(all: number): void {
    this.refused += this.pending.length;
    for (const { refuse } of this.pending.splice(0)) {
      refuse(
        new Error(
          `Of the ${all} resources that this refresh has asked for so far, Quay holds none, which is more likely a fault of this ` +
            "Quay than a loss. It stays in the state. If all of them were deleted, run it again with QUAY_ACCEPT_LOSS=true.",
        ),
      );
    }
  }
}

interface PendingAbsence {
  harmless: boolean;
  release(): void;
  refuse(error: Error): void;
}
