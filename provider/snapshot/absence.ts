import { getRepo } from "../api/repository";
import { getUserInformation } from "../api/user";
import { Refusal } from "../client/errors";
import type { Quay } from "../client/quay";
import type { Organizations } from "./organizations";
import type { Token } from "./token";

/** Decides whether a refused read means that there is nothing. */
export class Absence {
  constructor(
    private readonly quay: Quay,
    private readonly token: Token,
    private readonly organizations: Organizations,
  ) {}

  /** Reads; undefined when what is read, or the namespace it is in, surely does not exist. Else throws what Quay said. */
  async unless<T>(namespace: string, read: () => Promise<T>, missing?: RegExp): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 400 && missing?.test(error.reason)) return undefined;
      if (![401, 403, 404].includes(error.status)) throw error;
      await this.token.check();
      if (error.status === 404) return undefined;
      // Quay hides a missing namespace from all but superusers: it says 403 to whatever is asked below it.
      if (await this.nobodyHas(namespace)) return undefined;
      throw error;
    }
  }

  /** The sentence for who meant a repository that does not exist. */
  async missingRepository(repository: string): Promise<string | undefined> {
    const namespace = repository.split("/")[0] as string;
    const found = await this.unless(namespace, () => getRepo(this.quay, { repository, includeTags: false }));
    return found ? undefined : `There is no repository ${repository}.`;
  }

  /** Whether neither an organization nor a user has this name. */
  async nobodyHas(namespace: string): Promise<boolean> {
    if (await this.organizations.exists(namespace)) return false;
    try {
      await getUserInformation(this.quay, { username: namespace });
      return false;
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return true;
      throw error;
    }
  }
}
