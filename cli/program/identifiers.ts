/** Assigns unique names to the constants of a file. */
export class Identifiers {
  private readonly used: Set<string>;

  constructor(taken: readonly string[]) {
    this.used = new Set(["quay", ...taken, ...RESERVED]);
  }

  /** The first candidate that is free, or the last one with a number. */
  reserve(candidates: readonly [string, ...string[]]): string {
    const last = candidates.at(-1);
    for (let number = 1; ; number++) {
      const free = (number === 1 ? candidates : [`${last}${number}`]).find((candidate) => !this.used.has(candidate));
      if (!free) continue;
      this.used.add(free);
      return free;
    }
  }
}

/** A name in camel case; empty when it holds no letter of the alphabet. */
export const camelCase = (name: string): string =>
  name.replace(/^[^A-Za-z]+/, "").replace(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, next) => next.toUpperCase());

/** Reserved words of TypeScript. */
const RESERVED =
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/);
