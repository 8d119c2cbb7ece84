import { MASK } from "../masking";

/** Quay's largest answers, such as all robots of a large organization, have a few megabytes. */
const MAX_LENGTH = 32 * 1024 * 1024;

/** No answer of Quay and no value that it stores is nested deeper. */
export const MAX_DEPTH = 100;

/** The answer exceeds the size limit. */
export class AnswerTooLong extends Error {
  constructor() {
    super("the answer is longer than 32 MB, which no answer of Quay's is");
  }
}

/** Collects the text of an answer from its chunks. */
export class Body {
  private readonly parts: string[] = [];
  private length = 0;

  /** Throws TooLong. */
  add(part: string): void {
    this.length += part.length;
    if (this.length > MAX_LENGTH) {
      this.parts.length = 0;
      throw new AnswerTooLong();
    }
    this.parts.push(part);
  }

  get text(): string {
    return this.parts.join("");
  }
}

/** Parses an answer as JSON; keeps the text when it is none. The token is masked, in case the server echoes it. */
export function parseAnswer(text: string, token: string): { body: unknown; text: string } {
  const safe = token && text.includes(token) ? text.replaceAll(token, MASK) : text;
  if (safe === "") return { body: undefined, text: "" };
  try {
    const body: unknown = JSON.parse(safe);
    if (isDeep(body)) return { body: safe, text: safe };
    // Unnecessary escapes of plain characters may hide the token in the text.
    return { body: token && /\\u00[2-7]/i.test(safe) ? maskToken(token, body) : body, text: safe };
  } catch {
    return { body: safe, text: safe };
  }
}

function maskToken(token: string, value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(token, MASK);
  if (Array.isArray(value)) return value.map((item) => maskToken(token, item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replaceAll(token, MASK), maskToken(token, item)]),
  );
}

/** Whether a value below `above` levels is nested deeper than `MAX_DEPTH`. Iterative, because recursion could overflow the stack. */
export function isDeep(value: unknown, above = 0): boolean {
  let level = [value].filter(isNested);
  for (let depth = above; level.length > 0; depth++) {
    if (depth === MAX_DEPTH) return true;
    level = level.flatMap((nested) => Object.values(nested)).filter(isNested);
  }
  return false;
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;
