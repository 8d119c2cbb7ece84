import type { IncomingMessage } from "node:http";
import { constants, type Http2ServerRequest, type Http2Session, type ServerHttp2Stream } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";

/** A rate limit: requests per second, and the burst that is allowed in addition. */
export interface Bucket {
  rate: number;
  burst: number;
}

/** The limits of Quay's front end. With rate limits it also closes every HTTP/1 connection after one response. */
export interface Limits {
  /** Per IP address over HTTP/1. Defaults to 5 per second with a burst of 25, as in Quay. */
  http1?: Bucket;
  /** Per connection over HTTP/2. Defaults to 50 per second with a burst of 100, as in Quay. */
  http2?: Bucket;
  /** An HTTP/2 connection is closed after so many requests, which still get responses. Defaults to nginx's 1000. */
  requestsPerConnection?: number;
}

/** The processing time of a request to the API. */
export interface Cost {
  milliseconds: number;
  /** The number of requests that are processed at once, like cores. */
  workers: number;
}

const defaultLimits: Required<Limits> = {
  http1: { rate: 5, burst: 25 },
  http2: { rate: 50, burst: 100 },
  requestsPerConnection: 1000,
};

/** The proxy in front of Quay's API: it counts connections, limits the rate, and queues requests for a worker. */
export class FrontEnd {
  /** Connections with requests to the API. */
  connections = 0;
  private requests = new WeakMap<object, number>();
  private buckets = new WeakMap<object, Bucket & { excess: number; at: number }>();
  private addresses = new Map<string, object>();
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  constructor(
    private readonly limits: Limits | undefined,
    private readonly cost: Cost | undefined,
    private readonly now = () => performance.now(),
  ) {}

  /** Whether connections are closed after each answer. */
  closesConnections(incoming: IncomingMessage): boolean {
    return this.limits !== undefined && incoming.httpVersionMajor === 1;
  }

  /** Decides about a new request. Requests after the GOAWAY of their connection get no response at all. */
  admit(incoming: IncomingMessage): "admitted" | "refused" | "unheard" {
    const { stream } = incoming as unknown as Partial<Http2ServerRequest>;
    const connection = stream?.session ?? incoming.socket;
    const count = (this.requests.get(connection) ?? 0) + 1;
    this.requests.set(connection, count);
    if (count === 1) this.connections++;
    if (!this.limits) return "admitted";
    const { http1, http2, requestsPerConnection } = { ...defaultLimits, ...this.limits };
    if (stream?.session && count === requestsPerConnection) sendGoaway(stream, stream.session);
    if (stream?.session && count > requestsPerConnection) {
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
      return "unheard";
    }
    const isAllowed = stream?.session
      ? this.hasRoom(stream.session, http2)
      : this.hasRoom(this.address(incoming.socket.remoteAddress), http1);
    return isAllowed ? "admitted" : "refused";
  }

  /** Waits for a free worker, and then for the processing time of the request. */
  async work(): Promise<void> {
    if (!this.cost?.milliseconds) return;
    if (this.busy >= this.cost.workers) await new Promise<void>((go) => this.waiting.push(go));
    else this.busy++;
    await sleep(this.cost.milliseconds);
    const next = this.waiting.shift();
    if (next) next();
    else this.busy--;
  }

  reset(): void {
    this.connections = 0;
    this.requests = new WeakMap();
    this.buckets = new WeakMap();
  }

  private address(remote = ""): object {
    const known = this.addresses.get(remote) ?? {};
    this.addresses.set(remote, known);
    return known;
  }

  /** The leaky bucket of nginx's `limit_req` with `nodelay`: refused requests do not fill it. */
  private hasRoom(whose: object, { rate, burst }: Bucket): boolean {
    const now = this.now();
    const before = this.buckets.get(whose);
    const excess = before ? Math.max(before.excess - (rate * (now - before.at)) / 1000 + 1, 0) : 0;
    if (excess > burst) return false;
    this.buckets.set(whose, { rate, burst, excess, at: now });
    return true;
  }
}

/** Sends GOAWAY with this stream as the last one that gets a response. */
function sendGoaway({ id }: ServerHttp2Stream, session: Http2Session): void {
  session.goaway(constants.NGHTTP2_NO_ERROR, id);
  // Closing at once would abort streams whose request has not arrived completely.
  setImmediate(() => session.close());
}
