import { Refusal } from "../quay/client/errors";
import { namespaceOf } from "./containers";
import { ListCache } from "./list-cache";
import { Memo } from "./memo";
import type { Freshness } from "./reader";

/** What names a grant of a repository to somebody. */
export interface GrantKey {
  repository: string;
  namespace: string;
  grantee: string;
}

/** Quay lists the grants of a repository, and those of a grantee; there is no list of all. */
export interface GrantSources<State> {
  /** By grantee; undefined when the repository does not exist. */
  ofRepository(repository: string): Promise<Map<string, State> | undefined>;
  /** By the repository's full name; undefined when this grantee cannot be asked. */
  ofGrantee(grantee: string, namespace: string): Promise<Map<string, State> | undefined>;
  /** One alone. */
  readOne(grant: GrantKey): Promise<State | undefined>;
  hasRepository(repository: string): Promise<boolean>;
}

/**
 * So many grants of a repository may be learnt from its grantees before the repository itself is asked. An organization has
 * few grantees and many repositories, each with a grant or two, so the grantee's list tells more. But where a few
 * repositories are granted to many, it is the repository's.
 */
const FROM_GRANTEES = 2;

/** Grants read from whichever side tells more with fewer requests. */
export class GrantIndex<State> {
  /** Grants and repositories that changed since: a grantee's list may not show it. */
  private readonly changed = new Set<string>();
  private readonly repositories = new Map<string, ListCache<GrantKey, State>>();
  private readonly grantees = new Memo<Map<string, State> | undefined>();
  /** How many grants of each repository were asked of grantees. */
  private readonly granteeReads = new Map<string, number>();
  /** Quay does not let this token ask grantees: found out once. */
  private isRefused = false;

  constructor(private readonly sources: GrantSources<State>) {}

  async get(grant: GrantKey, { fresh = false }: Freshness = {}): Promise<State | undefined> {
    if (fresh) return this.listOf(grant.repository).getFresh(grant);
    if (await this.shouldReadGrantee(grant)) {
      const grants = await this.ofGrantee(grant);
      const found = grants?.get(grant.repository);
      if (found) return found;
      if (grants && !(await this.sources.hasRepository(grant.repository))) return undefined;
    }
    // What a grantee's list does not show is absent only when the repository's does not show it either.
    return this.listOf(grant.repository).get(grant);
  }

  /** All of a repository, by grantee. */
  list(repository: string, how?: Freshness): Promise<Map<string, State> | undefined> {
    return this.listOf(repository).list(how);
  }

  set(grant: GrantKey, state: State | undefined): void {
    this.changed.add(keyOf(grant));
    this.listOf(grant.repository).set(grant, state);
  }

  forget(grant: GrantKey): void {
    this.changed.add(keyOf(grant));
    this.listOf(grant.repository).forget(grant);
  }

  isGone(grant: GrantKey): Promise<boolean> {
    return this.listOf(grant.repository).isGone(grant);
  }

  forgetNamespace(namespace: string): void {
    for (const [repository, list] of this.repositories) if (namespaceOf(repository) === namespace) list.forgetAll();
    this.grantees.forgetWhere((name) => name.startsWith(`${namespace} `));
  }

  forgetRepository(repository: string): void {
    this.changed.add(repository);
    this.repositories.get(repository)?.forgetAll();
  }

  forgetGrantee(grantee: string, namespace: string): void {
    for (const [repository, list] of this.repositories) {
      if (namespaceOf(repository) === namespace) list.forgetWhere((_, name) => name === grantee);
    }
    this.grantees.forget(`${namespace} ${grantee}`);
  }

  private async shouldReadGrantee(grant: GrantKey): Promise<boolean> {
    const { repository, namespace, grantee } = grant;
    if (this.changed.has(keyOf(grant)) || this.changed.has(repository)) return false;
    if (this.grantees.peek(`${namespace} ${grantee}`)) return true;
    if (this.isRefused || this.listOf(grant.repository).isKnown) return false;
    const count = (this.granteeReads.get(repository) ?? 0) + 1;
    this.granteeReads.set(repository, count);
    return count <= FROM_GRANTEES;
  }

  private ofGrantee({ grantee, namespace }: GrantKey): Promise<Map<string, State> | undefined> {
    return this.grantees.get(`${namespace} ${grantee}`, async () => {
      try {
        return await this.sources.ofGrantee(grantee, namespace);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status >= 500) throw error;
        if (error.status === 401 || error.status === 403) this.isRefused = true;
        return undefined;
      }
    });
  }

  private listOf(repository: string): ListCache<GrantKey, State> {
    const known = this.repositories.get(repository);
    if (known) return known;
    const list = new ListCache<GrantKey, State>({
      key: ({ grantee }) => grantee,
      read: () => this.sources.ofRepository(repository),
      readOne: async (grant) => ((await this.sources.hasRepository(repository)) ? this.sources.readOne(grant) : undefined),
    });
    this.repositories.set(repository, list);
    return list;
  }
}

const keyOf = ({ repository, grantee }: GrantKey) => `${repository} ${grantee}`;
