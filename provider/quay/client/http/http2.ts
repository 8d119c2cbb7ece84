import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from "node:http2";
import type { TLSSocket } from "node:tls";
import { Body } from "./body";
import { CLOSED, Late, type Received, type Sent, type Transport, Unsent } from "./wire";

interface Connection {
  session: ClientHttp2Session;
  streams: number;
}

/**
 * One HTTP/2 connection for everything, and the next one when the server says goodbye to it, as nginx does after every
 * thousand requests. What is then under way finishes.
 */
export class Http2 implements Transport {
  private current?: Promise<Connection>;

  constructor(
    private readonly origin: string,
    private readonly dial: () => Promise<TLSSocket>,
    first: TLSSocket,
  ) {
    this.current = Promise.resolve(this.over(first));
  }

  async send(sent: Sent): Promise<Received> {
    for (let tried = 1; ; tried++) {
      this.current ??= this.dial().then((socket) => this.over(spoken(socket)));
      const current = this.current;
      try {
        const connection = await current.catch((cause) => {
          throw new Unsent(cause);
        });
        if (!connection.session.closed && !connection.session.destroyed) return await exchange(connection, sent);
      } catch (error) {
        // A stream that the server refused was not looked at: it came after the goodbye.
        if (!(error instanceof Refused)) {
          // Who got no answer in time may be on a connection that is dead without a word.
          if (error instanceof Unsent || error instanceof Late) this.leave(current);
          throw error;
        }
      }
      this.leave(current);
      if (tried === CONNECTIONS) throw new Unsent(new Error("it takes no request on any connection"));
    }
  }

  async close(): Promise<void> {
    (await this.current?.catch(() => undefined))?.session.destroy();
  }

  private over(socket: TLSSocket): Connection {
    const session = connect(this.origin, { createConnection: () => socket, settings: { enablePush: false } });
    // What ends a connection is told to each request that is under way.
    session.on("error", () => undefined);
    session.unref();
    return { session, streams: 0 };
  }

  /** Whoever asks next gets a new connection; what is under way on this one finishes. */
  private leave(connection: Promise<Connection>): void {
    if (this.current === connection) this.current = undefined;
    connection.then(({ session }) => session.close()).catch(() => undefined);
  }
}

/** Whoever took the place of the server may not speak HTTP/2: then it is to be asked anew what it speaks. */
function spoken(socket: TLSSocket): TLSSocket {
  if (socket.alpnProtocol === "h2") return socket;
  socket.destroy();
  throw new Error("it speaks HTTP/2 no more");
}

class Refused extends Error {}

/** A goodbye costs one new connection, and a crowd another. A server that ends every connection at once is no goodbye. */
const CONNECTIONS = 3;

const REFUSED_STREAM = 7;

async function exchange(
  connection: Connection,
  { method, path, headers, body, timeout, signal }: Sent,
): Promise<Received> {
  const { session } = connection;
  const stream = session.request({ ":method": method, ":path": path, ...headers }, { signal });
  const timer = setTimeout(() => stream.destroy(new Late()), timeout);
  // Only a request under way keeps the process from ending.
  if (connection.streams++ === 0) session.ref();
  try {
    stream.end(body);
    return await answer(stream);
  } catch (cause) {
    if (stream.rstCode === REFUSED_STREAM && !(cause instanceof Late)) throw new Refused(undefined, { cause });
    throw cause;
  } finally {
    clearTimeout(timer);
    if (--connection.streams === 0) session.unref();
  }
}

function answer(stream: ClientHttp2Stream): Promise<Received> {
  return new Promise((resolve, reject) => {
    let headers: IncomingHttpHeaders | undefined;
    const body = new Body();
    let whole = false;
    stream.setEncoding("utf8");
    stream.on("response", (received) => {
      headers = received;
    });
    stream.on("data", (part: string) => {
      try {
        body.add(part);
      } catch (error) {
        stream.destroy(error as Error);
      }
    });
    stream.once("end", () => {
      whole = !stream.aborted;
    });
    stream.once("error", reject);
    stream.once("close", () => {
      const status = Number(headers?.[":status"]);
      const { text } = body;
      const { location, "retry-after": retryAfter, "content-length": length } = headers ?? {};
      const isCut = length !== undefined && Buffer.byteLength(text) < Number(length);
      if (whole && headers && stream.rstCode === 0 && !isCut) {
        resolve({ status, text, retryAfter: retryAfter?.toString(), location });
      } else reject(new Error(CLOSED));
    });
  });
}
