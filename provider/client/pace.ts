import { setTimeout as sleep } from "node:timers/promises";

/** Lets at most `concurrency` requests go at once, and holds everybody back together while Quay asks for it. */
export class Pace {
  private running = 0;
  private heldUntil = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly concurrency: number) {}

  async turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.concurrency) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      await this.released();
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** Nobody starts a request for this many milliseconds. */
  hold(milliseconds: number): void {
    this.heldUntil = Math.max(this.heldUntil, Date.now() + milliseconds);
  }

  private async released(): Promise<void> {
    for (let left = this.heldUntil - Date.now(); left > 0; left = this.heldUntil - Date.now()) await sleep(left);
  }
}
