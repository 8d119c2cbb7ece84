import { createServer as createPlain, type RequestListener } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttps } from "node:https";
import type { Server, Socket } from "node:net";
import { certificates } from "./certificates";

/** Which versions of HTTP are offered over TLS. Both, unless one is switched off. */
export interface Tls {
  http1?: boolean;
  http2?: boolean;
}

export interface HttpServer {
  server: Server;
  /** The certificate authority that clients have to trust, as PEM. */
  caCertificate?: string;
  /** Closes all connections at once. */
  closeConnections(): void;
}

/** Creates a server that does not listen yet, optionally over TLS with new certificates. */
export function createHttpServer(listener: RequestListener, tls: Tls | undefined, hosts: string[]): HttpServer {
  const { caCertificate, ...own } = tls ? certificates(hosts) : {};
  const server = tls ? secure(listener, tls, own) : createPlain(serverOptions, listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const closeConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return { server, caCertificate, closeConnections: closeConnections };
}

/** Longer than clients keep idle connections, so that the server never closes one while a request is sent. */
const serverOptions = { keepAliveTimeout: 60_000 };

function secure(listener: RequestListener, { http1 = true, http2 = true }: Tls, own: object): Server {
  if (!http2) return createHttps({ ...own, ...serverOptions }, listener);
  // The compatibility API of HTTP/2 provides everything that the listener uses.
  return createSecureServer({ ...own, ...serverOptions, allowHTTP1: http1 }, listener as never);
}
