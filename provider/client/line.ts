import { setTimeout as sleep } from "node:timers/promises";
import { type Dispatcher, request } from "undici";
import type { QuaySettings } from "../config";
import { Pace } from "./pace";
import { neverSent, type Outcome } from "./retry";
import { transport } from "./transport";

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
export class Line {
  readonly pace: Pace;
  private dispatcher?: Promise<Dispatcher>;
  private readonly underWay = new Set<Promise<Outcome>>();
  private ended = false;

  constructor(private readonly settings: QuaySettings) {
    this.pace = new Pace(settings.concurrency);
  }

  /** Sends a message once, when its turn has come. Throws nothing: no answer is an outcome. */
  async send(message: Message, token: string): Promise<Outcome> {
    return this.pace.turn(async () => {
      if (this.ended) return { lost: true, unsent: true, cause: new Error("the run was interrupted") };
      const outcome = this.exchange(message, token);
      this.underWay.add(outcome);
      return outcome.finally(() => this.underWay.delete(outcome));
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
    await (await this.dispatcher)?.destroy();
  }

  private async exchange({ method, path, query, body }: Message, token: string): Promise<Outcome> {
    const { url, timeoutSeconds } = this.settings;
    const search = query && Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : "";
    this.dispatcher ??= transport(this.settings);
    try {
      const answer = await request(`${url}${path.startsWith("/v1/") ? "/api" : ""}${path}${search}`, {
        method,
        dispatcher: await this.dispatcher,
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/json",
          "user-agent": `pulumi-quay/${version}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.body.text();
      const wait = answer.headers["retry-after"]?.toString();
      return { status: answer.statusCode, body: json(text), text, retryAfter: wait };
    } catch (cause) {
      return { lost: true, unsent: neverSent(cause), cause };
    }
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? undefined : text;
  }
}
