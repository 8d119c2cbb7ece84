/** An HTTP request. */
export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Including the query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Milliseconds until the answer is complete. It is no AbortSignal, because that costs a fifth of a request's CPU time. */
  timeout: number;
  /** Aborts the request. */
  signal?: AbortSignal;
}

export interface HttpResponse {
  status: number;
  text: string;
  retryAfter?: string;
  location?: string;
}

/** The connections to a Quay. */
export interface Transport {
  /** Throws when no complete answer arrived; `Unsent` when the request cannot have reached the server. */
  send(sent: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

/** The request was not sent; `cause` says why. */
export class Unsent extends Error {
  constructor(override readonly cause: unknown) {
    super();
  }
}

export const CLOSED = "the connection was closed before the answer was there";

/** The timeout passed before the answer was complete. */
export class RequestTimeout extends Error {
  override readonly name = "TimeoutError";

  /** `NOT_CONNECTED` when there was no connection yet, so that the request cannot have arrived. */

  constructor(readonly code?: "NOT_CONNECTED") {
    super("The operation was aborted due to timeout");
  }
}
