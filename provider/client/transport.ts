import { connect, rootCertificates } from "node:tls";
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import type { QuaySettings } from "../config";

/**
 * The connections to a Quay. Where it speaks HTTP/2 one connection carries everything, because Quay's front end counts
 * connections and allows ten times as much over one that is HTTP/2.
 */
export async function transport({
  url,
  caCertificate,
  concurrency,
  timeoutSeconds,
}: QuaySettings): Promise<Dispatcher> {
  const ca = caCertificate ? [...rootCertificates, caCertificate] : undefined;
  const timeout = timeoutSeconds * 1000;
  const many = { connections: concurrency, connect: { ca, timeout } };
  if (Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name))) {
    return new EnvHttpProxyAgent({ ...many, requestTls: { ca } });
  }
  if (!(await speaksHttp2(new URL(url), ca, timeout))) return new Agent(many);
  return new Agent({ ...many, allowH2: true, connections: 1, pipelining: 100 });
}

/** Asks by a handshake. Who cannot be reached is left to the first request to say so. */
function speaksHttp2({ protocol, hostname, port }: URL, ca: string[] | undefined, timeout: number): Promise<boolean> {
  if (protocol !== "https:") return Promise.resolve(false);
  return new Promise((resolve) => {
    const servername = /^[\d.]+$|:/.test(hostname) ? undefined : hostname;
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = connect({
      host,
      port: Number(port) || 443,
      servername,
      ca,
      ALPNProtocols: ["h2", "http/1.1"],
      timeout,
    });
    const answer = (http2: boolean) => {
      resolve(http2);
      socket.destroy();
    };
    socket.once("secureConnect", () => answer(socket.alpnProtocol === "h2"));
    socket.once("error", () => answer(false));
    socket.once("timeout", () => answer(false));
  });
}
