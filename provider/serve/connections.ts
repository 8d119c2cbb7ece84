import { Quay } from "../client/quay";
import type { Patience } from "../client/retry";
import { settings } from "../config";
import type { Connection } from "../mould/life";
import { Snapshot } from "../snapshot";

/** One connection for each Quay and token, whatever kinds use it. */
export class Connections {
  private readonly open = new Map<string, Connection>();

  constructor(
    private readonly patience?: Patience,
    private readonly notice?: (line: string) => void,
  ) {}

  /** Throws one sentence when the settings are not usable. */
  get(setting: (key: string) => string | undefined): Connection {
    const wanted = settings(setting);
    const key = JSON.stringify(wanted);
    const known = this.open.get(key);
    if (known) return known;
    const quay = new Quay(wanted, this.patience, this.notice);
    const connection = { quay, seen: new Snapshot(quay) };
    this.open.set(key, connection);
    return connection;
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map(({ quay }) => quay.close()));
  }
}
