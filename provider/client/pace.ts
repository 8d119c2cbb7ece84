import { setTimeout as sleep } from "node:timers/promises";

/** At most this often is the pace lowered: all requests that were under way together are refused together. */
const TOGETHER = 250;
/** So long after a refusal the pace does not grow, or it would outgrow the lowering and most requests would be refused. */
const CAUTIOUS = 2 * TOGETHER;

/**
 * How fast one Quay is asked, by everybody in this process. Starts without a limit; when Quay asks for fewer requests, all slow
 * down together to what it let through, and grow faster again with every request that it takes.
 */
export class Pace {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Requests a second; no limit until Quay asks for one. */
  private rate = Number.POSITIVE_INFINITY;
  private nextStart = 0;
  private heldUntil = 0;
  private lowered = 0;
  private lastRefused = 0;
  /** When the latest requests were taken, before Quay ever refused one. */
  private readonly taken: number[] = [];
  private lastTaken = 0;

  constructor(private readonly concurrency: number) {}

  /** Does the work when it is its turn. */
  async turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.concurrency) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      await this.start();
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** Quay took a request: the next may come a little sooner. */
  accepted(): void {
    const now = Date.now();
    this.lastTaken = now;
    if (!Number.isFinite(this.rate)) {
      this.taken.push(now);
      if (this.taken.length > 60) this.taken.shift();
    } else if (now - this.lastRefused > CAUTIOUS) this.rate *= 1.02;
  }

  /** Quay asked for fewer requests, perhaps for a time. */
  refused(forMilliseconds?: number): void {
    const now = Date.now();
    if (forMilliseconds !== undefined) this.heldUntil = Math.max(this.heldUntil, now + forMilliseconds);
    this.lastRefused = now;
    if (now - this.lowered < TOGETHER) return;
    this.lowered = now;
    // The first refusal comes at the end of a burst, which says little of the pace that Quay allows for long.
    const burst = this.taken.filter((time) => time > now - 1000).length;
    const tried = Number.isFinite(this.rate) ? this.rate : Math.max(burst, 10) / 2;
    this.rate = Math.max(tried * 0.8, 0.5);
  }

  /** Milliseconds since Quay last took a request, or since a moment when it took none since. */
  sinceTaken(moment: number): number {
    return Date.now() - Math.max(moment, this.lastTaken);
  }

  /** Requests a second that Quay lets through; infinite while it never complained. */
  get allowed(): number {
    return this.rate;
  }

  private async start(): Promise<void> {
    for (;;) {
      const now = Date.now();
      const at = Math.max(this.heldUntil, this.nextStart);
      if (at <= now) {
        // A timer is late now and then: that is made up for, but not the time when nobody asked.
        this.nextStart = Math.max(at, now - TOGETHER) + 1000 / this.rate;
        return;
      }
      await sleep(at - now);
    }
  }
}
