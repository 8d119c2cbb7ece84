import type { Connection } from "../lifecycle/definition";
import { DriftAuthors } from "../lifecycle/drift/tell";
import { KeyedMutex } from "../lifecycle/keyed-mutex";
import { MassDeletionGuard } from "../lifecycle/mass-deletion";
import { OriginCheck } from "../lifecycle/origin-check";
import { type Journal, StateEntries } from "../lifecycle/state-entries";
import { HttpChannel } from "../quay/client/http/channel";
import { keepSecret } from "../quay/client/masking";
import { Quay } from "../quay/client/quay";
import { defaultRetryPolicy, type RetryPolicy } from "../quay/client/retry";
import { type QuaySettings, settings } from "../quay/settings";
import { resources } from "../resources";
import { Snapshot } from "../snapshot";
import { Capabilities } from "../snapshot/capabilities";
import type { Container } from "../snapshot/containers";
import { OwnJournal } from "./journal";
import { RepeatedReasons } from "./repeated";

/** The Quay of a stack or an explicit provider, with a connection for each token. */
export interface Access {
  settings: QuaySettings;
  originCheck: OriginCheck;
  /** What this Quay says of its features. */
  capabilities: Capabilities;
  /** The connection for a namespace, with the namespace's own token where it has one. */
  connectionFor(namespace: string | undefined): Connection;
}

/** Milliseconds. */
const BRIEF = 5_000;

/** The state of this process: a channel for each Quay, a connection for each Quay and token, and the engine operation's entries. */
export class Connections {
  readonly entries: StateEntries;
  readonly massDeletion: MassDeletionGuard;
  readonly driftAuthors: DriftAuthors;
  readonly mutex = new KeyedMutex();
  readonly failures = new RepeatedReasons();
  private readonly connections = new Map<string, Connection>();
  private readonly channels = new Map<string, HttpChannel>();
  private readonly originChecks = new Map<string, OriginCheck>();
  private readonly capabilities = new Map<string, Capabilities>();

  constructor(
    private readonly retryPolicy: RetryPolicy = defaultRetryPolicy,
    readonly notice: (line: string) => void = console.log,
    readonly journal: Journal = new OwnJournal(),
  ) {
    this.entries = new StateEntries(journal);
    this.massDeletion = new MassDeletionGuard(retryPolicy.pause);
    this.driftAuthors = new DriftAuthors(notice, (kind) => resources[kind]);
  }

  /** Throws an error that names the first invalid setting. */
  get(setting: (key: string) => string | undefined): Access {
    const all = settings(setting);
    const { tokens = {}, token, ...rest } = all;
    for (const secret of [token, ...Object.values(tokens)]) keepSecret(secret);
    const opened = new Map<string, Connection>();
    const to = (namespace = "") => {
      const namespaceToken = Object.hasOwn(tokens, namespace) ? (tokens[namespace] as string) : token;
      const connection = opened.get(namespaceToken) ?? this.open({ ...rest, token: namespaceToken });
      opened.set(namespaceToken, connection);
      return connection;
    };
    return {
      settings: all,
      connectionFor: to,
      originCheck: this.originCheckFor(all),
      capabilities: this.capabilitiesOf(all),
    };
  }

  /** All kinds share one check, so that a wrong Quay is explained once. */
  private originCheckFor(all: QuaySettings): OriginCheck {
    const key = JSON.stringify(all);
    const known =
      this.originChecks.get(key) ??
      new OriginCheck(all, (url) => this.open({ ...all, url, token: "", tokens: undefined }).quay);
    this.originChecks.set(key, known);
    return known;
  }

  /** Read with one attempt of a few seconds and without a token before anything is written, where a preview must not fail. */
  private capabilitiesOf(all: QuaySettings): Capabilities {
    const known = this.capabilities.get(all.url);
    if (known) return known;
    const capabilities = new Capabilities(() => this.brief({ ...all, token: "", tokens: undefined }, 0));
    this.capabilities.set(all.url, capabilities);
    return capabilities;
  }

  /** Stops sending requests, and waits at most this many milliseconds for those in flight. */
  async interrupt(milliseconds: number): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.interrupt(milliseconds)));
  }

  /** The requests of all connections: asked for, and settled. */
  get traffic(): { asked: number; settled: number } {
    const all = [...this.connections.values()].map(({ quay }) => quay.traffic);
    const sum = (of: (traffic: { asked: number; settled: number }) => number) => all.reduce((n, one) => n + of(one), 0);
    return { asked: sum(({ asked }) => asked), settled: sum(({ settled }) => settled) };
  }

  async close(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.close()));
  }

  private open(wanted: QuaySettings): Connection {
    const key = JSON.stringify(wanted);
    const known = this.connections.get(key);
    if (known) return known;
    const quay = this.client(wanted, this.retryPolicy);
    // An organization is created with one token, and its children may be read with another.
    const others = () =>
      [...this.connections.values()].filter((one) => one.quay !== quay && one.quay.settings.url === wanted.url);
    const forgetInOthers = (container: Container, isNew: boolean) => {
      for (const { snapshot } of others()) snapshot.forgetUnder(container, isNew);
    };
    const snapshot = new Snapshot(quay, forgetInOthers, this.capabilitiesOf(wanted));
    const connection = { quay, snapshot, aside: () => this.brief(wanted, BRIEF) };
    this.connections.set(key, connection);
    return connection;
  }

  /** One attempt of a few seconds, on connections of its own; `maxWait` is for a Quay that asks for fewer requests. */
  private brief(wanted: QuaySettings, maxWait: number): Quay {
    const settings = { ...wanted, timeoutSeconds: BRIEF / 1000 };
    return this.client(settings, { ...this.retryPolicy, tries: 0, maxWait }, () => {});
  }

  private client(wanted: QuaySettings, retryPolicy: RetryPolicy, notice = this.notice): Quay {
    const { url, caCertificate, timeoutSeconds, concurrency } = wanted;
    const { tries } = retryPolicy;
    const channelKey = JSON.stringify({ url, caCertificate, timeoutSeconds, concurrency, tries });
    const channel = this.channels.get(channelKey) ?? new HttpChannel(wanted);
    this.channels.set(channelKey, channel);
    return new Quay(wanted, { channel, retryPolicy, notice });
  }
}
