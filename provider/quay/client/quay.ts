import { setTimeout as sleep } from "node:timers/promises";
import type { QuaySettings } from "../settings";
import { isForeign } from "./answer-shape";
import type { Call } from "./call";
import { Discovery, looksUnrouted, UnsupportedOperation } from "./discovery";
import { QuayError } from "./errors";
import { foreign, inWords, noAnswer, refusal, tooLong } from "./failures";
import { HttpChannel } from "./http/channel";
import { keepSecret, masked } from "./masking";
import { Held } from "./rate-limiter";
import {
  type Answer,
  backoff,
  defaultRetryPolicy,
  isSafeToRepeat,
  isTransient,
  type Lost,
  type RetryPolicy,
  retryAfterMilliseconds,
} from "./retry";

export type { Method } from "./http/channel";

interface ClientOptions {
  /** Shared by all who ask the same Quay. */
  channel?: HttpChannel;
  retryPolicy?: RetryPolicy;
  /** False of a token that is not ours: it is a secret to who brought it, in the answers to them, and is forgotten with them. */
  remembered?: false;
  /** Says one line to the user. */
  notice?(line: string): void;
}

/** One Quay, one token. */
export class Quay {
  private readonly channel: HttpChannel;
  private readonly retryPolicy: RetryPolicy;
  private readonly discovery = new Discovery(() => this.send(listOperations));
  /** Quay took the token at least once. */
  private proven = false;
  private readonly saidNotices = new Set<string>();
  private troubleCount = 0;

  constructor(
    readonly settings: QuaySettings,
    private readonly options: ClientOptions = {},
  ) {
    if (options.remembered !== false) keepSecret(settings.token);
    this.channel = options.channel ?? new HttpChannel(settings);
    this.retryPolicy = options.retryPolicy ?? defaultRetryPolicy;
  }

  /** Sends one request, again where that can help, and answers with Quay's JSON. Throws QuayError. */
  async send(call: Call): Promise<unknown> {
    const { channel: line, retryPolicy: patience, settings } = this;
    const { pace } = line;
    const began = pace.now();
    const left = () => patience.refused - pace.sinceTaken(began);
    let unanswered = false;
    let unauthenticated = 0;
    let waited = 0;
    for (let tried = 1; ; ) {
      const outcome = await line.send(call, settings.token, left);
      if ("lost" in outcome && outcome.cause instanceof Held) {
        throw tooLong(call, 429, outcome.cause.milliseconds, patience.refused, unanswered);
      }
      if (this.isTrouble(outcome)) this.troubleCount++;
      if ("status" in outcome && outcome.status === 401) unauthenticated++;
      if ("lost" in outcome) unanswered ||= !outcome.unsent;
      else if (outcome.status === 429) {
        // Who is asked to slow down does so with everybody else; it is no failed try.
        const told = retryAfterMilliseconds(outcome);
        pace.refused(told);
        if ((told ?? 0) <= left()) this.sayWait(told, "asks for fewer requests; going on at the pace that it allows");
        if (left() > 0) continue;
      } else if (!isTransient(outcome, true)) pace.accepted();

      if (this.worthRepeating(call, outcome, tried, unauthenticated)) {
        const pause = backoff(tried++, outcome, patience);
        const told = "lost" in outcome ? undefined : retryAfterMilliseconds(outcome);
        waited += told ?? 0;
        if (told !== undefined && "status" in outcome && waited > patience.refused) {
          throw tooLong(call, outcome.status, told, patience.refused, unanswered || outcome.status >= 500);
        }
        if (pause > LONG) this.sayWait(told, "is in trouble; trying again");
        await sleep(pause);
        continue;
      }
      if ("lost" in outcome) throw noAnswer(settings, call, outcome, unanswered);
      if (call.operation && looksUnrouted(call, outcome) && (await this.discovery.lacks(call.operation.route))) {
        throw new UnsupportedOperation(call.operation);
      }
      if (isForeign(outcome) || isNoDelete(call, outcome)) throw foreign(settings, call, outcome);
      if (outcome.status >= 300) throw refusal(settings, call, outcome, unanswered);
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
    this.troubleCount++;
  }

  /** An answer about something else, as a cache may give, is no answer. */
  demandSame(what: string, answered: string, asked: string): void {
    if (answered === asked) return;
    this.doubt();
    throw new QuayError(`Quay was asked for ${what} and answered with something else. Try again.`);
  }

  /** How often Quay, or what stands in front of it, was in trouble so far. */
  get troubles(): number {
    return this.troubleCount;
  }

  /** Says one line to the user. */
  notice(line: string): void {
    (this.options.notice ?? console.log)(masked(line));
  }

  async close(): Promise<void> {
    await this.channel.close();
  }

  /** Waits as long as a fault is given to pass. */
  async pause(times: number): Promise<void> {
    await sleep(this.retryPolicy.pause * times);
  }

  private worthRepeating(call: Call, outcome: Answer | Lost, tried: number, unauthenticated: number): boolean {
    // quay.io now and then answers 401 to a token that it accepted a moment ago.
    if ("status" in outcome && outcome.status === 401 && this.proven) return unauthenticated < 3;
    // Where there was a Quay a moment ago, somebody else's answer is an outage; else it is the wrong address.
    const strange = "status" in outcome && isForeign(outcome) && this.proven;
    return (
      !this.channel.interrupted &&
      tried <= this.retryPolicy.tries &&
      (strange || isTransient(outcome, call.method === "GET")) &&
      isSafeToRepeat(outcome, call.repeatable)
    );
  }

  private isTrouble(outcome: Answer | Lost): boolean {
    if ("lost" in outcome) return true;
    return outcome.status >= 500 || isForeign(outcome) || (outcome.status === 401 && this.proven);
  }

  private say(what: string): void {
    if (!this.saidNotices.has(what)) this.notice(`Quay at ${this.settings.url} ${what}.`);
    this.saidNotices.add(what);
  }

  /** Said once for each length of time that Quay names. */
  private sayWait(told: number | undefined, otherwise: string): void {
    const isLong = told !== undefined && told > LONG;
    this.say(isLong ? `asks to be left alone for ${atMost(told)}; waiting` : otherwise);
  }
}

/** With what Quay does not show to everybody. It is not worth waiting for. */
const listOperations: Call = { method: "GET", path: "/v1/discovery", query: { internal: "true" }, repeatable: false };

/** Milliseconds for which nobody waits without being told why. */
const LONG = 5_000;

/** Quay says of every delete that it is done with 204, and nothing else. */
const isNoDelete = ({ method }: Call, { status }: Answer) => method === "DELETE" && status < 300 && status !== 204;

const atMost = (milliseconds: number) =>
  milliseconds <= 60_000 ? "up to a minute" : inWords(60_000 * Math.ceil(milliseconds / 60_000));
