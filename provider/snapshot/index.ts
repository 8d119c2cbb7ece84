import type { Quay } from "../quay/client/quay";
import { Capabilities } from "./capabilities";
import { type Container, isWithin } from "./containers";
import type { Reader } from "./reader";
import { TokenCheck } from "./token-check";
import { User } from "./user";

/** Creates the reader of a kind; called once for each snapshot. */
export type Source<Id, State> = (snapshot: Snapshot) => Reader<Id, State>;

/** What one run has read from a Quay with one token. */
export class Snapshot {
  readonly token: TokenCheck;
  readonly user: User;
  private readonly opened = new Map<
    (snapshot: Snapshot) => object,
    Partial<Pick<Reader<never, object>, "forgetUnder">>
  >();
  /** Containers that this run created and that have certainly not changed since. */
  private readonly made = new Map<string, Container>();

  /** `onContainerChanged` passes on created and deleted containers to the snapshots of other tokens. */
  constructor(
    readonly quay: Quay,
    private readonly onContainerChanged: (container: Container, isNew: boolean) => void = () => {},
    private readonly capabilities = new Capabilities(),
  ) {
    this.token = new TokenCheck(quay);
    this.user = new User(quay);
  }

  /** The one instance of what `source` creates. */
  of<Opened extends object>(source: (snapshot: Snapshot) => Opened): Opened {
    const opened = this.opened.get(source) ?? source(this);
    this.opened.set(source, opened);
    return opened as Opened;
  }

  /** This run created or deleted a container, or may have. A new one contains only what Quay puts into every new one. */
  containerChanged(container: Container, isNew = false): void {
    this.forgetUnder(container, isNew);
    this.onContainerChanged(container, isNew);
  }

  /** Makes every reader forget the container's children and what refers to it. */
  forgetUnder(container: Container, isNew = false): void {
    for (const [key, one] of this.made) if (isWithin(one, container)) this.made.delete(key);
    if (isNew) this.made.set(container.join(" "), container);
    for (const reader of this.opened.values()) reader.forgetUnder?.(container);
  }

  /** Whether this run created the container, so that its children are known without a request. */
  isNew(container: Container): boolean {
    return this.made.has(container.join(" "));
  }

  /** The features of this Quay. */
  features() {
    return this.capabilities.get(this.quay);
  }
}
