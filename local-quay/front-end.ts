import type { IncomingMessage } from "node:http";
import { constants, type Http2ServerRequest, type Http2Session, type ServerHttp2Stream } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";

/** How much is let through: so many requests a second, and so many more at once. */
export interface Bucket {
  rate: number;
  burst: number;
}

/** What Quay's front end allows where rate limits are on. It then also closes every HTTP/1 connection after one answer. */
export interface Limits {
  /** For one address over HTTP/1. Defaults to 5 a second and 25 more at once, as Quay ships it. */
  http1?: Bucket;
  /** For one connection over HTTP/2. Defaults to 50 a second and 100 more at once, as Quay ships it. */
  http2?: Bucket;
  /** After so many requests an HTTP/2 connection is closed: what came before is still answered. Defaults to nginx's 1000. */
  requestsPerConnection?: number;
}

/** What a request to the API costs the server. */
export interface Cost {
  milliseconds: number;
  /** Requests that are worked on at once, as on so many cores. */
  workers: number;
}

const defaultLimits: Required<Limits> = {
  http1: { rate: 5, burst: 25 },
  http2: { rate: 50, burst: 100 },
  requestsPerConnection: 1000,
};

/** What stands before Quay's API: it counts connections, refuses who asks too often, and lets requests wait for a worker. */
export class FrontEnd {
  /** Connections over which the API was asked. */
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

  /** What becomes of a request that has just arrived. What came after the goodbye to its connection is not heard at all. */
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

  /** Takes the time that the request costs, once a worker is free. */
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

  /** As nginx counts with `limit_req` and `nodelay`: the bucket leaks, and what is refused does not fill it. */
  private hasRoom(whose: object, { rate, burst }: Bucket): boolean {
    const now = this.now();
    const before = this.buckets.get(whose);
    const excess = before ? Math.max(before.excess - (rate * (now - before.at)) / 1000 + 1, 0) : 0;
    if (excess > burst) return false;
    this.buckets.set(whose, { rate, burst, excess, at: now });
    return true;
  }
}

/** This stream is the last that is answered. */
function sendGoaway({ id }: ServerHttp2Stream, session: Http2Session): void {
  session.goaway(constants.NGHTTP2_NO_ERROR, id);
  // Closing at once would end streams whose end has not arrived yet.
  setImmediate(() => session.close());
}
