import type { Fault, LocalQuay, RecordedRequest } from "../../local-quay";
import { Random } from "./seed";

/** A fault of one request, and whether the request is carried out all the same. */
export interface InjectedFault {
  fault: Fault;
  after?: boolean;
}

const page = (status: number, headers?: Record<string, string>): Fault => ({
  status,
  type: "text/html",
  headers,
  body: `<html><head><title>${status}</title></head><body>Try again later.</body></html>`,
});

/** The faults between the provider and a Quay, with equal probability. */
export const faults: Record<string, InjectedFault[]> = {
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
  /** The share of all requests. */
  share?: number;
  /** Names of the faults above; all when omitted. */
  only?: string[];
}

/**
 * Makes a share of all requests fail. The fault of a request depends on its route and on how often that was requested before, not on
 * the time, so that the same seed causes the same faults. Returns the counts of the faults, and a function that ends them.
 */
export function injectFaults(quay: LocalQuay, seed: number, { share = 0.3, only = Object.keys(faults) }: Options = {}) {
  const chosen = only.map((name) => [name, faults[name] ?? []] as const);
  const decided = new WeakMap<RecordedRequest, InjectedFault | undefined>();
  const counts = new Map<string, number>();
  const happened: Record<string, number> = {};
  let active = true;

  const decide = (request: RecordedRequest): InjectedFault | undefined => {
    if (decided.has(request)) return decided.get(request);
    const what = `${request.method} ${request.path}`;
    const times = (counts.get(what) ?? 0) + 1;
    counts.set(what, times);
    const random = new Random(seed, what, times);
    const [name, kinds] = random.happens(share) ? random.pick(chosen) : ["none", []];
    happened[name] = (happened[name] ?? 0) + 1;
    const mishap = kinds.length > 0 ? random.pick(kinds) : undefined;
    decided.set(request, mishap);
    return mishap;
  };

  for (const mishap of chosen.flatMap(([, kinds]) => kinds)) {
    const when = (request: RecordedRequest) => active && decide(request) === mishap;
    quay.fail("*", mishap.fault, { times: Number.POSITIVE_INFINITY, after: mishap.after, when });
  }
  return {
    /** The count of each fault. */
    happened,
    end: () => {
      active = false;
    },
  };
}
