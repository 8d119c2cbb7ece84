import { MASK } from "../masking";

/** The longest of Quay's answers, such as all robots of a large organization, are a few megabytes. */
const LONGEST = 32 * 1024 * 1024;

/** No answer of Quay's, and nothing that is kept there, is nested deeper. */
export const DEEPEST = 100;

/** An answer that does not end. */
export class TooLong extends Error {
  constructor() {
    super("the answer is longer than 32 MB, which no answer of Quay's is");
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

/** An answer as JSON, or as the text where it is none. Whoever repeats our own token to us, for a log say, gets it no further. */
export function answered(text: string, token: string): { body: unknown; text: string } {
  const safe = token && text.includes(token) ? text.replaceAll(token, MASK) : text;
  if (safe === "") return { body: undefined, text: "" };
  try {
    const body: unknown = JSON.parse(safe);
    if (isDeep(body)) return { body: safe, text: safe };
    // Characters that need no escape are escaped by who wants to hide something.
    return { body: token && /\\u00[2-7]/i.test(safe) ? without(token, body) : body, text: safe };
  } catch {
    return { body: safe, text: safe };
  }
}

function without(token: string, value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(token, MASK);
  if (Array.isArray(value)) return value.map((item) => without(token, item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replaceAll(token, MASK), without(token, item)]),
  );
}

/** Whether a value below so many levels is nested deeper than `DEEPEST`. What calls itself for each level ends where the stack does. */
export function isDeep(value: unknown, above = 0): boolean {
  let level = [value].filter(isNested);
  for (let depth = above; level.length > 0; depth++) {
    if (depth === DEEPEST) return true;
    level = level.flatMap((nested) => Object.values(nested)).filter(isNested);
  }
  return false;
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;
