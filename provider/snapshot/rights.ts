import type { Refusal } from "../quay/client/errors";
import { needsScope, type Scope } from "../quay/operation";
import { Memo } from "./memo";
import type { Namespaces } from "./namespaces";
import type { User } from "./user";

/** Scopes for which the user has to belong to the namespace. Repositories can also be granted to others. */
const MEMBER_SCOPES = ["org:admin", "repo:create"];

/** Finds out why Quay refused something in an existing namespace. Its message is the same for scope, role and missing resources. */
export class Rights {
  private readonly known = new Memo<string | undefined>();

  constructor(
    private readonly namespaces: Namespaces,
    private readonly user: User,
  ) {}

  /** The verified reason; undefined when there is none. */
  why({ scope }: Refusal, namespace: string): Promise<string | undefined> {
    return this.known.get(`${namespace} ${scope}`, () => this.reason(scope, namespace));
  }

  private async reason(scope: string | undefined, namespace: string): Promise<string | undefined> {
    // A superuser's rights come from no namespace.
    if (scope === "super:user") return undefined;
    const self = await this.user.self();
    if (await this.namespaces.exists(namespace)) {
      const isMember = self?.organizations?.some(({ name }) => name === namespace) ?? true;
      if (isMember || scope === undefined) return undefined;
      const outside = `The token acts as ${self?.username}, who is in no team of ${namespace}`;
      if (MEMBER_SCOPES.includes(scope)) return `${outside}.`;
      return `${outside}: there it needs a grant, or else ${needsScope(scope as Scope).replace(/^It needs /, "")}`;
    }
    if (scope === undefined || scope.startsWith("org:")) return `${namespace} is a user, not an organization.`;
    if (self?.username === namespace) return needsScope(scope as Scope);
    if (self) return `${namespace} is another user: the token acts as ${self.username}.`;
    return `${namespace} is a user. ${needsScope(scope as Scope, `${namespace}'s own token`)}`;
  }
}
