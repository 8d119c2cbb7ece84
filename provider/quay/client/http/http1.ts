import { Agent, request as plainly } from "node:http";
import { Agent as SecureAgent, request as securely } from "node:https";
import type { Socket } from "node:net";
import { connect, type SecureContext } from "node:tls";
import { Body } from "./body";
import { CLOSED, Late, type Received, type Sent, type Transport } from "./wire";

interface Manner {
  /** Connections at once. */
  connections: number;
  secureContext?: SecureContext;
  /** Opens a connection through a proxy. */
  around?(): Promise<Socket>;
}

/** Some connections, each for one request at a time; also where the server closes every one after its first answer. */
export class Http1 implements Transport {
  private readonly ask: typeof plainly;
  private readonly agent: Agent;
  private readonly whom: { hostname: string; port: string };

  constructor(origin: string, { connections, secureContext, around }: Manner) {
    const { protocol, hostname, port } = new URL(origin);
    const options = { keepAlive: true, maxSockets: connections };
    const secure = protocol === "https:";
    this.agent = secure ? new SecureAgent({ ...options, secureContext }) : new Agent(options);
    if (around) {
      const opened = (options: object, done: (error: Error | null, socket?: Socket) => void) =>
        void around().then(
          (socket) => done(null, secure ? connect({ ...options, socket }) : socket),
          (error) => done(error),
        );
      Object.assign(this.agent, { createConnection: opened });
    }
    this.ask = secure ? securely : plainly;
    this.whom = { hostname: hostname.replace(/^\[|\]$/g, ""), port };
  }

  send({ method, path, headers, body, timeout, signal }: Sent): Promise<Received> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? undefined : { "content-length": Buffer.byteLength(body) };
      const asked = { method, path, headers: { ...headers, ...length }, signal };
      const asking = this.ask({ ...this.whom, ...asked, agent: this.agent });
      let connected = false;
      const timer = setTimeout(() => asking.destroy(new Late(connected ? undefined : "NOT_CONNECTED")), timeout);
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      asking.on("error", fail);
      asking.once("upgrade", (_answer, socket) => {
        socket.destroy();
        fail(new Error("it wants to speak something else than HTTP"));
      });
      // Whatever ends it without a word.
      asking.once("close", () => fail(new Error(CLOSED)));
      asking.once("socket", (socket) => {
        connected = !socket.connecting;
        // A connection that is used again has no more to tell.
        if (connected) return;
        socket.once("encrypted" in socket ? "secureConnect" : "connect", () => {
          connected = true;
        });
      });
      asking.once("response", (answer) => {
        const body = new Body();
        answer.setEncoding("utf8");
        answer.on("data", (part: string) => {
          try {
            body.add(part);
          } catch (error) {
            asking.destroy(error as Error);
          }
        });
        answer.on("error", fail);
        answer.once("end", () => {
          clearTimeout(timer);
          const { location, "retry-after": retryAfter } = answer.headers;
          resolve({ status: answer.statusCode ?? 0, text: body.text, retryAfter, location });
        });
      });
      asking.end(body);
    });
  }

  async close(): Promise<void> {
    this.agent.destroy();
  }
}
