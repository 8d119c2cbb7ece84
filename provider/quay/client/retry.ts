import { isLasting } from "./causes";

/** How long a request is tried again. Tests shorten it. */
export interface RetryPolicy {
  /** Tries after the first, for a fault that may pass. */
  tries: number;
  /** Milliseconds before the second try; doubles with every further one. */
  pause: number;
  /** Milliseconds on end for which is waited while Quay takes nothing, because it asks for that. */
  refused: number;
}

export const defaultRetryPolicy: RetryPolicy = { tries: 5, pause: 400, refused: 600_000 };

export interface Answer {
  status: number;
  /** JSON, or the text where it is none. */
  body: unknown;
  text: string;
  retryAfter?: string;
  location?: string;
}

export interface Lost {
  lost: true;
  /** The request cannot have reached Quay. */
  unsent: boolean;
  cause: unknown;
}

/** What became of one try: an answer, or a connection that gave none. */
export type Outcome = Answer | Lost;

/** A fault that may pass by itself. A registry or repository that is read-only stays so: that 503 is an answer. */
export function isTransient(outcome: Outcome, reads: boolean): boolean {
  if ("lost" in outcome) return !isLasting(outcome.cause);
  if (outcome.status === 503) return !/read.only/i.test(outcome.text);
  // To a write Quay says 500 also of what it did not foresee, which it will say again.
  return [408, 502, 504].includes(outcome.status) || (outcome.status === 500 && reads);
}

/** Whether trying again could do something twice. */
export const isSafeToRepeat = (outcome: Outcome, repeatable: boolean): boolean =>
  repeatable || ("lost" in outcome && outcome.unsent);

/** Milliseconds to wait before try number `tried + 1`; a little random, so that a crowd does not return at once. */
export function backoff(tried: number, outcome: Outcome, { pause }: RetryPolicy): number {
  const told = "lost" in outcome ? undefined : retryAfterMilliseconds(outcome);
  return told ?? pause * 2 ** Math.min(tried - 1, 6) * (0.75 + Math.random() / 2);
}

/** Milliseconds that Quay asks to wait: Retry-After holds whole seconds, or a date that begins with the day of the week. */
export function retryAfterMilliseconds({ retryAfter = "" }: Answer): number | undefined {
  const isDate = /^[A-Z][a-z]{2,8}, ?\d/.test(retryAfter);
  const milliseconds = isDate ? Date.parse(retryAfter) - Date.now() : Number(/^\d+$/.exec(retryAfter)?.[0]) * 1000;
  return milliseconds > 0 ? Math.min(milliseconds, DAY) : undefined;
}

/** Nobody is believed to ask for more. */
const DAY = 24 * 60 * 60 * 1000;
