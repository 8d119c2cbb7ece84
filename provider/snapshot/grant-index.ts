import { Refusal } from "../quay/client/errors";
import { namespaceOf } from "./containers";
import { ListCache } from "./list-cache";
import { Memo } from "./memo";
import type { Freshness } from "./reader";

/** Identifies a grant. */
export interface GrantKey {
  repository: string;
  namespace: string;
  grantee: string;
}

/** Quay lists grants by repository and by grantee; there is no list of all grants of a namespace. */
export interface GrantSources<State> {
  /** By grantee; undefined when the repository does not exist. */
  ofRepository(repository: string): Promise<Map<string, State> | undefined>;
  /** By the repository's full name; undefined when Quay has no list for this grantee. */
  ofGrantee(grantee: string, namespace: string): Promise<Map<string, State> | undefined>;
  /** Reads a single grant. */
  readOne(grant: GrantKey): Promise<State | undefined>;
  hasRepository(repository: string): Promise<boolean>;
}

/**
 * How many grants of a repository are looked up in grantees' lists before the repository's own list is read. Usually an
 * organization has few grantees and many repositories with one or two grants each, so grantees' lists need fewer requests.
 * When a few repositories are granted to many, the repositories' lists need fewer.
 */
const FROM_GRANTEES = 2;

/** Reads grants from grantees' or repositories' lists, whichever needs fewer requests. */
export class GrantIndex<State> {
  /** Grants and repositories that changed in this run, which grantees' lists may not show. */
  private readonly changed = new Set<string>();
  private readonly repositories = new Map<string, ListCache<GrantKey, State>>();
  private readonly grantees = new Memo<Map<string, State> | undefined>();
  /** How many grants of each repository were looked up in grantees' lists. */
  private readonly granteeReads = new Map<string, number>();
  /** Whether Quay refused this token a grantee's list; then no further one is requested. */
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
    // A grant that is missing in the grantee's list is absent only when the repository's list lacks it too.
    return this.listOf(grant.repository).get(grant);
  }

  /** All grants of a repository, by grantee. */
  list(repository: string, how?: Freshness): Promise<Map<string, State> | undefined> {
    return this.listOf(repository).list(how);
  }

  /** All grants of a grantee in a namespace, by repository; undefined when Quay has no such list, or refuses it to this token. */
  heldBy(grantee: string, namespace: string): Promise<Map<string, State> | undefined> {
    return this.ofGrantee({ grantee, namespace });
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

  private ofGrantee({ grantee, namespace }: Omit<GrantKey, "repository">): Promise<Map<string, State> | undefined> {
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
      readOne: async (grant) =>
        (await this.sources.hasRepository(repository)) ? this.sources.readOne(grant) : undefined,
    });
    this.repositories.set(repository, list);
    return list;
  }
}

const keyOf = ({ repository, grantee }: GrantKey) => `${repository} ${grantee}`;
