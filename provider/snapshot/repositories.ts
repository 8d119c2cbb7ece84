import { getRepo } from "../api/repository";
import type { Quay } from "../client/quay";
import type { Absence } from "./absence";
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

const pathOf = ({ namespace, name }: Path) => `${namespace}/${name}`;

export class Repositories implements Reader<Path, Repository> {
  private readonly known = new Memo<Repository | undefined>();

  constructor(
    private readonly quay: Quay,
    private readonly token: Token,
    private readonly absence: Absence,
  ) {}

  get(path: Path): Promise<Repository | undefined> {
    return this.known.get(pathOf(path), () => this.absence.unless(path.namespace, () => this.read(path)));
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
