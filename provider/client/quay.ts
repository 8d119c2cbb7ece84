import { setTimeout as sleep } from "node:timers/promises";
import { rootCertificates } from "node:tls";
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from "undici";
import type { QuaySettings } from "../config";
import { DeadToken, QuayError, Refusal, reasonOf } from "./errors";
import { Pace } from "./pace";
import { harmless, neverSent, type Outcome, type Patience, passing, patient, pauseBefore } from "./retry";

const { version } = require("pulumi-quay/package.json") as { version: string };

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Call {
  method: Method;
  /** Below `/api` when it begins with `/v1/`, else below the address of the Quay. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** Doing it twice does no more than doing it once. */
  repeatable: boolean;
  /** Said to the user when Quay refuses for want of rights. */
  advice?: string;
}

interface Manner {
  /** Shared by all who ask the same Quay. */
  pace?: Pace;
  patience?: Patience;
  /** Says one line to the user. */
  notice?(line: string): void;
}

/** One Quay, one token. */
export class Quay {
  private readonly pace: Pace;
  private readonly patience: Patience;
  private readonly dispatcher: Dispatcher;
  private proven = false;
  private said = false;

  constructor(
    readonly settings: QuaySettings,
    private readonly manner: Manner = {},
  ) {
    this.pace = manner.pace ?? new Pace(settings.concurrency);
    this.patience = manner.patience ?? patient;
    const { caCertificate, concurrency, timeoutSeconds } = settings;
    const ca = caCertificate ? [...rootCertificates, caCertificate] : undefined;
    const options = { connections: concurrency, allowH2: true, connect: { ca, timeout: timeoutSeconds * 1000 } };
    const proxied = Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name));
    this.dispatcher = proxied ? new EnvHttpProxyAgent({ ...options, requestTls: { ca } }) : new Agent(options);
  }

  /** Sends one request, again where that can help, and answers with Quay's JSON. Throws QuayError. */
  async send(call: Call): Promise<unknown> {
    const name = `${call.method} ${call.path}`;
    const began = Date.now();
    let unanswered = false;
    for (let tried = 1; ; tried++) {
      const { outcome, cause, text } = await this.pace.turn(() => this.once(call));
      if ("lost" in outcome) unanswered ||= !outcome.unsent;
      if (this.worthRepeating(call, outcome, tried, began)) {
        await this.wait(pauseBefore(tried, outcome, this.patience), outcome);
        continue;
      }
      if ("lost" in outcome) {
        throw new QuayError(`Quay at ${this.settings.url} gave no answer to ${name}: ${causeOf(cause)}.`, {
          cause,
          ambiguous: unanswered,
        });
      }
      if (outcome.status < 300) {
        this.proven = true;
        return outcome.body;
      }
      throw this.refusal(call, outcome, text, unanswered);
    }
  }

  notice(line: string): void {
    (this.manner.notice ?? console.log)(line);
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  /** Waits as long as a fault is given to pass. */
  async pause(times: number): Promise<void> {
    await sleep(this.patience.pause * times);
  }

  private async once(call: Call): Promise<{ outcome: Outcome; cause?: unknown; text: string }> {
    const { url, token, timeoutSeconds } = this.settings;
    const query = call.query && Object.keys(call.query).length > 0 ? `?${new URLSearchParams(call.query)}` : "";
    try {
      const answer = await request(`${url}${call.path.startsWith("/v1/") ? "/api" : ""}${call.path}${query}`, {
        method: call.method,
        dispatcher: this.dispatcher,
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/json",
          "user-agent": `pulumi-quay/${version}`,
          ...(call.body !== undefined && { "content-type": "application/json" }),
        },
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
      });
      const text = await answer.body.text();
      const retryAfter = answer.headers["retry-after"];
      return { outcome: { status: answer.statusCode, body: json(text), retryAfter: retryAfter?.toString() }, text };
    } catch (cause) {
      return { outcome: { lost: true, unsent: neverSent(cause) }, cause, text: "" };
    }
  }

  private worthRepeating(call: Call, outcome: Outcome, tried: number, began: number): boolean {
    const { tries, refused } = this.patience;
    if (!("lost" in outcome) && outcome.status === 429) return Date.now() - began < refused;
    // quay.io now and then answers 401 to a token that it accepted a moment ago.
    if (!("lost" in outcome) && outcome.status === 401 && this.proven) return tried < 3;
    return tried <= tries && passing(outcome) && harmless(outcome, call.repeatable);
  }

  private async wait(milliseconds: number, outcome: Outcome): Promise<void> {
    const asked = !("lost" in outcome) && outcome.status === 429;
    if (asked) this.pace.hold(milliseconds);
    if (milliseconds > 5_000 && !this.said) {
      this.said = true;
      this.notice(
        `Quay at ${this.settings.url} ${asked ? "asks for fewer requests" : "is in trouble"}; going on slowly.`,
      );
    }
    await sleep(milliseconds);
  }

  private refusal(
    call: Call,
    { status, body }: { status: number; body: unknown },
    text: string,
    unanswered: boolean,
  ): QuayError {
    const name = `${call.method} ${call.path}`;
    const reason = reasonOf(body, text);
    // Without a live token Quay treats a write as one from a browser, and misses the browser's CSRF token.
    if (status === 403 && /CSRF token/.test(reason)) return new DeadToken(name);
    const advice = status === 403 && /^(Unauthorized|insufficient)/i.test(reason) ? call.advice : undefined;
    return new Refusal({ status, reason, request: name, advice, ambiguous: unanswered || status >= 500 });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? undefined : text;
  }
}

function causeOf(cause: unknown): string {
  const { name, message, code } = cause as { name?: string; message?: string; code?: string };
  if (name === "TimeoutError") return "it took longer than quay:timeoutSeconds";
  if (!message) return code ?? name ?? String(cause);
  return code && !message.includes(code) ? `${message} (${code})` : message;
}
