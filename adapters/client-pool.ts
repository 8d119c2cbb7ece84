import { AsyncLocalStorage } from "node:async_hooks";
import { HttpChannel, type Message } from "../provider/quay/client/http/channel";
import { Quay } from "../provider/quay/client/quay";
import type { Outcome, RetryPolicy } from "../provider/quay/client/retry";
import type { QuaySettings } from "../provider/quay/settings";
import type { ExposedOperation } from "./exposed-operation";

/** Quay's answer to an operation. */
export interface Answer {
  status: number;
  /** Nothing when Quay had no more to say. */
  body: unknown;
}

/** Somebody waits for the answer: shorter than in a stack's update. */
const shortly: RetryPolicy = { tries: 2, pause: 400, refused: 20_000 };

/** Tokens whose clients are kept. What a client knows is little, so one that is dropped is not missed. */
const KEPT = 100;

/** Calls one Quay for many callers: one line with its pace, and a client for each token. */
export class ClientPool {
  private readonly line: StatusLine;
  private readonly clients = new Map<string, Quay>();

  constructor(
    private readonly settings: Omit<QuaySettings, "token">,
    private readonly notice: (line: string) => void,
    private readonly patience: RetryPolicy = shortly,
  ) {
    this.line = new StatusLine({ ...settings, token: "" });
  }

  /** Carries an operation out with a caller's token. Throws QuayError; once the signal is given, its reason. */
  async call(
    { operation }: ExposedOperation,
    token: string,
    input: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const waiting = { status: 0, signal };
    const body = await this.line.watching(waiting, () => operation(this.client(token), input));
    return { status: waiting.status, body };
  }

  client(token: string): Quay {
    const client =
      this.clients.get(token) ??
      new Quay(
        { ...this.settings, token },
        { channel: this.line, retryPolicy: this.patience, notice: this.notice, remembered: false },
      );
    this.clients.delete(token);
    this.clients.set(token, client);
    const [oldest] = this.clients.keys();
    if (this.clients.size > KEPT) this.clients.delete(oldest as string);
    return client;
  }

  close(): Promise<void> {
    return this.line.close();
  }
}

/** Somebody who waits for an answer. */
interface Waiting {
  status: number;
  /** Given when nobody wants the answer any more. */
  signal?: AbortSignal;
}

/** Tells who waits for an answer its status, which operations do not pass on; and asks no more when nobody waits. */
class StatusLine extends HttpChannel {
  private readonly waiting = new AsyncLocalStorage<Waiting>();

  watching<T>(waiting: Waiting, work: () => Promise<T>): Promise<T> {
    return this.waiting.run(waiting, work);
  }

  override async send(message: Message, token: string, longest?: () => number): Promise<Outcome> {
    const waiting = this.waiting.getStore();
    waiting?.signal?.throwIfAborted();
    const outcome = await super.send(message, token, longest, waiting?.signal);
    waiting?.signal?.throwIfAborted();
    if (waiting && !("lost" in outcome)) waiting.status = outcome.status;
    return outcome;
  }
}
