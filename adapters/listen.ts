import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { HttpApp } from "./http-app";
import { Problem } from "./problem";

/** A server that listens. */
export interface ListeningServer {
  url: string;
  /** Accepts no more connections, and waits for the requests in progress for a limited time. */
  close(): Promise<void>;
}

/** Milliseconds that requests in progress get to finish when the server stops. */
const GRACE = 10_000;

export async function listen(app: HttpApp, host: string, port: number, grace = GRACE): Promise<ListeningServer> {
  const errorHandler = () => new Problem(400, "This is not a request of HTTP as it has to be.").response;
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler }));
  server.listen(port, host);
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") throw new Error(`Port ${port} is taken. Choose another with --port.`);
    throw new Error(`Nothing can listen on port ${port} of ${host} here (${error.code}).`, { cause: error });
  });
  const { port: actual } = server.address() as AddressInfo;
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`, close: () => close(server, grace) };
}

async function close(server: Server, grace: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const deadline = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearInterval(idle);
  clearTimeout(deadline);
}
