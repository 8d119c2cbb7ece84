import { setTimeout as sleep } from "node:timers/promises";
import type { QuaySettings } from "../../settings";
import { neverSent } from "../causes";
import { QuayError } from "../errors";
import { type Clock, Held, RateLimiter } from "../rate-limiter";
import type { Outcome } from "../retry";
import { answered } from "./body";
import { transport } from "./transport";
import { type Transport, Unsent } from "./wire";

const { version } = require("pulumi-quay/package.json") as { version: string };

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** What goes over the wire. */
export interface Message {
  method: Method;
  /** Below `/api` when it begins with `/v1/`, else below the address of the Quay. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** The line to one Quay, for all tokens: its connections, and how fast they are used. */
export class HttpChannel {
  readonly pace: RateLimiter;
  private transport?: Promise<Transport>;
  private readonly underWay = new Set<Promise<Outcome>>();
  private ended = false;
  /** Path of the Quay's address. */
  private readonly root: string;

  constructor(
    private readonly settings: QuaySettings,
    clock?: Clock,
  ) {
    this.root = new URL(settings.url).pathname.replace(/\/$/, "");
    this.pace = new RateLimiter(settings.concurrency, clock);
  }

  /**
   * Sends a message once, when its turn has come; a signal breaks it off. Throws nothing: no answer, nor waiting `longest` for
   * its turn, is an outcome.
   */
  async send(message: Message, token: string, longest?: () => number, signal?: AbortSignal): Promise<Outcome> {
    const work = async (): Promise<Outcome> => {
      if (this.ended) return { lost: true, unsent: true, cause: new Error("the run was interrupted") };
      const outcome = this.exchange(message, token, signal);
      this.underWay.add(outcome);
      return outcome.finally(() => this.underWay.delete(outcome));
    };
    return this.pace.turn(work, longest).catch((cause) => {
      if (cause instanceof Held) return { lost: true, unsent: true, cause };
      throw cause;
    });
  }

  /** Nothing is sent any more. */
  get interrupted(): boolean {
    return this.ended;
  }

  /** Sends nothing more, and waits at most so long for the answers that are under way. */
  async interrupt(milliseconds: number): Promise<void> {
    this.ended = true;
    await Promise.race([Promise.allSettled(this.underWay), sleep(milliseconds, undefined, { ref: false })]);
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
        path: `${this.root}${path.startsWith("/v1/") ? "/api" : ""}${path}${search}`,
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
      return { status, ...answered(text, token), ...rest };
    } catch (error) {
      if (!(error instanceof Unsent)) return { lost: true, unsent: neverSent(error), cause: error };
      // Whether there is HTTP/2 is to be asked again when there is somebody.
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
