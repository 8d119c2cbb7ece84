import { misread } from "../addressable";
import { getRepo, listRepos } from "../api/repository";
import { QuayError } from "../client/errors";
import { pages } from "../client/pages";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
import { Listing } from "./listing";
import { Memo } from "./memo";
import type { Reader } from "./reader";
import type { Token } from "./token";

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

interface View {
  is_public: boolean;
  description?: string | null;
  state?: Repository["state"] | null;
}

const repository = ({ namespace, name }: Path, { is_public, description, state }: View): Repository => ({
  namespace,
  name,
  visibility: is_public ? "public" : "private",
  description: description ?? "",
  state: state ?? "NORMAL",
});

/** Repositories, a listing for each namespace. */
export class Repositories implements Reader<Path, Repository> {
  private readonly namespaces = new Map<string, Listing<Path, Repository>>();
  private readonly whole = new Memo<Map<string, Repository>>();

  constructor(
    private readonly quay: Quay,
    private readonly token: Token,
    private readonly absence: Absence,
  ) {}

  get = (path: Path) => this.listing(path).get(path);
  set = (path: Path, state: Repository | undefined) => this.listing(path).set(path, state);
  forget = (path: Path) => this.listing(path).forget(path);

  private listing({ namespace }: Path): Listing<Path, Repository> {
    const known = this.namespaces.get(namespace);
    if (known) return known;
    const listing = new Listing<Path, Repository>({
      key: ({ name }) => name,
      one: (path) => this.absence.unless(namespace, () => this.one(path)),
      page: (next) => this.page(namespace, next),
    });
    this.namespaces.set(namespace, listing);
    return listing;
  }

  private async one(path: Path): Promise<Repository> {
    if (misread(`${path.namespace}/${path.name}`)) return this.among(path);
    const view = await getRepo(this.quay, { repository: `${path.namespace}/${path.name}`, includeTags: false });
    if (!view.can_admin) await this.token.check();
    return repository(path, view);
  }

  /** One that has no path of its own in Quay's API is seen only in the list of its namespace. */
  private async among({ namespace, name }: Path): Promise<Repository> {
    const listed = await this.whole.get(namespace, () => this.all(namespace));
    const found = listed.get(name);
    if (found) return found;
    // The list leaves out what the user may not see. Only who sees everything in the namespace gets a 404 for what cannot exist.
    await getRepo(this.quay, { repository: `${namespace}/-`, includeTags: false });
    throw new QuayError(`Quay shows a repository ${namespace}/-, which cannot exist.`);
  }

  private async all(namespace: string): Promise<Map<string, Repository>> {
    const all = pages(
      (next_page) => listRepos(this.quay, { namespace, next_page }),
      ({ repositories }) => repositories,
      ({ name }) => name,
    );
    const found = new Map<string, Repository>();
    for await (const view of all) found.set(view.name, repository({ namespace, name: view.name }, view));
    return found;
  }

  private async page(namespace: string, next_page: string | undefined) {
    const { repositories, next_page: next } = await listRepos(this.quay, { namespace, next_page });
    const things = repositories.map((view) => [view.name, repository({ namespace, name: view.name }, view)] as const);
    return { things: new Map(things), next };
  }
}
