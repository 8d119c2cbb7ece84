import { getLoggedInUser } from "../api/user";
import { Refusal } from "../client/errors";
import type { Quay } from "../client/quay";

/** Who the token acts as. Asked only when something was refused because the namespace is no organization. */
export class User {
  private name?: string;
  private asked?: Promise<string | undefined>;

  constructor(private readonly quay: Quay) {}

  /** Calls for an organization, or, when the namespace is the token's own user, for that. */
  async either<T>(namespace: string, inOrganization: () => Promise<T>, ofUser: () => Promise<T>): Promise<T> {
    if (this.name === namespace) return ofUser();
    try {
      return await inOrganization();
    } catch (error) {
      if (!(error instanceof Refusal) || (await this.ask()) !== namespace) throw error;
      return ofUser();
    }
  }

  private ask(): Promise<string | undefined> {
    this.asked ??= getLoggedInUser(this.quay, {}).then(
      ({ username }) => {
        this.name = username;
        return username;
      },
      () => undefined,
    );
    return this.asked;
  }
}
