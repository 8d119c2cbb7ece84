import { AsyncLocalStorage } from "node:async_hooks";
import { HttpChannel, type Message } from "../provider/quay/client/http/channel";
import { Quay } from "../provider/quay/client/quay";
import type { Outcome, RetryPolicy } from "../provider/quay/client/retry";
import type { QuaySettings } from "../provider/quay/settings";
import type { ExposedOperation } from "./exposed-operation";

/** Quay's response to an operation. */
export interface Answer {
  status: number;
  /** Undefined when the response has no body. */
  body: unknown;
}

/** Retries end sooner than in an update of a stack, because a caller waits for the response. */
const interactiveRetryPolicy: RetryPolicy = { tries: 2, pause: 400, maxWait: 20_000 };

/** The most clients that are kept, one per token. Recreating one is cheap. */
const MAX_CLIENTS = 100;

/** Calls one Quay for many callers: a client per token, all with the same connections and rate limit. */
export class ClientPool {
  private readonly channel: StatusChannel;
  private readonly clients = new Map<string, Quay>();

  constructor(
    private readonly settings: Omit<QuaySettings, "token">,
    private readonly notice: (line: string) => void,
    private readonly retryPolicy: RetryPolicy = interactiveRetryPolicy,
  ) {
    this.channel = new StatusChannel({ ...settings, token: "" });
  }

  /** Runs an operation with a caller's token. Throws QuayError, or the reason of the signal once that is aborted. */
  async call(
    { operation, shows, success }: ExposedOperation,
    token: string,
    input: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const pending = { status: 0, signal };
    const body = await this.channel.track(pending, () => operation(this.client(token), input));
    // What Quay answers with the status of a failure is an answer like any other here.
    const status = pending.status < 300 ? pending.status : success;
    return { status, body: shows && body !== undefined ? shows(body) : body };
  }

  client(token: string): Quay {
    const client =
      this.clients.get(token) ??
      new Quay(
        { ...this.settings, token },
        { channel: this.channel, retryPolicy: this.retryPolicy, notice: this.notice, remembered: false },
      );
    this.clients.delete(token);
    this.clients.set(token, client);
    const [oldest] = this.clients.keys();
    if (this.clients.size > MAX_CLIENTS) this.clients.delete(oldest as string);
    return client;
  }

  close(): Promise<void> {
    return this.channel.close();
  }
}

/** A call whose response is awaited. */
interface PendingCall {
  status: number;
  /** Aborted when the caller no longer waits. */
  signal?: AbortSignal;
}

/** Records the status of each response, which operations do not return, and sends no request for an aborted call. */
class StatusChannel extends HttpChannel {
  private readonly pending = new AsyncLocalStorage<PendingCall>();

  track<T>(pending: PendingCall, work: () => Promise<T>): Promise<T> {
    return this.pending.run(pending, work);
  }

  override async send(message: Message, token: string, longest?: () => number): Promise<Outcome> {
    const pending = this.pending.getStore();
    pending?.signal?.throwIfAborted();
    const outcome = await super.send(message, token, longest, pending?.signal);
    pending?.signal?.throwIfAborted();
    if (pending && !("lost" in outcome)) pending.status = outcome.status;
    return outcome;
  }
}
