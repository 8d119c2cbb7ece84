import { Agent, request as plainly } from "node:http";
import { Agent as SecureAgent, request as securely } from "node:https";
import type { SecureContext } from "node:tls";
import { type Received, type Sent, type Transport, unreached } from "./transport";

interface Manner {
  /** Connections at once. */
  connections: number;
  secureContext?: SecureContext;
}

/** Some connections, each for one request at a time; also where the server closes every one after its first answer. */
export class Http1 implements Transport {
  private readonly secure: boolean;
  private readonly agent: Agent;

  constructor(
    private readonly origin: string,
    { connections, secureContext }: Manner,
  ) {
    this.secure = origin.startsWith("https:");
    const options = { keepAlive: true, maxSockets: connections };
    this.agent = this.secure ? new SecureAgent({ ...options, secureContext }) : new Agent(options);
  }

  send({ method, path, headers, body, signal }: Sent): Promise<Received> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? undefined : { "content-length": Buffer.byteLength(body) };
      const options = { method, signal, agent: this.agent, headers: { ...headers, ...length } };
      const asking = (this.secure ? securely : plainly)(this.origin + path, options);
      let connected = false;
      const fail = (error: Error) => {
        const cause = signal.aborted ? (signal.reason as Error) : error;
        reject(signal.aborted && !connected ? unreached(cause) : cause);
      };
      asking.once("socket", (socket) => {
        connected = !socket.connecting;
        // A connection that is used again has no more to tell.
        if (connected) return;
        socket.once(this.secure ? "secureConnect" : "connect", () => {
          connected = true;
        });
      });
      asking.on("error", fail);
      asking.once("response", (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (part: string) => {
          text += part;
        });
        answer.on("error", fail);
        answer.once("end", () => {
          resolve({ status: answer.statusCode ?? 0, text, retryAfter: answer.headers["retry-after"] });
        });
      });
      asking.end(body);
    });
  }

  async close(): Promise<void> {
    this.agent.destroy();
  }
}
