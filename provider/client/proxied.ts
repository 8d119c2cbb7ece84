import type { SecureContext } from "node:tls";
import type { EnvHttpProxyAgent, request } from "undici";
import { Body } from "./body";
import type { Received, Sent, Transport } from "./transport";

interface Manner {
  connections: number;
  secureContext?: SecureContext;
  /** Milliseconds to connect. */
  timeout: number;
}

/** Whether the environment names a proxy. */
export const isProxied = (): boolean =>
  Object.entries(process.env).some(([name, value]) => value && /^https?_proxy$/i.test(name));

/** Through the proxy that the environment names, except for whom `NO_PROXY` excepts. */
export class Proxied implements Transport {
  private constructor(
    private readonly origin: string,
    private readonly dispatcher: EnvHttpProxyAgent,
    private readonly ask: typeof request,
  ) {}

  static async open(origin: string, { connections, secureContext, timeout }: Manner): Promise<Proxied> {
    // Takes a tenth of a second to load, which only those wait who need it.
    const undici = await import("undici");
    const requestTls = { secureContext };
    const connect = { secureContext, timeout };
    return new Proxied(origin, new undici.EnvHttpProxyAgent({ connections, connect, requestTls }), undici.request);
  }

  async send({ path, timeout, signal: given, ...rest }: Sent): Promise<Received> {
    const late = AbortSignal.timeout(timeout);
    const signal = given ? AbortSignal.any([given, late]) : late;
    const answer = await this.ask(this.origin + path, { ...rest, signal, dispatcher: this.dispatcher });
    const body = new Body();
    answer.body.setEncoding("utf8");
    for await (const part of answer.body) body.add(part);
    return { status: answer.statusCode, text: body.text, retryAfter: answer.headers["retry-after"]?.toString() };
  }

  close(): Promise<void> {
    return this.dispatcher.destroy();
  }
}
