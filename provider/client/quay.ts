import { setTimeout as sleep } from "node:timers/promises";
import type { QuaySettings } from "../config";
import { TooLong } from "./body";
import { DeadToken, QuayError, Refusal, reasonOf } from "./errors";
import { Line, type Message } from "./line";
import { keepSecret, masked } from "./masking";
import { type Answer, asked, harmless, type Lost, type Patience, passing, patient, pauseBefore } from "./retry";
import { isForeign, titleOf } from "./words";

export type { Method } from "./line";

/** One request. */
export interface Call extends Message {
  /** Doing it twice does no more than doing it once. */
  repeatable: boolean;
  /** Said to the user when Quay refuses for want of rights. */
  advice?: string;
  /** Quay answers it only to a live token. */
  proves?: boolean;
}

interface Manner {
  /** Shared by all who ask the same Quay. */
  line?: Line;
  patience?: Patience;
  /** Says one line to the user. */
  notice?(line: string): void;
}

/** One Quay, one token. */
export class Quay {
  private readonly line: Line;
  private readonly patience: Patience;
  /** Quay took the token at least once. */
  private proven = false;
  private readonly said = new Set<string>();
  private troubled = 0;

  constructor(
    readonly settings: QuaySettings,
    private readonly manner: Manner = {},
  ) {
    keepSecret(settings.token);
    this.line = manner.line ?? new Line(settings);
    this.patience = manner.patience ?? patient;
  }

  /** Sends one request, again where that can help, and answers with Quay's JSON. Throws QuayError. */
  async send(call: Call): Promise<unknown> {
    const { pace } = this.line;
    const began = pace.now();
    let unanswered = false;
    let unauthenticated = 0;
    for (let tried = 1; ; ) {
      if (pace.held > this.patience.refused) throw this.tooLong(call, pace.held, unanswered);
      const outcome = await this.line.send(call, this.settings.token);
      if (this.isTrouble(outcome)) this.troubled++;
      if ("status" in outcome && outcome.status === 401) unauthenticated++;
      if ("lost" in outcome) unanswered ||= !outcome.unsent;
      else if (outcome.status === 429) {
        // Who is asked to slow down does so with everybody else; it is no failed try.
        pace.refused(asked(outcome));
        this.say("asks for fewer requests; going on at the pace that it allows");
        if (pace.sinceTaken(began) < this.patience.refused) continue;
      } else if (!passing(outcome, true)) pace.accepted();

      if (this.worthRepeating(call, outcome, tried, unauthenticated)) {
        const pause = pauseBefore(tried++, outcome, this.patience);
        if (pause > 5_000) this.say("is in trouble; trying again");
        await sleep(pause);
        continue;
      }
      if ("lost" in outcome) throw this.noAnswer(call, outcome, unanswered);
      if (isForeign(outcome) || isNoDelete(call, outcome)) throw this.foreign(call, outcome);
      if (outcome.status >= 300) throw this.refusal(call, outcome, unanswered);
      this.proven ||= call.proves === true;
      return outcome.body;
    }
  }

  /** An answer held what Quay shows to a live token only. */
  trust(): void {
    this.proven = true;
  }

  /** An answer that came as one of Quay's cannot be one. */
  doubt(): void {
    this.troubled++;
  }

  /** An answer about something else, as a cache may give, is no answer. */
  demandSame(what: string, answered: string, asked: string): void {
    if (answered === asked) return;
    this.doubt();
    throw new QuayError(`Quay was asked for ${what} and answered with something else. Try again.`);
  }

  /** How often Quay, or what stands in front of it, was in trouble so far. */
  get troubles(): number {
    return this.troubled;
  }

  /** Says one line to the user. */
  notice(line: string): void {
    (this.manner.notice ?? console.log)(masked(line));
  }

  async close(): Promise<void> {
    await this.line.close();
  }

  /** Waits as long as a fault is given to pass. */
  async pause(times: number): Promise<void> {
    await sleep(this.patience.pause * times);
  }

  private worthRepeating(call: Call, outcome: Answer | Lost, tried: number, unauthenticated: number): boolean {
    // quay.io now and then answers 401 to a token that it accepted a moment ago.
    if ("status" in outcome && outcome.status === 401 && this.proven) return unauthenticated < 3;
    // Where there was a Quay a moment ago, somebody else's answer is an outage; else it is the wrong address.
    const strange = "status" in outcome && isForeign(outcome) && this.proven;
    return (
      !("lost" in outcome && outcome.cause instanceof TooLong) &&
      !this.line.interrupted &&
      tried <= this.patience.tries &&
      (strange || passing(outcome, call.method === "GET")) &&
      harmless(outcome, call.repeatable)
    );
  }

  private isTrouble(outcome: Answer | Lost): boolean {
    if ("lost" in outcome) return true;
    return outcome.status >= 500 || isForeign(outcome) || (outcome.status === 401 && this.proven);
  }

  private say(what: string): void {
    if (!this.said.has(what)) this.notice(`Quay at ${this.settings.url} ${what}.`);
    this.said.add(what);
  }

  private noAnswer({ method, path }: Call, { cause }: Lost, ambiguous: boolean): QuayError {
    const message = `Quay at ${this.settings.url} gave no answer to ${method} ${path}: ${causeOf(cause)}.`;
    return new QuayError(message, { cause, ambiguous });
  }

  private tooLong({ method, path }: Call, milliseconds: number, ambiguous: boolean): Refusal {
    const reason = `it asks to be left alone for another ${Math.ceil(milliseconds / 1000)} s`;
    return new Refusal({ status: 429, reason, request: `${method} ${path}`, ambiguous });
  }

  private foreign({ method, path }: Call, { status, body, text }: Answer): QuayError {
    const page = `a page instead of JSON: ${reasonOf(body, text)} (${status})`;
    const what = text === "" ? `nothing (${status})` : body === text ? page : `JSON that is not Quay's (${status})`;
    const message =
      `Quay at ${this.settings.url} answered ${method} ${path} with ${what}. ` +
      "Either something in front of it is in trouble, or quay:url is not the address of a Quay.";
    return new QuayError(message, { ambiguous: method !== "GET" });
  }

  private refusal(call: Call, { status, body, text }: Answer, unanswered: boolean): QuayError {
    const request = `${call.method} ${call.path}`;
    const reason = reasonOf(body, text);
    // Without a live token Quay treats a write as one from a browser, and misses the browser's CSRF token.
    if (status === 403 && /CSRF token/.test(reason)) return new DeadToken();
    const advice = status === 403 && /^(Unauthorized|insufficient)/i.test(reason) ? call.advice : undefined;
    const title = titleOf({ status, body });
    return new Refusal({ status, reason, request, title, advice, ambiguous: unanswered || status >= 500 });
  }
}

/** Quay says of every delete that it is done with 204, and nothing else. */
const isNoDelete = ({ method }: Call, { status }: Answer) => method === "DELETE" && status < 300 && status !== 204;

function causeOf(cause: unknown): string {
  const { name, message, code } = cause as { name?: string; message?: string; code?: string };
  if (name === "TimeoutError") return "it took longer than quay:timeoutSeconds";
  if (!message) return code ?? name ?? String(cause);
  return code && !message.includes(code) ? `${message} (${code})` : message;
}
