/** Shortens a reason that was already reported in full for another resource. */
export class RepeatedReasons {
  private readonly occurrences = new Map<string, { first: string; count: number }>();

  /** The full reason the first time; later its beginning, with the resource for which it was reported in full. */
  reason(what: string, reason: string): string {
    // The requests differ although the reason is the same.
    const key = reason.replace(/\b(GET|POST|PUT|DELETE) \S+/g, "");
    const known = this.occurrences.get(key) ?? { first: what, count: 0 };
    this.occurrences.set(key, known);
    known.count++;
    if (known.first === what) return reason;
    const brief = `${beginning(reason)} (the same as of ${known.first}; ${known.count} so far).`;
    return brief.length < reason.length ? brief : reason;
  }
}

const beginning = (text: string) => (/^.*?(?=[.;] )/.exec(text)?.[0] ?? text).replace(/\.$/, "");
