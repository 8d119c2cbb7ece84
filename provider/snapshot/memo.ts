/** Caches answers by name and shares requests in flight. Failures are not cached. */
export class Memo<Answer> {
  private readonly answers = new Map<string, Promise<Answer>>();

  get(name: string, read: () => Promise<Answer>): Promise<Answer> {
    const known = this.answers.get(name);
    if (known) return known;
    const answer = read();
    this.answers.set(name, answer);
    answer.catch(() => {
      if (this.answers.get(name) === answer) this.answers.delete(name);
    });
    return answer;
  }

  /** The cached answer or the request in flight, if there is one. */
  peek(name: string): Promise<Answer> | undefined {
    return this.answers.get(name);
  }

  set(name: string, answer: Answer): void {
    this.answers.set(name, Promise.resolve(answer));
  }

  forget(name: string): void {
    this.answers.delete(name);
  }

  forgetWhere(matches: (name: string) => boolean): void {
    for (const name of this.answers.keys()) if (matches(name)) this.answers.delete(name);
  }
}
