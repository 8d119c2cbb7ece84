import { getConfig } from "../api/config";
import type { Quay } from "../client/quay";
import { Memo } from "./memo";
import { Organizations } from "./organizations";
import { Repositories } from "./repositories";
import { Token } from "./token";

/** What one run knows of a Quay. Lives as long as the run. */
export class Snapshot {
  readonly token: Token;
  readonly namespaces: Organizations;
  readonly repositories: Repositories;
  private readonly config = new Memo<Awaited<ReturnType<typeof getConfig>>>();

  constructor(private readonly quay: Quay) {
    this.token = new Token(quay);
    this.namespaces = new Organizations(quay, this.token);
    this.repositories = new Repositories(quay, this.token, this.namespaces);
  }

  get organizations() {
    return this.namespaces.organizations;
  }

  get teams() {
    return this.namespaces.teams;
  }

  /** What this Quay has switched on. */
  features() {
    return this.config.get("", () => getConfig(this.quay, {}));
  }
}
