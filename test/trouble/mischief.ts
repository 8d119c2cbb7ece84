import type { Fault, LocalQuay, RecordedRequest } from "../../local-quay";
import { Dice } from "./seed";

/** What goes wrong with one request, and whether it is carried out all the same. */
export interface Mishap {
  fault: Fault;
  after?: boolean;
}

const page = (status: number, headers?: Record<string, string>): Fault => ({
  status,
  type: "text/html",
  headers,
  body: `<html><head><title>${status}</title></head><body>Try again later.</body></html>`,
});

/** What can go wrong between us and a Quay, each as likely as the other. */
export const mishaps: Record<string, Mishap[]> = {
  "too many requests": [{ fault: 429 }, { fault: page(429, { "retry-after": "1" }) }],
  "not authenticated": [{ fault: 401 }],
  "server error": [{ fault: 500 }],
  "bad gateway": [{ fault: 502 }, { fault: 502, after: true }],
  unavailable: [{ fault: 503 }, { fault: page(503, { "retry-after": "0" }) }],
  "gateway timeout": [{ fault: 504 }, { fault: 504, after: true }],
  "reset before": [{ fault: "reset" }],
  "reset after": [{ fault: "reset", after: true }],
  "no answer": [{ fault: "hang" }, { fault: "hang", after: true }],
  "half an answer": [{ fault: "half", after: true }],
  "a page with 200": [{ fault: "html" }],
};

interface Options {
  /** Of all requests. */
  share?: number;
  /** Of the names above; all when not given. */
  only?: string[];
}

/**
 * Makes a share of all requests fail. What becomes of one depends on what it is and how often it was asked before, not on the
 * moment, so that the same seed means the same trouble. Answers with what happened, and with how to stop it.
 */
export function mischief(quay: LocalQuay, seed: number, { share = 0.3, only = Object.keys(mishaps) }: Options = {}) {
  const chosen = only.map((name) => [name, mishaps[name] ?? []] as const);
  const decided = new WeakMap<RecordedRequest, Mishap | undefined>();
  const asked = new Map<string, number>();
  const happened: Record<string, number> = {};
  let goesOn = true;

  const decide = (request: RecordedRequest): Mishap | undefined => {
    if (decided.has(request)) return decided.get(request);
    const what = `${request.method} ${request.path}`;
    const times = (asked.get(what) ?? 0) + 1;
    asked.set(what, times);
    const dice = new Dice(seed, what, times);
    const [name, kinds] = dice.happens(share) ? dice.pick(chosen) : ["none", []];
    happened[name] = (happened[name] ?? 0) + 1;
    const mishap = kinds.length > 0 ? dice.pick(kinds) : undefined;
    decided.set(request, mishap);
    return mishap;
  };

  for (const mishap of chosen.flatMap(([, kinds]) => kinds)) {
    const when = (request: RecordedRequest) => goesOn && decide(request) === mishap;
    quay.fail("*", mishap.fault, { times: Number.POSITIVE_INFINITY, after: mishap.after, when });
  }
  return {
    /** How often what went wrong. */
    happened,
    end: () => {
      goesOn = false;
    },
  };
}
