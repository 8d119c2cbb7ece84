import { isPermanent } from "./causes";

/** How often and how long a request is retried. Tests shorten it. */
export interface RetryPolicy {
  /** Retries after a transient fault. */
  tries: number;
  /** Milliseconds before the first retry; doubled for each further one. */
  pause: number;
  /** Milliseconds to wait in a row while Quay throttles and accepts nothing. */
  maxWait: number;
}

export const defaultRetryPolicy: RetryPolicy = { tries: 5, pause: 400, maxWait: 600_000 };

export interface Answer {
  status: number;
  /** The parsed JSON, or the text when it is not JSON. */
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

/** The result of one attempt: an answer, or a connection that gave none. */
export type Outcome = Answer | Lost;

/** Whether the fault may pass by itself. The 503 of a read-only registry or repository does not. */
export function isTransient(outcome: Outcome, reads: boolean): boolean {
  if ("lost" in outcome) return !isPermanent(outcome.cause);
  if (outcome.status === 503) return !/read.only/i.test(outcome.text);
  // Quay answers 500 also to writes with input that it does not handle; a retry would fail again.
  return [408, 502, 504].includes(outcome.status) || (outcome.status === 500 && reads);
}

/** Whether a retry cannot carry out the request twice. */
export const isSafeToRepeat = (outcome: Outcome, repeatable: boolean): boolean =>
  repeatable || ("lost" in outcome && outcome.unsent);

/** Milliseconds to wait after this attempt, with jitter so that concurrent requests do not all return at once. */
export function backoff(attempt: number, outcome: Outcome, { pause }: RetryPolicy): number {
  const requested = "lost" in outcome ? undefined : retryAfterMilliseconds(outcome);
  return requested ?? pause * 2 ** Math.min(attempt - 1, 6) * (0.75 + Math.random() / 2);
}

/** The wait that Quay asks for. Retry-After holds whole seconds, or a date that begins with the day of the week. */
export function retryAfterMilliseconds({ retryAfter = "" }: Answer): number | undefined {
  const isDate = /^[A-Z][a-z]{2,8}, ?\d/.test(retryAfter);
  const milliseconds = isDate ? Date.parse(retryAfter) - Date.now() : Number(/^\d+$/.exec(retryAfter)?.[0]) * 1000;
  return milliseconds > 0 ? Math.min(milliseconds, LONGEST_RETRY_AFTER) : undefined;
}

/** A longer Retry-After is taken for a mistake and capped. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60 * 1000;
