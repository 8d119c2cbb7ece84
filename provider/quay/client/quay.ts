import { setTimeout as sleep } from "node:timers/promises";
import type { QuaySettings } from "../settings";
import { isForeign } from "./answer-shape";
import type { Call, OperationName } from "./call";
import { Discovery, looksUnrouted, UnsupportedOperation } from "./discovery";
import { QuayError } from "./errors";
import { durationText, foreign, noAnswer, refusal, waitTooLong } from "./failures";
import { HttpChannel } from "./http/channel";
import { keepSecret, masked } from "./masking";
import { WaitTooLong } from "./rate-limiter";
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
  /** Shared by all clients of the same Quay. */
  channel?: HttpChannel;
  retryPolicy?: RetryPolicy;
  /** False for a caller's own token, as in the REST adapter: it is not added to the process-wide list of secrets. */
  remembered?: false;
  /** Prints one line for the user. */
  notice?(line: string): void;
}

/** Client of one Quay with one token. */
export class Quay {
  private readonly channel: HttpChannel;
  private readonly retryPolicy: RetryPolicy;
  private readonly discovery = new Discovery(() => this.send(listOperations));
  /** Whether Quay has accepted the token at least once. */
  private tokenAccepted = false;
  private readonly saidNotices = new Set<string>();
  private troubleCount = 0;
  /** How many requests were asked for, those that wait for their turn included, and how many of them are settled. */
  readonly traffic = { asked: 0, settled: 0 };

  constructor(
    readonly settings: QuaySettings,
    private readonly options: ClientOptions = {},
  ) {
    if (options.remembered !== false) keepSecret(settings.token);
    this.channel = options.channel ?? new HttpChannel(settings);
    this.retryPolicy = options.retryPolicy ?? defaultRetryPolicy;
  }

  /** Sends one request, with retries, and returns Quay's JSON. Throws QuayError. */
  async send(call: Call): Promise<unknown> {
    this.traffic.asked++;
    try {
      return await this.sendWithRetries(call);
    } finally {
      this.traffic.settled++;
    }
  }

  private async sendWithRetries(call: Call): Promise<unknown> {
    const { channel, retryPolicy, settings } = this;
    const { rateLimiter: pace } = channel;
    const began = pace.now();
    const remainingWait = () => retryPolicy.maxWait - pace.sinceAccepted(began);
    let unanswered = false;
    let unauthenticated = 0;
    let waited = 0;
    for (let attempt = 1; ; ) {
      const outcome = await channel.send(call, settings.token, remainingWait);
      if ("lost" in outcome && outcome.cause instanceof WaitTooLong) {
        throw waitTooLong(call, 429, outcome.cause.milliseconds, retryPolicy.maxWait, unanswered);
      }
      if ("status" in outcome && call.isAnswer?.(outcome)) {
        pace.accepted();
        return outcome.body;
      }
      if (this.isTrouble(outcome)) this.troubleCount++;
      if ("status" in outcome && outcome.status === 401) unauthenticated++;
      if ("lost" in outcome) unanswered ||= !outcome.unsent;
      else if (outcome.status === 429) {
        // The rate limiter slows down all requests; being throttled does not count as a failed attempt.
        const retryAfter = retryAfterMilliseconds(outcome);
        pace.refused(retryAfter);
        if ((retryAfter ?? 0) <= remainingWait())
          this.noticeWait(retryAfter, "asks for fewer requests; going on at the pace that it allows");
        if (remainingWait() > 0) continue;
      } else if (!isTransient(outcome, true)) pace.accepted();

      if (this.shouldRetry(call, outcome, attempt, unauthenticated)) {
        const pause = backoff(attempt++, outcome, retryPolicy);
        const retryAfter = "lost" in outcome ? undefined : retryAfterMilliseconds(outcome);
        waited += retryAfter ?? 0;
        if (retryAfter !== undefined && "status" in outcome && waited > retryPolicy.maxWait) {
          throw waitTooLong(call, outcome.status, retryAfter, retryPolicy.maxWait, unanswered || outcome.status >= 500);
        }
        if (pause > LONG_WAIT) this.noticeWait(retryAfter, "is in trouble; trying again");
        await sleep(pause);
        continue;
      }
      if ("lost" in outcome) throw noAnswer(settings, call, outcome, unanswered);
      if (call.operation && looksUnrouted(call, outcome) && (await this.discovery.lacks(call.operation.route))) {
        throw new UnsupportedOperation(call.operation);
      }
      if (isForeign(outcome) || isImpossibleDelete(call, outcome)) throw foreign(settings, call, outcome);
      if (outcome.status >= 300) throw refusal(settings, call, outcome, unanswered);
      this.tokenAccepted ||= call.provesToken === true;
      return outcome.body;
    }
  }

  /** Whether this Quay says that it does not have an operation, which is sooner told than by trying it. */
  lacks({ route }: Pick<OperationName, "route">): Promise<boolean> {
    return this.discovery.lacks(route);
  }

  /** An answer contained data that Quay shows only to a valid token. */
  noteTokenAccepted(): void {
    this.tokenAccepted = true;
  }

  /** An answer with a success status did not have the expected content. */
  noteMalformedAnswer(): void {
    this.troubleCount++;
  }

  /** Throws when the answer is about another resource, as a broken cache in front of Quay may return. */
  requireSame(what: string, answered: string, requested: string): void {
    if (answered === requested) return;
    this.noteMalformedAnswer();
    throw new QuayError(`Quay was asked for ${what} and answered with something else. Try again.`);
  }

  /** The number of faults of Quay, or of a proxy in front of it, so far. */
  get troubles(): number {
    return this.troubleCount;
  }

  /** Prints one line for the user. */
  notice(line: string): void {
    (this.options.notice ?? console.log)(masked(line));
  }

  async close(): Promise<void> {
    await this.channel.close();
  }

  /** Waits before a retry, a multiple of the retry policy's pause. */
  async pause(times: number): Promise<void> {
    await sleep(this.retryPolicy.pause * times);
  }

  private shouldRetry(call: Call, outcome: Answer | Lost, attempt: number, unauthenticated: number): boolean {
    // quay.io occasionally answers 401 to a token that it accepted a moment ago.
    if ("status" in outcome && outcome.status === 401 && this.tokenAccepted) return unauthenticated < 3;
    // A foreign answer after Quay's own answers is an outage; before, the address is wrong and retrying is useless.
    const foreignAfterQuay = "status" in outcome && isForeign(outcome) && this.tokenAccepted;
    return (
      !this.channel.interrupted &&
      attempt <= this.retryPolicy.tries &&
      (foreignAfterQuay || isTransient(outcome, call.method === "GET")) &&
      isSafeToRepeat(outcome, call.repeatable)
    );
  }

  private isTrouble(outcome: Answer | Lost): boolean {
    if ("lost" in outcome) return true;
    return outcome.status >= 500 || isForeign(outcome) || (outcome.status === 401 && this.tokenAccepted);
  }

  private noticeOnce(what: string): void {
    if (!this.saidNotices.has(what)) this.notice(`Quay at ${this.settings.url} ${what}.`);
    this.saidNotices.add(what);
  }

  /** Printed once for each duration that Quay names. */
  private noticeWait(retryAfter: number | undefined, otherwise: string): void {
    const isLong = retryAfter !== undefined && retryAfter > LONG_WAIT;
    this.noticeOnce(isLong ? `asks to be left alone for ${atMost(retryAfter)}; waiting` : otherwise);
  }
}

/** Includes internal operations. It only serves to explain an error, so it is not retried. */
const listOperations: Call = { method: "GET", path: "/v1/discovery", query: { internal: "true" }, repeatable: false };

/** Waits above this many milliseconds are announced to the user. */
const LONG_WAIT = 5_000;

/** A delete with another success status than the one of Quay was answered by something else. */
const isImpossibleDelete = ({ method, confirmedBy = 204 }: Call, { status }: Answer) =>
  method === "DELETE" && status < 300 && status !== confirmedBy;

const atMost = (milliseconds: number) =>
  milliseconds <= 60_000 ? "up to a minute" : durationText(60_000 * Math.ceil(milliseconds / 60_000));
