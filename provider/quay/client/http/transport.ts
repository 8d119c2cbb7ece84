import type { Socket } from "node:net";
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from "node:tls";
import type { QuaySettings } from "../../settings";
import { Http1 } from "./http1";
import { Http2 } from "./http2";
import { proxyFor, tunnel } from "./proxy";
import { type Transport, Unsent } from "./wire";

/**
 * Connects to a Quay. HTTP/2 is preferred, with one connection for all requests: Quay's front end limits rates by connection
 * and allows ten times as many requests over HTTP/2. Throws Unsent when it cannot connect.
 */
export async function transport({ url, caCertificate, concurrency, timeoutSeconds }: QuaySettings): Promise<Transport> {
  const address = new URL(url);
  // Parsing all certificate authorities takes a tenth of a second, so the context is shared by all connections.
  const secureContext = caCertificate ? createSecureContext({ ca: [...rootCertificates, caCertificate] }) : undefined;
  const timeout = timeoutSeconds * 1000;
  const openTunnel = throughProxy(address, timeout);
  const http1Options = { connections: concurrency, secureContext, openTunnel };
  if (address.protocol !== "https:") return new Http1(address.origin, http1Options);

  const dial = async () => handshake(address, secureContext, timeout, await openTunnel?.());
  const socket = await dial().catch((cause) => {
    throw new Unsent(cause);
  });
  if (socket.alpnProtocol === "h2") return new Http2(address.origin, dial, socket);
  socket.destroy();
  return new Http1(address.origin, http1Options);
}

function throughProxy(address: URL, timeout: number): (() => Promise<Socket>) | undefined {
  try {
    const proxy = proxyFor(address);
    return proxy && (() => tunnel(proxy, address, timeout));
  } catch (cause) {
    throw new Unsent(cause);
  }
}

function handshake(
  { hostname, port }: URL,
  secureContext: SecureContext | undefined,
  timeout: number,
  tunnelSocket: Socket | undefined,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const servername = /^[\d.]+$|:/.test(host) ? undefined : host;
    const ALPNProtocols = ["h2", "http/1.1"];
    const socket = connect({
      host,
      port: Number(port) || 443,
      servername,
      secureContext,
      ALPNProtocols,
      socket: tunnelSocket,
    });
    const onTimeout = () => socket.destroy(Object.assign(new Error("connecting took too long"), { code: "ETIMEDOUT" }));
    socket.setTimeout(timeout, onTimeout);
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      socket.setTimeout(0);
      socket.off("timeout", onTimeout);
      socket.off("error", reject);
      resolve(socket);
    });
  });
}
