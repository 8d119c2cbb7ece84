import type { Clock } from "../../../../provider/quay/client/rate-limiter";

const nextTick = () => new Promise((resolve) => setImmediate(resolve));

/** A fake clock that advances only while everybody sleeps: a minute takes no real time, on a slow machine as on a fast one. */
export class FakeClock implements Clock {
  private passed = 0;
  private readonly sleepers = new Map<number, (() => void)[]>();

  now(): number {
    return this.passed;
  }

  /** In whole milliseconds, at least one, as Node's timers count. */
  sleep(milliseconds: number): Promise<void> {
    const until = Math.floor(this.passed) + Math.max(Math.ceil(milliseconds), 1);
    return new Promise((wake) => {
      const others = this.sleepers.get(until);
      if (others) others.push(wake);
      else this.sleepers.set(until, [wake]);
    });
  }

  /** How many sleep until a later time. */
  get asleep(): number {
    return [...this.sleepers.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Advances until the work is done. `idle` reports that no work without timers is in progress; it may be omitted
   * where such work takes no real time either.
   */
  async during<T>(work: Promise<T>, idle = () => true): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    for (;;) {
      do await nextTick();
      while (!over && !idle());
      if (over) return work;
      this.passToNext();
    }
  }

  private passToNext(): void {
    if (this.sleepers.size === 0) throw new Error("It would take for ever: nobody waits for a later time.");
    this.passed = Math.min(...this.sleepers.keys());
    const woken = this.sleepers.get(this.passed) ?? [];
    this.sleepers.delete(this.passed);
    for (const wake of woken) wake();
  }
}
