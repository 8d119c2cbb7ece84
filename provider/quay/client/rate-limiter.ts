import { setTimeout as sleep } from "node:timers/promises";

/** Minimum milliseconds between two reductions of the rate: concurrent requests are refused together, which counts once. */
const LOWER_INTERVAL = 250;
/** Milliseconds over which the accepted rate is measured, and after which earlier observations are outdated. */
const WINDOW = 2000;
/** Milliseconds of unused time, from late timers or idling, that may be caught up: Quay's bucket has filled in the meantime. */
const MAX_CATCH_UP = 1000;

/** A monotonic clock in milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** Unlike Date.now(), it never goes back. */
const monotonicClock: Clock = { now: () => performance.now(), sleep };

/** Quay asked for no requests during a time that is longer than the caller waits. */
export class WaitTooLong extends Error {
  constructor(readonly milliseconds: number) {
    super();
  }
}

/**
 * Limits concurrency and rate of all requests of this process to one Quay. There is no rate limit until Quay refuses a request.
 * A refusal means that Quay's token bucket is used up, so the requests accepted between two refusals show the rate it allows.
 * The rate is set just below that, at most halved at once. While requests have to wait for it, it grows, the faster the longer
 * nothing is refused.
 */
export class RateLimiter {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Requests per second; unlimited until Quay refuses one. */
  private rate = Number.POSITIVE_INFINITY;
  private nextStart = 0;
  private blockedUntil = 0;
  private lastLowered = Number.NEGATIVE_INFINITY;
  private lastRefused = 0;
  private lastAccepted = 0;
  /** Until when a request had to wait for the rate. An unused rate gives no evidence that Quay would allow more. */
  private limitedUntil = Number.NEGATIVE_INFINITY;
  /** Seconds since the last refusal during which requests had to wait for the rate. */
  private limitedSeconds = 0;
  /** Requests that Quay accepted. */
  private acceptedCount = 0;
  /** When the latest requests were accepted, before the first refusal. */
  private readonly burst: number[] = [];
  /** The refusal from which the rate is measured, and how many requests Quay had accepted until then. */
  private bucketFull = { at: 0, taken: 0 };
  /** Whether a second refusal turned the estimated rate into a measured one. */
  private measured = false;

  constructor(
    private readonly concurrency: number,
    private readonly clock: Clock = monotonicClock,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** Runs the work when it is its turn. Throws WaitTooLong when Quay asks for a longer wait than `maxWait`. */
  async schedule<T>(work: () => Promise<T>, maxWait = () => Number.POSITIVE_INFINITY): Promise<T> {
    if (this.running >= this.concurrency) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      await this.start(maxWait);
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** Quay accepted a request, so the rate may grow. */
  accepted(): void {
    const now = this.now();
    this.acceptedCount++;
    if (!Number.isFinite(this.rate)) {
      this.burst.push(now);
      if (this.burst.length > 200) this.burst.shift();
    } else if (now - this.limitedUntil < WINDOW) {
      const passed = Math.min(this.since(this.lastAccepted), 1);
      this.limitedSeconds += passed;
      this.rate *= 1 + (this.measured ? this.limitedSeconds / 5 : 1.5) * passed;
    }
    this.lastAccepted = now;
  }

  /** Quay refused a request as one too many, perhaps with a time to wait. */
  refused(forMilliseconds?: number): void {
    const now = this.now();
    const wasIdle = this.since(this.lastRefused) * 1000 > WINDOW;
    if (forMilliseconds !== undefined) this.blockedUntil = Math.max(this.blockedUntil, now + forMilliseconds);
    this.lastRefused = now;
    this.limitedSeconds = 0;
    this.nextStart = Math.max(this.nextStart, now);
    if (now - this.lastLowered < LOWER_INTERVAL) return;
    this.lastLowered = now;
    if (!Number.isFinite(this.rate)) {
      // The first refusal ends a burst, which says little about the rate that Quay allows in the long run.
      this.rate = Math.max(this.burst.filter((time) => time > now - 1000).length, 10) / 2;
      this.bucketFull = { at: now, taken: this.acceptedCount };
      return;
    }
    this.measured = true;
    const seconds = (now - this.bucketFull.at) / 1000;
    // After idling, fewer requests were accepted than Quay would have allowed, so the measurement would be too low.
    const allowed = wasIdle ? this.rate : (this.acceptedCount - this.bucketFull.taken + 0.5) / seconds;
    this.rate = Math.max(allowed * 0.95, this.rate / 2, 0.5);
    if (wasIdle || seconds * 1000 > WINDOW) this.bucketFull = { at: now, taken: this.acceptedCount };
  }

  /** Milliseconds since Quay last accepted a request, at most since the given moment. */
  sinceAccepted(moment: number): number {
    return this.now() - Math.max(moment, this.lastAccepted);
  }

  /** Milliseconds for which Quay still asked for no requests. */
  get blockedFor(): number {
    return Math.max(this.blockedUntil - this.now(), 0);
  }

  /** Seconds since a moment, without the time in which Quay asked for no requests. */
  private since(moment: number): number {
    return Math.max(this.now() - Math.max(moment, this.blockedUntil), 0) / 1000;
  }

  private async start(maxWait: () => number): Promise<void> {
    for (;;) {
      if (this.blockedFor > Math.max(maxWait(), 0)) throw new WaitTooLong(this.blockedFor);
      const now = this.now();
      const at = Math.max(this.blockedUntil, this.nextStart);
      if (at <= now) {
        this.nextStart = Math.max(at, now - MAX_CATCH_UP) + 1000 / this.rate;
        return;
      }
      this.limitedUntil = at;
      await this.clock.sleep(at - now);
    }
  }
}
