import { randomUUID } from "node:crypto";
import { like } from "./names";
import type {
  AccessToken,
  Account,
  Application,
  Grantee,
  Message,
  Namespace,
  Organization,
  Repository,
  Robot,
  Role,
  ServiceKey,
  Team,
  TeamRole,
  User,
} from "./nouns";
import { secret } from "./secrets";

/** The token of a robot: the only secrets of Quay that are all upper case. */
export const robotSecret = () => secret(64, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

/** Everything the local Quay remembers. Read it in tests to see what really happened; change it to cause drift. */
export class Store {
  /** Users, organizations and robots share one set of names. */
  readonly accounts = new Map<string, Account>();
  /** Deleted users and organizations: their names stay taken until they are collected. */
  readonly graves = new Map<string, Namespace>();
  readonly tokens = new Map<string, AccessToken>();
  readonly messages = new Map<string, Message>();
  /** Signed-in browsers, by cookie. */
  readonly sessions = new Map<string, { csrf: string; user?: User }>();
  readonly serviceKeys = new Map<string, ServiceKey>();
  /** Places to which the source of a build may be sent. */
  readonly drops = new Set<string>();
  /** Image data by digest. */
  readonly blobs = new Map<string, Buffer>();
  /** Uploads of image data that have not ended, and who may pull and push what. */
  readonly uploads = new Map<string, Buffer[]>();
  readonly registryTokens = new Map<string, ReadonlySet<string>>();
  private lastId = 0;

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  user(name: string): User | undefined {
    return this.account(name, "user");
  }

  organization(name: string): Organization | undefined {
    return this.account(name, "organization");
  }

  /** A robot by its full name, `acme+ci`. */
  robot(name: string): Robot | undefined {
    return this.account(name, "robot");
  }

  /** A user or an organization. */
  namespace(name: string): Namespace | undefined {
    return this.user(name) ?? this.organization(name);
  }

  private account<K extends Account["kind"]>(name: string, kind: K): Extract<Account, { kind: K }> | undefined {
    const found = this.accounts.get(name);
    return found?.kind === kind ? (found as Extract<Account, { kind: K }>) : undefined;
  }

  users(): User[] {
    return [...this.accounts.values()].filter((account) => account.kind === "user");
  }

  organizations(): Organization[] {
    return [...this.accounts.values()].filter((account) => account.kind === "organization");
  }

  /** Robots as Quay finds them: an underscore in the namespace's name matches any character. */
  robotsOf(namespace: string): Robot[] {
    const pattern = like(`${namespace}+%`);
    return [...this.accounts.values()].filter(
      (account) => account.kind === "robot" && pattern.test(account.name),
    ) as Robot[];
  }

  team(organization: string, name: string): Team | undefined {
    return this.organization(organization)?.teams.get(name);
  }

  repository(namespace: string, name: string): Repository | undefined {
    const found = this.namespace(namespace)?.repositories.get(name);
    return found?.dead ? undefined : found;
  }

  /** All living repositories, oldest first. */
  repositories(): Repository[] {
    const namespaces = [...this.users(), ...this.organizations()];
    const all = namespaces.flatMap((namespace) => [...namespace.repositories.values()]);
    return all.filter((repository) => !repository.dead).sort((a, b) => a.id - b.id);
  }

  addUser(name: string, about: { email?: string; password?: string; superuser?: boolean } = {}): User {
    return this.add({
      ...this.newNamespace(name, about.email),
      kind: "user",
      password: about.password,
      superuser: about.superuser ?? false,
      prompts: new Set(["enter_name", "enter_company"]),
      profile: { given_name: null, family_name: null, company: null, location: null },
      stars: new Set(),
      appTokens: new Map(),
    });
  }

  /** An organization starts with the team `owners`, and its creator in it. */
  addOrganization(name: string, creator: User, email?: string): Organization {
    const organization = this.add<Organization>({
      ...this.newNamespace(name, email),
      kind: "organization",
      teams: new Map(),
      prototypes: new Map(),
      applications: new Map<string, Application>(),
      immutability: new Map(),
    });
    this.join(this.addTeam(organization, "owners", "admin"), creator);
    return organization;
  }

  addRobot(namespace: Namespace, shortName: string, description = "", metadata: object | null = null): Robot {
    return this.add({
      ...this.newAccount(`${namespace.name}+${shortName}`),
      kind: "robot",
      token: robotSecret(),
      description,
      metadata,
      federation: [],
    });
  }

  addTeam(organization: Organization, name: string, role: TeamRole, description = ""): Team {
    const team: Team = {
      kind: "team",
      id: this.nextId(),
      organization,
      name,
      role,
      description,
      members: new Set(),
      invites: [],
      grants: new Map(),
    };
    organization.teams.set(name, team);
    return team;
  }

  /** The creator becomes admin of the repository, and the default permissions of an organization are applied. */
  addRepository(
    namespace: Namespace,
    name: string,
    creator?: User | Robot,
    about: { description?: string; isPublic?: boolean } = {},
  ): Repository {
    const repository: Repository = {
      id: this.nextId(),
      namespace,
      name,
      description: about.description ?? null,
      isPublic: about.isPublic ?? false,
      state: "NORMAL",
      statusToken: randomUUID(),
      dead: false,
      grants: new Map(),
      tags: [],
      manifests: new Map(),
      builds: [],
      notifications: new Map(),
      autoPrune: new Map(),
      immutability: new Map(),
    };
    namespace.repositories.set(name, repository);
    if (creator) this.grant(repository, creator, "admin");
    if (namespace.kind === "organization") this.applyPrototypes(namespace, repository, creator);
    return repository;
  }

  /** A default permission for one creator beats one for all. */
  private applyPrototypes(organization: Organization, repository: Repository, creator?: Account) {
    const specificLast = [...organization.prototypes.values()]
      .filter(({ activatingUser }) => !activatingUser || activatingUser === creator)
      .sort((a, b) => Number(Boolean(a.activatingUser)) - Number(Boolean(b.activatingUser)));
    for (const { delegate, role } of specificLast) if (delegate !== creator) this.grant(repository, delegate, role);
  }

  grant(repository: Repository, to: Account | Team, role: Role) {
    repository.grants.set(to, role);
    to.grants.set(repository, role);
  }

  /** False when there was nothing to take away. */
  ungrant(repository: Repository, from: Account | Team): boolean {
    from.grants.delete(repository);
    return repository.grants.delete(from);
  }

  /** A token that acts as the user within these scopes, for about ten years. */
  addToken(
    user: User,
    scopes: Iterable<string>,
    about: { name?: string; seconds?: number; application?: Application; code?: string } = {},
  ): AccessToken {
    const created = new Date();
    const token: AccessToken = {
      id: this.nextId(),
      uuid: randomUUID(),
      code: about.code ?? secret(40),
      name: about.name ?? "",
      user,
      scopes: new Set(scopes),
      created,
      expires: new Date(created.getTime() + (about.seconds ?? 315_576_000) * 1000),
      lastAccessed: null,
      application: about.application,
    };
    this.tokens.set(token.code, token);
    return token;
  }

  join(team: Team, member: User | Robot) {
    team.members.add(member);
    member.memberships.add(team);
  }

  leave(team: Team, member: User | Robot) {
    team.members.delete(member);
    member.memberships.delete(team);
  }

  private add<A extends Account>(account: A): A {
    this.accounts.set(account.name, account);
    return account;
  }

  private newNamespace(name: string, email?: string) {
    return {
      ...this.newAccount(name, email),
      repositories: new Map<string, Repository>(),
      tagExpiration: 14 * 24 * 60 * 60,
      invoiceEmail: false,
      invoiceEmailAddress: null,
      autoPrune: new Map(),
      notifications: new Map(),
    };
  }

  private newAccount(
    name: string,
    email: string = randomUUID(),
  ): Grantee & Omit<Robot, "kind" | "token" | "description" | "metadata" | "federation"> {
    return {
      id: this.nextId(),
      name,
      email,
      created: new Date(),
      lastAccessed: null,
      enabled: true,
      memberships: new Set(),
      grants: new Map(),
    };
  }
}
