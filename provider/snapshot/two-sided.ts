import { Refusal } from "../client/errors";
import { Memo } from "./memo";

/** Something between a repository and somebody who is granted something there. */
export interface Edge {
  repository: string;
  namespace: string;
  grantee: string;
}

/** Quay lists the edges of a repository, and those of a grantee; there is no list of all. */
export interface Sides<State> {
  /** By grantee; undefined when the repository does not exist. */
  ofRepository(repository: string): Promise<Map<string, State> | undefined>;
  /** By the repository's full name; undefined when this grantee cannot be asked. */
  ofGrantee(grantee: string, namespace: string): Promise<Map<string, State> | undefined>;
}

/**
 * So many edges of a repository may be learnt from its grantees before the repository itself is asked. An organization has
 * few grantees and many repositories, each with a grant or two, so the grantee's list tells more. But where a few
 * repositories are granted to many, it is the repository's.
 */
const FROM_GRANTEES = 2;

/** Edges read from whichever side tells more with fewer requests. */
export class TwoSided<State> {
  private readonly own = new Map<string, State | undefined>();
  private readonly touched = new Set<string>();
  private readonly repositories = new Memo<Map<string, State> | undefined>();
  private readonly grantees = new Memo<Map<string, State> | undefined>();
  private readonly uncovered = new Map<string, number>();
  /** Quay does not let this token ask grantees: found out once. */
  private shut = false;

  constructor(private readonly sides: Sides<State>) {}

  async get(edge: Edge): Promise<State | undefined> {
    const key = keyOf(edge);
    if (this.own.has(key)) return this.own.get(key);
    if (!this.touched.has(key) && (await this.asksGrantee(edge))) {
      const found = (await this.ofGrantee(edge))?.get(edge.repository);
      if (found) return found;
    }
    // What a grantee's list does not show is absent only when the repository's does not show it either.
    return (await this.ofRepository(edge))?.get(edge.grantee);
  }

  set(edge: Edge, state: State | undefined): void {
    this.own.set(keyOf(edge), state);
  }

  forget(edge: Edge): void {
    this.own.delete(keyOf(edge));
    this.touched.add(keyOf(edge));
    this.repositories.forget(edge.repository);
  }

  private async asksGrantee({ repository, namespace, grantee }: Edge): Promise<boolean> {
    if (this.grantees.peek(`${namespace} ${grantee}`)) return true;
    if (this.shut || this.repositories.peek(repository)) return false;
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

  private ofRepository({ repository }: Edge): Promise<Map<string, State> | undefined> {
    return this.repositories.get(repository, () => this.sides.ofRepository(repository));
  }
}

const keyOf = ({ repository, grantee }: Edge) => `${repository} ${grantee}`;
