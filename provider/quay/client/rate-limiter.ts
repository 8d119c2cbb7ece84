import { setTimeout as sleep } from "node:timers/promises";

/** At most this often, in milliseconds, is the pace lowered: requests that were under way together are refused together. */
const TOGETHER = 250;
/** Milliseconds over which it is measured what Quay takes, and after which what was seen before says nothing any more. */
const WINDOW = 2000;
/** So much lost time, when a timer was late or nobody asked, is made up for: what was not used then, Quay still lets through. */
const MADE_UP = 1000;

/** Milliseconds since some moment, which only grow, and how they are waited for. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** The hours of a machine can be set back; this goes on. */
const steady: Clock = { now: () => performance.now(), sleep };

/** Quay asked not to be asked at all, for longer than somebody waits. */
export class Held extends Error {
  constructor(readonly milliseconds: number) {
    super();
  }
}

/**
 * How fast one Quay is asked, by everybody in this process. Starts without a limit. When Quay refuses, its bucket is full: what it
 * takes from one refusal to the next is what it allows, however fast it was asked. All slow down together to just below that, by
 * no more than half at once, and while that holds somebody back they grow faster again, the more so the longer nothing is refused.
 */
export class RateLimiter {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Requests a second; no limit until Quay asks for one. */
  private rate = Number.POSITIVE_INFINITY;
  private nextStart = 0;
  private heldUntil = 0;
  private lowered = Number.NEGATIVE_INFINITY;
  private lastRefused = 0;
  private lastTaken = 0;
  /** Until when somebody had to wait for the pace. Where it holds nobody back, nothing tells that Quay would allow more. */
  private heldBack = Number.NEGATIVE_INFINITY;
  /** Seconds since the last refusal in which somebody had to. */
  private pressed = 0;
  /** Requests that Quay took. */
  private taken = 0;
  /** When the latest were taken, before Quay ever refused one. */
  private readonly burst: number[] = [];
  /** A moment when Quay would take no more, and how many it had taken until then. */
  private full = { at: 0, taken: 0 };
  /** Quay refused a second time, so that the pace is no guess any more. */
  private measured = false;

  constructor(
    private readonly concurrency: number,
    private readonly clock: Clock = steady,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** Does the work when it is its turn. Throws Held when Quay asks to wait longer than `longest` for it. */
  async turn<T>(work: () => Promise<T>, longest = () => Number.POSITIVE_INFINITY): Promise<T> {
    if (this.running >= this.concurrency) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      await this.start(longest);
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** Quay took a request: the next may come sooner. */
  accepted(): void {
    const now = this.now();
    this.taken++;
    if (!Number.isFinite(this.rate)) {
      this.burst.push(now);
      if (this.burst.length > 200) this.burst.shift();
    } else if (now - this.heldBack < WINDOW) {
      const passed = Math.min(this.since(this.lastTaken), 1);
      this.pressed += passed;
      this.rate *= 1 + (this.measured ? this.pressed / 5 : 1.5) * passed;
    }
    this.lastTaken = now;
  }

  /** Quay asked for fewer requests, perhaps for a time. */
  refused(forMilliseconds?: number): void {
    const now = this.now();
    const calm = this.since(this.lastRefused) * 1000 > WINDOW;
    if (forMilliseconds !== undefined) this.heldUntil = Math.max(this.heldUntil, now + forMilliseconds);
    this.lastRefused = now;
    this.pressed = 0;
    this.nextStart = Math.max(this.nextStart, now);
    if (now - this.lowered < TOGETHER) return;
    this.lowered = now;
    if (!Number.isFinite(this.rate)) {
      // The first refusal comes at the end of a burst, which says little of the pace that Quay allows for long.
      this.rate = Math.max(this.burst.filter((time) => time > now - 1000).length, 10) / 2;
      this.full = { at: now, taken: this.taken };
      return;
    }
    this.measured = true;
    const seconds = (now - this.full.at) / 1000;
    // After a calm the bucket may have run empty in between, and what was taken is less than what is allowed.
    const allowed = calm ? this.rate : (this.taken - this.full.taken + 0.5) / seconds;
    this.rate = Math.max(allowed * 0.95, this.rate / 2, 0.5);
    if (calm || seconds * 1000 > WINDOW) this.full = { at: now, taken: this.taken };
  }

  /** Milliseconds since Quay last took a request, or since a moment when it took none since. */
  sinceTaken(moment: number): number {
    return this.now() - Math.max(moment, this.lastTaken);
  }

  /** Milliseconds for which Quay asked not to be asked at all. */
  get held(): number {
    return Math.max(this.heldUntil - this.now(), 0);
  }

  /** Seconds since a moment, without those in which Quay was not to be asked. */
  private since(moment: number): number {
    return Math.max(this.now() - Math.max(moment, this.heldUntil), 0) / 1000;
  }

  private async start(longest: () => number): Promise<void> {
    for (;;) {
      if (this.held > Math.max(longest(), 0)) throw new Held(this.held);
      const now = this.now();
      const at = Math.max(this.heldUntil, this.nextStart);
      if (at <= now) {
        this.nextStart = Math.max(at, now - MADE_UP) + 1000 / this.rate;
        return;
      }
      this.heldBack = at;
      await this.clock.sleep(at - now);
    }
  }
}
