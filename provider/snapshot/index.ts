import { type ConfigView, getConfig } from "../quay/api/config";
import type { Quay } from "../quay/client/quay";
import { type Container, isWithin } from "./containers";
import { Memo } from "./memo";
import type { Reader } from "./reader";
import { TokenCheck } from "./token-check";
import { User } from "./user";

/** How a kind of thing is read; opened once per run. */
export type Source<Id, State> = (snapshot: Snapshot) => Reader<Id, State>;

/** What one run knows of a Quay. Lives as long as the run. */
export class Snapshot {
  readonly token: TokenCheck;
  readonly user: User;
  private readonly config = new Memo<ConfigView>();
  private readonly opened = new Map<(snapshot: Snapshot) => object, Partial<Pick<Reader<never, object>, "forgetUnder">>>();
  /** Containers that were made by this run, and are not in doubt since. */
  private readonly made = new Map<string, Container>();

  /** `tell` hears which containers came or went by a write of ours, for those who ask the same Quay with another token. */
  constructor(
    readonly quay: Quay,
    private readonly onContainerChanged: (container: Container, isNew: boolean) => void = () => {},
  ) {
    this.token = new TokenCheck(quay);
    this.user = new User(quay);
  }

  /** What this opens, the same for all who ask. */
  of<Opened extends object>(source: (snapshot: Snapshot) => Opened): Opened {
    const opened = this.opened.get(source) ?? source(this);
    this.opened.set(source, opened);
    return opened as Opened;
  }

  /** A container came or went by a write of ours, or may have. A new one holds only what Quay puts into each. */
  containerChanged(container: Container, isNew = false): void {
    this.forgetUnder(container, isNew);
    this.onContainerChanged(container, isNew);
  }

  /** Every reader forgets what it knows of what is in the container or names it. */
  forgetUnder(container: Container, isNew = false): void {
    for (const [key, one] of this.made) if (isWithin(one, container)) this.made.delete(key);
    if (isNew) this.made.set(container.join(" "), container);
    for (const reader of this.opened.values()) reader.forgetUnder?.(container);
  }

  /** Whether this run made the container, so that what is in it is known without asking. */
  isNew(container: Container): boolean {
    return this.made.has(container.join(" "));
  }

  /** What this Quay has switched on. */
  features() {
    return this.config.get("", () => getConfig(this.quay, {}));
  }
}
