import { getRepo } from "../api/repository";
import { Refusal } from "../client/errors";
import type { Quay } from "../client/quay";
import { Memo } from "./memo";
import type { Organizations } from "./organizations";
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

const pathOf = ({ namespace, name }: Path) => `${namespace}/${name}`;

export class Repositories implements Reader<Path, Repository> {
  private readonly known = new Memo<Repository | undefined>();

  constructor(
    private readonly quay: Quay,
    private readonly token: Token,
    private readonly organizations: Organizations,
  ) {}

  get(path: Path): Promise<Repository | undefined> {
    return this.known.get(pathOf(path), async () => {
      try {
        return await this.read(path);
      } catch (error) {
        if (!(error instanceof Refusal) || ![401, 403, 404].includes(error.status)) throw error;
        await this.token.check();
        if (error.status === 404) return undefined;
        // Quay hides a missing namespace from all but superusers: it says 403 to whatever is asked below it.
        if (await this.organizations.nobodyHas(path.namespace)) return undefined;
        throw error;
      }
    });
  }

  set(path: Path, repository: Repository | undefined): void {
    this.known.set(pathOf(path), repository);
  }

  forget(path: Path): void {
    this.known.forget(pathOf(path));
  }

  private async read({ namespace, name }: Path): Promise<Repository> {
    const view = await getRepo(this.quay, { repository: `${namespace}/${name}`, includeTags: false });
    if (!view.can_admin) await this.token.check();
    return {
      namespace,
      name,
      visibility: view.is_public ? "public" : "private",
      description: view.description ?? "",
      state: view.state ?? "NORMAL",
    };
  }
}
