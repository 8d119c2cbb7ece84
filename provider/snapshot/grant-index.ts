import { Refusal } from "../quay/client/errors";
import { namespaceOf } from "./containers";
import { ListCache } from "./list-cache";
import { Memo } from "./memo";
import type { Freshness } from "./reader";

/** Something between a repository and somebody who is granted something there. */
export interface Edge {
  repository: string;
  namespace: string;
  grantee: string;
}

/** Quay lists the edges of a repository, and those of a grantee; there is no list of all. */
export interface GrantSources<State> {
  /** By grantee; undefined when the repository does not exist. */
  ofRepository(repository: string): Promise<Map<string, State> | undefined>;
  /** By the repository's full name; undefined when this grantee cannot be asked. */
  ofGrantee(grantee: string, namespace: string): Promise<Map<string, State> | undefined>;
  /** One alone. */
  one(edge: Edge): Promise<State | undefined>;
  hasRepository(repository: string): Promise<boolean>;
}

/**
 * So many edges of a repository may be learnt from its grantees before the repository itself is asked. An organization has
 * few grantees and many repositories, each with a grant or two, so the grantee's list tells more. But where a few
 * repositories are granted to many, it is the repository's.
 */
const FROM_GRANTEES = 2;

/** Edges read from whichever side tells more with fewer requests. */
export class GrantIndex<State> {
  /** Edges and repositories that changed since: a grantee's list may not show it. */
  private readonly touched = new Set<string>();
  private readonly repositories = new Map<string, ListCache<Edge, State>>();
  private readonly grantees = new Memo<Map<string, State> | undefined>();
  private readonly uncovered = new Map<string, number>();
  /** Quay does not let this token ask grantees: found out once. */
  private shut = false;

  constructor(private readonly sides: GrantSources<State>) {}

  async get(edge: Edge, { fresh = false }: Freshness = {}): Promise<State | undefined> {
    if (fresh) return this.listOf(edge.repository).getFresh(edge);
    if (await this.asksGrantee(edge)) {
      const edges = await this.ofGrantee(edge);
      const found = edges?.get(edge.repository);
      if (found) return found;
      if (edges && !(await this.sides.hasRepository(edge.repository))) return undefined;
    }
    // What a grantee's list does not show is absent only when the repository's does not show it either.
    return this.listOf(edge.repository).get(edge);
  }

  /** All of a repository, by grantee. */
  list(repository: string, how?: Freshness): Promise<Map<string, State> | undefined> {
    return this.listOf(repository).list(how);
  }

  set(edge: Edge, state: State | undefined): void {
    this.touched.add(keyOf(edge));
    this.listOf(edge.repository).set(edge, state);
  }

  forget(edge: Edge): void {
    this.touched.add(keyOf(edge));
    this.listOf(edge.repository).forget(edge);
  }

  isGone(edge: Edge): Promise<boolean> {
    return this.listOf(edge.repository).isGone(edge);
  }

  forgetNamespace(namespace: string): void {
    for (const [repository, list] of this.repositories) if (namespaceOf(repository) === namespace) list.forgetAll();
    this.grantees.forgetWhere((name) => name.startsWith(`${namespace} `));
  }

  forgetRepository(repository: string): void {
    this.touched.add(repository);
    this.repositories.get(repository)?.forgetAll();
  }

  forgetGrantee(grantee: string, namespace: string): void {
    for (const [repository, list] of this.repositories) {
      if (namespaceOf(repository) === namespace) list.forgetWhere((_, name) => name === grantee);
    }
    this.grantees.forget(`${namespace} ${grantee}`);
  }

  private async asksGrantee(edge: Edge): Promise<boolean> {
    const { repository, namespace, grantee } = edge;
    if (this.touched.has(keyOf(edge)) || this.touched.has(repository)) return false;
    if (this.grantees.peek(`${namespace} ${grantee}`)) return true;
    if (this.shut || this.listOf(edge.repository).isKnown) return false;
    const count = (this.uncovered.get(repository) ?? 0) + 1;
    this.uncovered.set(repository, count);
    return count <= FROM_GRANTEES;
  }

  private ofGrantee({ grantee, namespace }: Edge): Promise<Map<string, State> | undefined> {
    return this.grantees.get(`${namespace} ${grantee}`, async () => {
      try {
        return await this.sides.ofGrantee(grantee, namespace);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status >= 500) throw error;
        if (error.status === 401 || error.status === 403) this.shut = true;
        return undefined;
      }
    });
  }

  private listOf(repository: string): ListCache<Edge, State> {
    const known = this.repositories.get(repository);
    if (known) return known;
    const list = new ListCache<Edge, State>({
      key: ({ grantee }) => grantee,
      read: () => this.sides.ofRepository(repository),
      one: async (edge) => ((await this.sides.hasRepository(repository)) ? this.sides.one(edge) : undefined),
    });
    this.repositories.set(repository, list);
    return list;
  }
}

const keyOf = ({ repository, grantee }: Edge) => `${repository} ${grantee}`;
