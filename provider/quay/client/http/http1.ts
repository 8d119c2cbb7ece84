import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest, Agent as SecureAgent } from "node:https";
import type { Socket } from "node:net";
import { connect, type SecureContext } from "node:tls";
import { Body } from "./body";
import { CLOSED, type HttpRequest, type HttpResponse, RequestTimeout, type Transport } from "./wire";

interface Http1Options {
  /** Maximum of open connections. */
  connections: number;
  secureContext?: SecureContext;
  /** Opens a connection through a proxy. */
  openTunnel?(): Promise<Socket>;
}

/** A pool of HTTP/1.1 connections; it also works with servers that close the connection after each answer. */
export class Http1 implements Transport {
  private readonly request: typeof httpRequest;
  private readonly agent: Agent;
  private readonly target: { hostname: string; port: string };

  constructor(origin: string, { connections, secureContext, openTunnel }: Http1Options) {
    const { protocol, hostname, port } = new URL(origin);
    const options = { keepAlive: true, maxSockets: connections };
    const secure = protocol === "https:";
    this.agent = secure ? new SecureAgent({ ...options, secureContext }) : new Agent(options);
    if (openTunnel) {
      const createConnection = (options: object, done: (error: Error | null, socket?: Socket) => void) =>
        void openTunnel().then(
          (socket) => done(null, secure ? connect({ ...options, socket }) : socket),
          (error) => done(error),
        );
      Object.assign(this.agent, { createConnection: createConnection });
    }
    this.request = secure ? httpsRequest : httpRequest;
    this.target = { hostname: hostname.replace(/^\[|\]$/g, ""), port };
  }

  send({ method, path, headers, body, timeout, signal }: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? undefined : { "content-length": Buffer.byteLength(body) };
      const options = { method, path, headers: { ...headers, ...length }, signal };
      const request = this.request({ ...this.target, ...options, agent: this.agent });
      let connected = false;
      const timer = setTimeout(
        () => request.destroy(new RequestTimeout(connected ? undefined : "NOT_CONNECTED")),
        timeout,
      );
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      request.on("error", fail);
      request.once("upgrade", (_answer, socket) => {
        socket.destroy();
        fail(new Error("it wants to speak something else than HTTP"));
      });
      // The connection may also end without an error event.
      request.once("close", () => fail(new Error(CLOSED)));
      request.once("socket", (socket) => {
        connected = !socket.connecting;
        // A reused connection emits no further connect event.
        if (connected) return;
        socket.once("encrypted" in socket ? "secureConnect" : "connect", () => {
          connected = true;
        });
      });
      request.once("response", (answer) => {
        const body = new Body();
        answer.setEncoding("utf8");
        answer.on("data", (part: string) => {
          try {
            body.add(part);
          } catch (error) {
            request.destroy(error as Error);
          }
        });
        answer.on("error", fail);
        answer.once("end", () => {
          clearTimeout(timer);
          const { location, "retry-after": retryAfter } = answer.headers;
          resolve({ status: answer.statusCode ?? 0, text: body.text, retryAfter, location });
        });
      });
      request.end(body);
    });
  }

  async close(): Promise<void> {
    this.agent.destroy();
  }
}
