import type { Socket } from "node:net";
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from "node:tls";
import type { QuaySettings } from "../../settings";
import { Http1 } from "./http1";
import { Http2 } from "./http2";
import { proxyFor, tunnel } from "./proxy";
import { type Transport, Unsent } from "./wire";

/**
 * Opens the way to a Quay. Where it speaks HTTP/2 one connection carries everything, because Quay's front end counts
 * connections and allows ten times as much over one that is HTTP/2. Throws Unsent when there is nobody.
 */
export async function transport({ url, caCertificate, concurrency, timeoutSeconds }: QuaySettings): Promise<Transport> {
  const address = new URL(url);
  // Reading all authorities takes a tenth of a second: not again for every connection.
  const secureContext = caCertificate ? createSecureContext({ ca: [...rootCertificates, caCertificate] }) : undefined;
  const timeout = timeoutSeconds * 1000;
  const around = throughProxy(address, timeout);
  const many = { connections: concurrency, secureContext, around };
  if (address.protocol !== "https:") return new Http1(address.origin, many);

  const dial = async () => handshake(address, secureContext, timeout, await around?.());
  const socket = await dial().catch((cause) => {
    throw new Unsent(cause);
  });
  if (socket.alpnProtocol === "h2") return new Http2(address.origin, dial, socket);
  socket.destroy();
  return new Http1(address.origin, many);
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
  over: Socket | undefined,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const servername = /^[\d.]+$|:/.test(host) ? undefined : host;
    const ALPNProtocols = ["h2", "http/1.1"];
    const socket = connect({ host, port: Number(port) || 443, servername, secureContext, ALPNProtocols, socket: over });
    const late = () => socket.destroy(Object.assign(new Error("connecting took too long"), { code: "ETIMEDOUT" }));
    socket.setTimeout(timeout, late);
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      socket.setTimeout(0);
      socket.off("timeout", late);
      socket.off("error", reject);
      resolve(socket);
    });
  });
}
