/** A read that begins after the call. Calls before it has begun share it. */
export class SharedRead<Answer> {
  private last: Promise<unknown> = Promise.resolve();
  private next?: Promise<Answer>;

  constructor(private readonly read: () => Promise<Answer>) {}

  get(): Promise<Answer> {
    if (this.next) return this.next;
    const next = this.last.then(() => {
      this.next = undefined;
      return this.read();
    });
    this.next = next;
    this.last = next.catch(() => undefined);
    return next;
  }
}
