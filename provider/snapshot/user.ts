import { getLoggedInUser, getUserInformation, type LoggedInUserView } from "../quay/api/user";
import { hidesNamespace, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import { needsScope } from "../quay/operation";
import { Memo } from "./memo";

/** The user that the token acts as, and the existence of other users. Read only when something was refused. */
export class User {
  private name?: string;
  private reading?: Promise<LoggedInUserView | undefined>;
  private readonly others = new Memo<boolean>();

  constructor(private readonly quay: Quay) {}

  /** Calls the operation for organizations or, when the namespace is the token's own user, the one for users. */
  async either<T>(namespace: string, inOrganization: () => Promise<T>, ofUser: () => Promise<T>): Promise<T> {
    if (this.name === namespace) return ofUser();
    try {
      return await inOrganization();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const self = await this.self();
      if (self?.username === namespace) return ofUser();
      if (!hidesNamespace(error) || !(await this.isUser(namespace).catch(() => false))) throw error;
      throw error.withAdvice(
        self
          ? `${namespace} is another user: the token acts as ${self.username}.`
          : `${namespace} is a user. ${needsScope("user:admin", `${namespace}'s own token`)}`,
      );
    }
  }

  /** The token's user; undefined when the token lacks the scope to read it. */
  self(): Promise<LoggedInUserView | undefined> {
    this.reading ??= getLoggedInUser(this.quay, {}).then(
      (self) => {
        this.name = self.username;
        return self;
      },
      () => undefined,
    );
    return this.reading;
  }

  isUser(username: string): Promise<boolean> {
    return this.others.get(username, async () => {
      try {
        await getUserInformation(this.quay, { username });
        return true;
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) return false;
        throw error;
      }
    });
  }
}
