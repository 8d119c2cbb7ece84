import { setTimeout as sleep } from "node:timers/promises";
import type { QuaySettings } from "../../settings";
import { neverSent } from "../causes";
import { QuayError } from "../errors";
import { type Clock, RateLimiter, WaitTooLong } from "../rate-limiter";
import type { Outcome } from "../retry";
import { parseAnswer } from "./body";
import { transport } from "./transport";
import { type Transport, Unsent } from "./wire";

const { version } = require("pulumi-quay/package.json") as { version: string };

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** A request before it is turned into HTTP. */
export interface Message {
  method: Method;
  /** Below `/api` when it begins with `/v1/`, else below the address of the Quay. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** The connections and the rate limiter of one Quay, shared by all tokens. */
export class HttpChannel {
  readonly rateLimiter: RateLimiter;
  private transport?: Promise<Transport>;
  private readonly inFlight = new Set<Promise<Outcome>>();
  private stopped = false;
  /** Path of `quay:url`. */
  private readonly basePath: string;

  constructor(
    private readonly settings: QuaySettings,
    clock?: Clock,
  ) {
    this.basePath = new URL(settings.url).pathname.replace(/\/$/, "");
    this.rateLimiter = new RateLimiter(settings.concurrency, clock);
  }

  /**
   * Sends a message once, when the rate limiter allows it. Does not throw when there is no answer or the wait exceeds
   * `maxWait`: these are outcomes.
   */
  async send(message: Message, token: string, maxWait?: () => number, signal?: AbortSignal): Promise<Outcome> {
    const work = async (): Promise<Outcome> => {
      if (this.stopped) return { lost: true, unsent: true, cause: new Error("the run was interrupted") };
      const outcome = this.exchange(message, token, signal);
      this.inFlight.add(outcome);
      return outcome.finally(() => this.inFlight.delete(outcome));
    };
    return this.rateLimiter.schedule(work, maxWait).catch((cause) => {
      if (cause instanceof WaitTooLong) return { lost: true, unsent: true, cause };
      throw cause;
    });
  }

  /** Whether sending was stopped. */
  get interrupted(): boolean {
    return this.stopped;
  }

  /** Stops sending, waits at most this long for answers to requests in flight, and closes the connections. */
  async interrupt(milliseconds: number): Promise<void> {
    this.stopped = true;
    await Promise.race([Promise.allSettled(this.inFlight), sleep(milliseconds, undefined, { ref: false })]);
    await this.close();
  }

  async close(): Promise<void> {
    await (await this.transport?.catch(() => undefined))?.close();
  }

  private async exchange(
    { method, path, query, body }: Message,
    token: string,
    signal?: AbortSignal,
  ): Promise<Outcome> {
    const content = body === undefined ? undefined : jsonOf(body, path);
    const search = query && Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : "";
    this.transport ??= transport(this.settings);
    const opening = this.transport;
    try {
      const { status, text, ...rest } = await (await opening).send({
        method,
        path: `${this.basePath}${path.startsWith("/v1/") ? "/api" : ""}${path}${search}`,
        timeout: this.settings.timeoutSeconds * 1000,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          accept: "application/json",
          "user-agent": `pulumi-quay/${version}`,
          ...(content !== undefined && { "content-type": "application/json" }),
        },
        body: content,
        signal,
      });
      return { status, ...parseAnswer(text, token), ...rest };
    } catch (error) {
      if (!(error instanceof Unsent)) return { lost: true, unsent: neverSent(error), cause: error };
      // The server may speak another HTTP version when it is back, so the next request negotiates again.
      if (this.transport === opening) this.transport = undefined;
      return { lost: true, unsent: true, cause: error.cause };
    }
  }
}

function jsonOf(body: unknown, path: string): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new QuayError(`What was to be sent to ${path} is nested deeper than anything that Quay keeps.`, { cause });
  }
}
