import { type ConfigView, getConfig } from "../quay/api/config";
import type { Quay } from "../quay/client/quay";
import { Memo } from "./memo";

/** What a Quay's /config says of its features, read once for all tokens. */
export class Capabilities {
  private readonly config = new Memo<ConfigView>();
  private early?: Promise<ConfigView | undefined>;

  /** `brief` opens a client without a token that does not wait long for an answer. */
  constructor(private readonly brief?: () => Quay) {}

  /** Throws when it cannot be read. */
  get(quay: Quay): Promise<ConfigView> {
    return this.config.get("", () => getConfig(quay, {}));
  }

  /** For a preview, which goes on without an answer: one attempt in a run; undefined when it failed. */
  beforehand(): Promise<ConfigView | undefined> {
    this.early ??= this.briefly().catch(() => undefined);
    return this.early;
  }

  private async briefly(): Promise<ConfigView | undefined> {
    const known = this.config.peek("");
    if (known || !this.brief) return known;
    const found = await getConfig(this.brief(), {});
    this.config.set("", found);
    return found;
  }
}
