/** How long a request is tried again. Tests shorten it. */
export interface Patience {
  /** Tries after the first, for a fault that may pass. */
  tries: number;
  /** Milliseconds before the second try; doubles with every further one. */
  pause: number;
  /** Milliseconds for which "too many requests" is waited out. */
  refused: number;
}

export const patient: Patience = { tries: 5, pause: 400, refused: 600_000 };

/** What became of one try: an answer, or a connection that gave none. */
export type Outcome =
  | { status: number; body: unknown; retryAfter?: string }
  | { lost: true /** The request cannot have reached Quay. */; unsent: boolean };

const UNSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether a connection failed before anything was sent over it. */
export const neverSent = (cause: unknown): boolean => UNSENT.has((cause as { code?: string } | undefined)?.code ?? "");

/** A fault that may pass by itself. A registry or repository that is read-only stays so: that 503 is an answer. */
export function passing(outcome: Outcome): boolean {
  if ("lost" in outcome) return true;
  if (outcome.status === 503) return !/read.only/i.test(JSON.stringify(outcome.body ?? ""));
  return [408, 429, 502, 504].includes(outcome.status);
}

/** Whether asking again could do something twice. A 429 is said before anything is done. */
export function harmless(outcome: Outcome, repeatable: boolean): boolean {
  if (repeatable) return true;
  return "lost" in outcome ? outcome.unsent : outcome.status === 429;
}

/** Milliseconds to wait before try number `tried + 1`; a little random, so that a crowd does not return at once. */
export function pauseBefore(tried: number, outcome: Outcome, { pause }: Patience): number {
  const asked = "lost" in outcome ? undefined : retryAfter(outcome.retryAfter);
  return asked ?? pause * 2 ** Math.min(tried - 1, 6) * (0.75 + Math.random() / 2);
}

/** Retry-After holds seconds or a date. */
function retryAfter(value: string | undefined): number | undefined {
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), 120_000);
}
