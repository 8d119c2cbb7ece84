import type { Connection } from "../lifecycle/definition";
import { KeyedMutex } from "../lifecycle/keyed-mutex";
import { MassDeletionGuard } from "../lifecycle/mass-deletion";
import { OriginCheck } from "../lifecycle/origin-check";
import { type Journal, StateEntries } from "../lifecycle/state-entries";
import { HttpChannel } from "../quay/client/http/channel";
import { Quay } from "../quay/client/quay";
import { defaultRetryPolicy, type RetryPolicy } from "../quay/client/retry";
import { type QuaySettings, settings } from "../quay/settings";
import { Snapshot } from "../snapshot";
import { OwnJournal } from "./journal";
import { Repeated } from "./repeated";

/** The Quay of a stack or an explicit provider, with a connection for each token. */
export interface Access {
  settings: QuaySettings;
  same: OriginCheck;
  /** The connection for a namespace, with the namespace's own token where it has one. */
  to(namespace: string | undefined): Connection;
}

/** What is open in this process: a line for each way to a Quay, and knowledge for each Quay and token. */
export class Connections {
  readonly entries: StateEntries;
  readonly massDeletion: MassDeletionGuard;
  readonly mutex = new KeyedMutex();
  readonly failures = new Repeated();
  private readonly connections = new Map<string, Connection>();
  private readonly channels = new Map<string, HttpChannel>();
  private readonly originChecks = new Map<string, OriginCheck>();

  constructor(
    private readonly retryPolicy: RetryPolicy = defaultRetryPolicy,
    readonly notice: (line: string) => void = console.log,
    readonly journal: Journal = new OwnJournal(),
  ) {
    this.entries = new StateEntries(journal);
    this.massDeletion = new MassDeletionGuard(retryPolicy.pause);
  }

  /** Throws one sentence when the settings are not usable. */
  get(setting: (key: string) => string | undefined): Access {
    const all = settings(setting);
    const { tokens = {}, token, ...rest } = all;
    const opened = new Map<string, Connection>();
    const to = (namespace = "") => {
      const itsOwn = Object.hasOwn(tokens, namespace) ? (tokens[namespace] as string) : token;
      const connection = opened.get(itsOwn) ?? this.open({ ...rest, token: itsOwn });
      opened.set(itsOwn, connection);
      return connection;
    };
    return { settings: all, to, same: this.same(all) };
  }

  /** All kinds of a provider are of one Quay, and refused together. */
  private same(all: QuaySettings): OriginCheck {
    const key = JSON.stringify(all);
    const known =
      this.originChecks.get(key) ??
      new OriginCheck(all, (url) => this.open({ ...all, url, token: "", tokens: undefined }).quay);
    this.originChecks.set(key, known);
    return known;
  }

  /** Asks nothing more, and lets what is under way finish for so many milliseconds. */
  async interrupt(milliseconds: number): Promise<void> {
    await Promise.all([...this.channels.values()].map((line) => line.interrupt(milliseconds)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.channels.values()].map((line) => line.close()));
  }

  private open(wanted: QuaySettings): Connection {
    const key = JSON.stringify(wanted);
    const known = this.connections.get(key);
    if (known) return known;
    const { url, caCertificate, timeoutSeconds, concurrency } = wanted;
    const way = JSON.stringify({ url, caCertificate, timeoutSeconds, concurrency });
    const line = this.channels.get(way) ?? new HttpChannel(wanted);
    this.channels.set(way, line);
    const quay = new Quay(wanted, { channel: line, retryPolicy: this.retryPolicy, notice: this.notice });
    // An organization is made with one token, and what is in it may be read with another.
    const others = () =>
      [...this.connections.values()].filter((one) => one.quay !== quay && one.quay.settings.url === wanted.url);
    const snapshot = new Snapshot(quay, (container, isNew) => {
      for (const { snapshot } of others()) snapshot.forgetUnder(container, isNew);
    });
    const connection = { quay, snapshot };
    this.connections.set(key, connection);
    return connection;
  }
}
