import { getRepo } from "../quay/api/repository";
import { hidesNamespace, InvalidToken, isNotFound, type QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Snapshot } from ".";
import { type Container, isWithin, namespaceOf } from "./containers";
import { type Namespaces, namespaces } from "./namespaces";
import { Rights } from "./rights";
import type { TokenCheck } from "./token-check";
import type { User } from "./user";

/** Quay's message when a robot does not exist, with status 400. */
const MISSING_ROBOT = /^Could not find robot with specified username$/;

export function absence(snapshot: Snapshot): Absence {
  const names = snapshot.of(namespaces);
  return new Absence(snapshot.quay, snapshot.token, names, snapshot.user, new Rights(names, snapshot.user));
}

/** Decides whether a refused read proves that a resource does not exist. */
export class Absence {
  /** Namespaces and repositories that are proven absent, so reads of their children need no request. */
  private readonly missing = new Set<string>();
  private changes = 0;

  constructor(
    private readonly quay: Quay,
    private readonly token: TokenCheck,
    private readonly namespaces: Namespaces,
    private readonly user: User,
    private readonly rights: Rights,
  ) {}

  /**
   * Reads one resource; undefined when it or its namespace certainly does not exist. Otherwise throws Quay's error. `twice`: a
   * "not found" is confirmed by a second read, because no list has shown the absence before.
   */
  async readOne<T>(
    namespace: string,
    read: () => Promise<T>,
    { nothing: notFound = MISSING_ROBOT, twice = false }: { nothing?: RegExp; twice?: boolean } = {},
  ): Promise<T | undefined> {
    if (this.missing.has(namespace)) return undefined;
    for (let again = !twice; ; again = true) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const isNothing = isNotFound(error) || (error.status === 400 && notFound.test(error.reason));
        if (!isNothing) return this.undefinedIfMissing(namespace, error);
        await this.token.check();
        if (again) return undefined;
      }
    }
  }

  /** Reads a list of a container's children; undefined when the container does not exist. */
  within<T extends object>([kind, id]: Container, read: () => Promise<T>): Promise<T | undefined> {
    if (kind === "Organization") return this.inNamespace(id, read);
    return kind === "Repository" ? this.inRepository(id, read) : this.readOne(namespaceOf(id), read);
  }

  /** Reads a list of a namespace; undefined when the namespace does not exist. A 404 of the list alone does not prove that. */
  async inNamespace<T>(namespace: string, read: () => Promise<T>): Promise<T | undefined> {
    if (this.missing.has(namespace)) return undefined;
    try {
      return await read();
    } catch (error) {
      if (error instanceof Refusal) return this.undefinedIfMissing(namespace, error);
      throw error;
    }
  }

  /** Reads children of a repository; undefined when it does not exist. One proof serves all later reads in that repository. */
  async inRepository<T extends object>(repository: string, read: () => Promise<T>): Promise<T | undefined> {
    if (this.missing.has(repository) || this.missing.has(namespaceOf(repository))) return undefined;
    try {
      return await read();
    } catch (error) {
      if (!isNotFound(error)) return this.readOne(namespaceOf(repository), () => Promise.reject(error));
      if (!(await this.repository(repository, () => this.getRepository(repository), false))) return undefined;
      this.quay.noteMalformedAnswer();
      throw error;
    }
  }

  /** Reads a repository itself. */
  async repository<T extends object>(
    repository: string,
    read: () => Promise<T>,
    twice: boolean,
  ): Promise<T | undefined> {
    if (this.missing.has(repository)) return undefined;
    const { changes } = this;
    const found = await this.readOne(namespaceOf(repository), read, { twice });
    if (!found && changes === this.changes) this.missing.add(repository);
    return found;
  }

  forgetUnder(container: Container): void {
    this.changes++;
    for (const path of this.missing) {
      const kind = path.includes("/") ? "Repository" : "Organization";
      if (isWithin([kind, path], container)) this.missing.delete(path);
    }
  }

  /** The message when a repository does not exist; undefined when it exists. */
  async missingRepository(repository: string): Promise<string | undefined> {
    const found = await this.readOne(namespaceOf(repository), () => this.getRepository(repository));
    return found ? undefined : `There is no repository ${repository}.`;
  }

  private getRepository(repository: string) {
    return getRepo(this.quay, { repository, includeTags: false });
  }

  /** Quay hides missing namespaces from all but superusers: requests for their children are answered with 403. */
  private async undefinedIfMissing(namespace: string, error: Refusal): Promise<undefined> {
    if (!isNotFound(error) && !hidesNamespace(error)) throw error;
    await this.token.check();
    if (await this.isFree(namespace)) return undefined;
    if (isNotFound(error)) this.quay.noteMalformedAnswer();
    throw await this.explained(error, namespace);
  }

  /** Adds the verified cause to a refusal in a namespace. */
  async explained(refusal: Refusal, namespace: string): Promise<QuayError> {
    if (refusal.status === 401) {
      const failure = await this.token.check().catch((error) => error);
      if (failure instanceof InvalidToken) return failure;
    }
    if (refusal.proven || !hidesNamespace(refusal)) return refusal;
    const reason = async () =>
      (await this.isFree(namespace))
        ? `There is no organization or user ${namespace}.`
        : this.rights.why(refusal, namespace);
    const proven = await reason().catch(() => undefined);
    return proven ? refusal.withAdvice(proven) : refusal;
  }

  /** Whether the container of an empty list certainly does not exist: superusers get an empty list for a missing one too. */
  async isMissing([kind, id]: Container): Promise<boolean> {
    const isMissing = async () =>
      (await this.isFree(namespaceOf(id))) ||
      (kind === "Repository" && !(await this.repository(id, () => this.getRepository(id), false)));
    return isMissing().catch(() => false);
  }

  /** Whether neither an organization nor a user has this name. */
  async isFree(namespace: string): Promise<boolean> {
    const { changes } = this;
    if ((await this.namespaces.exists(namespace)) || (await this.user.isUser(namespace))) return false;
    if (changes === this.changes) this.missing.add(namespace);
    return true;
  }
}
