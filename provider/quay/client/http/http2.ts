import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from "node:http2";
import type { TLSSocket } from "node:tls";
import { Body } from "./body";
import { CLOSED, type HttpRequest, type HttpResponse, RequestTimeout, type Transport, Unsent } from "./wire";

interface Connection {
  session: ClientHttp2Session;
  streams: number;
}

/**
 * One HTTP/2 connection for all requests. When the server sends GOAWAY, as nginx does after every thousand requests, a new
 * connection is opened while the requests in flight finish on the old one.
 */
export class Http2 implements Transport {
  private current?: Promise<Connection>;

  constructor(
    private readonly origin: string,
    private readonly dial: () => Promise<TLSSocket>,
    first: TLSSocket,
  ) {
    this.current = Promise.resolve(this.openSession(first));
  }

  async send(sent: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt++) {
      this.current ??= this.dial().then((socket) => this.openSession(requireHttp2(socket)));
      const current = this.current;
      try {
        const connection = await current.catch((cause) => {
          throw new Unsent(cause);
        });
        if (!connection.session.closed && !connection.session.destroyed) return await exchange(connection, sent);
      } catch (error) {
        // A refused stream was not processed: it arrived after GOAWAY, so it can be sent again.
        if (!(error instanceof StreamRefused)) {
          // After a timeout the connection may be dead without an error.
          if (error instanceof Unsent || error instanceof RequestTimeout) this.retire(current);
          throw error;
        }
      }
      this.retire(current);
      if (attempt === MAX_CONNECTIONS) throw new Unsent(new Error("it takes no request on any connection"));
    }
  }

  async close(): Promise<void> {
    (await this.current?.catch(() => undefined))?.session.destroy();
  }

  private openSession(socket: TLSSocket): Connection {
    const session = connect(this.origin, { createConnection: () => socket, settings: { enablePush: false } });
    // Each request in flight receives the error itself.
    session.on("error", () => undefined);
    session.unref();
    return { session, streams: 0 };
  }

  /** The next request opens a new connection; the requests in flight on this one finish. */
  private retire(connection: Promise<Connection>): void {
    if (this.current === connection) this.current = undefined;
    connection.then(({ session }) => session.close()).catch(() => undefined);
  }
}

/** The server may have been replaced by one without HTTP/2: then the HTTP version has to be negotiated again. */
function requireHttp2(socket: TLSSocket): TLSSocket {
  if (socket.alpnProtocol === "h2") return socket;
  socket.destroy();
  throw new Error("it speaks HTTP/2 no more");
}

class StreamRefused extends Error {}

/** GOAWAY costs one new connection, and under load a second. A server that ends every connection at once is an error. */
const MAX_CONNECTIONS = 3;

const REFUSED_STREAM = 7;

async function exchange(
  connection: Connection,
  { method, path, headers, body, timeout, signal }: HttpRequest,
): Promise<HttpResponse> {
  const { session } = connection;
  const stream = session.request({ ":method": method, ":path": path, ...headers }, { signal });
  const timer = setTimeout(() => stream.destroy(new RequestTimeout()), timeout);
  // Only a request in flight keeps the process alive.
  if (connection.streams++ === 0) session.ref();
  try {
    stream.end(body);
    return await responseOf(stream);
  } catch (cause) {
    if (stream.rstCode === REFUSED_STREAM && !(cause instanceof RequestTimeout))
      throw new StreamRefused(undefined, { cause });
    throw cause;
  } finally {
    clearTimeout(timer);
    if (--connection.streams === 0) session.unref();
  }
}

function responseOf(stream: ClientHttp2Stream): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let headers: IncomingHttpHeaders | undefined;
    const body = new Body();
    let complete = false;
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
      complete = !stream.aborted;
    });
    stream.once("error", reject);
    stream.once("close", () => {
      const status = Number(headers?.[":status"]);
      const { text } = body;
      const { location, "retry-after": retryAfter, "content-length": length } = headers ?? {};
      const isTruncated = length !== undefined && Buffer.byteLength(text) < Number(length);
      if (complete && headers && stream.rstCode === 0 && !isTruncated) {
        resolve({ status, text, retryAfter: retryAfter?.toString(), location });
      } else reject(new Error(CLOSED));
    });
  });
}
