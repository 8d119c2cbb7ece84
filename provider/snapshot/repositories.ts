import { whyUnaddressable } from "../quay/addressable";
import { getRepo, listRepos, type RepositoryView } from "../quay/api/repository";
import { QuayError } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { Snapshot, Source } from ".";
import { type Absence, absence } from "./absence";
import { containerReader } from "./container-reader";
import type { Container } from "./containers";
import { PagedCache } from "./paged-cache";
import type { Freshness, Reader } from "./reader";
import type { TokenCheck } from "./token-check";

export interface Repository {
  namespace: string;
  name: string;
  visibility: "public" | "private";
  description: string;
  state: "NORMAL" | "READ_ONLY" | "MIRROR" | "ORG_MIRROR";
}

interface Path {
  namespace: string;
  name: string;
}

export const repository = (
  { namespace, name }: Path,
  { is_public, description, state }: RepositoryView,
): Repository => ({
  namespace,
  name,
  visibility: is_public ? "public" : "private",
  description: description ?? "",
  state: state ?? "NORMAL",
});

const fullName = ({ namespace, name }: Path) => `${namespace}/${name}`;

export const repositories: Source<Path, Repository> = (snapshot) =>
  containerReader(snapshot, (path) => ["Repository", fullName(path)], snapshot.of(repositoryLists));

/** The same, for writes that change a repository and nothing that belongs to it. */
export const repositoryLists = (snapshot: Snapshot): Repositories =>
  new Repositories(snapshot.quay, snapshot.token, snapshot.of(absence));

/** Repositories, with a paginated list for each namespace. */
class Repositories implements Reader<Path, Repository> {
  private readonly namespaces = new Map<string, PagedCache<Path, Repository>>();

  constructor(
    private readonly quay: Quay,
    private readonly token: TokenCheck,
    private readonly absence: Absence,
  ) {}

  get(path: Path, { fresh = false }: Freshness = {}): Promise<Repository | undefined> {
    return fresh ? this.readOne(path, false) : this.listing(path).get(path);
  }

  async list(values: Path, how?: Freshness): Promise<Repository[] | undefined> {
    const listed = await this.listing(values).list(how);
    return listed && [...listed.values()];
  }

  /** Those that Quay lists. One that is missing here is not proven absent. */
  async shown(namespace: string): Promise<Repository[]> {
    return [...(await this.listing({ namespace, name: "" }).shown()).values()];
  }

  record(path: Path, state: Repository | undefined): void {
    this.listing(path).set(path, state);
  }

  forget(path: Path): void {
    this.listing(path).forget(path);
  }

  /** A "not found" for the path is no proof while Quay still lists the name. */
  async isGone(path: Path): Promise<boolean> {
    return (await this.readOne(path, true)) === undefined && !(await this.listing(path).shows(path));
  }

  forgetUnder([kind, id]: Container): void {
    if (kind === "Organization") this.namespaces.delete(id);
  }

  private listing({ namespace }: Path): PagedCache<Path, Repository> {
    const known = this.namespaces.get(namespace);
    if (known) return known;
    const { token, absence } = this;
    const listing = new PagedCache<Path, Repository>({
      key: ({ name }) => name,
      readOne: (path, listed) => this.readOne(path, listed),
      readPage: (next) => this.page(namespace, next),
      readAll: (read) =>
        absence.inNamespace(namespace, async () => {
          const all = await read();
          // With an invalid token Quay silently lists public repositories only.
          if ([...all.values()].at(-1)?.visibility !== "private") await token.checkAgain();
          return all;
        }),
    });
    this.namespaces.set(namespace, listing);
    return listing;
  }

  private async readOne(path: Path, listed: boolean): Promise<Repository | undefined> {
    if (whyUnaddressable(fullName(path))) return this.absence.readOne(path.namespace, () => this.fromList(path));
    const read = async () => {
      const view = await getRepo(this.quay, { repository: fullName(path), includeTags: false });
      this.quay.requireSame(`repository ${fullName(path)}`, fullName(view), fullName(path));
      if (!view.can_admin) await this.token.check();
      return repository(path, view);
    };
    return this.absence.repository(fullName(path), read, !listed);
  }

  /** Finds a repository that Quay's API cannot address in the list of its namespace. */
  private async fromList(path: Path): Promise<Repository> {
    const { namespace, name } = path;
    const found = (await this.listing(path).shown()).get(name);
    if (found) return found;
    // The list leaves out what the user may not see. Only users who see everything get a 404 for an impossible name.
    await getRepo(this.quay, { repository: `${namespace}/-`, includeTags: false });
    throw new QuayError(`Quay shows a repository ${namespace}/-, which cannot exist.`);
  }

  private async page(namespace: string, next_page: string | undefined) {
    const { repositories, next_page: next } = await listRepos(this.quay, { namespace, next_page });
    for (const view of repositories) {
      this.quay.requireSame(`the repositories of ${namespace}`, view.namespace, namespace);
    }
    const items = repositories.map((view) => [view.name, repository({ namespace, name: view.name }, view)] as const);
    return { items: new Map(items), found: repositories.length, next };
  }
}
