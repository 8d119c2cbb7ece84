/** The longest of Quay's answers, such as all robots of a large organization, are a few megabytes. */
const LONGEST = 64 * 1024 * 1024;

/** An answer that does not end. */
export class TooLong extends Error {
  constructor() {
    super("the answer is longer than 64 MB, which no answer of Quay's is");
  }
}

/** The text of an answer, which comes in parts. */
export class Body {
  private readonly parts: string[] = [];
  private length = 0;

  /** Throws TooLong. */
  add(part: string): void {
    this.length += part.length;
    if (this.length > LONGEST) {
      this.parts.length = 0;
      throw new TooLong();
    }
    this.parts.push(part);
  }

  get text(): string {
    return this.parts.join("");
  }
}
