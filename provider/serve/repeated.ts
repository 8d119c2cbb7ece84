/** What fails for the same reason is told the reason whole once. */
export class Repeated {
  private readonly told = new Map<string, { first: string; count: number }>();

  /** The reason why something failed; when it is known from something else, its beginning, with where it stands whole. */
  reason(what: string, reason: string): string {
    // Each asks for something else and gets the same answer.
    const same = reason.replace(/\b(GET|POST|PUT|DELETE) \S+/g, "");
    const known = this.told.get(same) ?? { first: what, count: 0 };
    this.told.set(same, known);
    known.count++;
    if (known.first === what) return reason;
    const brief = `${beginning(reason)} (the same as of ${known.first}; ${known.count} so far).`;
    return brief.length < reason.length ? brief : reason;
  }
}

const beginning = (text: string) => (/^.*?(?=[.;] )/.exec(text)?.[0] ?? text).replace(/\.$/, "");
