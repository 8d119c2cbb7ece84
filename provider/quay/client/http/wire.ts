/** A request as it goes over the wire. */
export interface Sent {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Milliseconds for the whole answer. An abort signal for each request would take a fifth of its processor time. */
  timeout: number;
  /** Breaks the request off. */
  signal?: AbortSignal;
}

export interface Received {
  status: number;
  text: string;
  retryAfter?: string;
  location?: string;
}

/** The connections to a Quay. */
export interface Transport {
  /** Throws when no whole answer came; `Unsent` when nothing can have arrived. */
  send(sent: Sent): Promise<Received>;
  close(): Promise<void>;
}

/** Why nothing was sent is its cause. */
export class Unsent extends Error {
  constructor(override readonly cause: unknown) {
    super();
  }
}

export const CLOSED = "the connection was closed before the answer was there";

/** Time was over before the answer was there. */
export class Late extends Error {
  override readonly name = "TimeoutError";

  /** Before there was a connection nothing can have arrived. */
  constructor(readonly code?: "NOT_CONNECTED") {
    super("The operation was aborted due to timeout");
  }
}
