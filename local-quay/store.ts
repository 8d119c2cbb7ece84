import type {
  AccessToken,
  Account,
  Confirmation,
  LogEntry,
  Mail,
  Message,
  Namespace,
  Organization,
  RegistryToken,
  Repository,
  Robot,
  Role,
  ServiceKey,
  Team,
  TeamRole,
  User,
} from "./model";
import { like } from "./names";
import {
  newOrganization,
  newRepository,
  newRobot,
  newTeam,
  newToken,
  newUser,
  type RepositoryOptions,
  type TokenOptions,
  type UserOptions,
} from "./new-records";

type AccountOf<K extends Account["kind"]> = Extract<Account, { kind: K }>;

/** The state of the local Quay. Tests read it to see what really happened, and change it to cause drift. */
export class Store {
  /** Users, organizations and robots, which share one set of names. */
  readonly accounts = new Map<string, Account>();
  /** Deleted users and organizations, whose names stay reserved until garbage collection. */
  readonly graves = new Map<string, Namespace>();
  /** OAuth access tokens by the token that is sent. */
  readonly tokens = new Map<string, AccessToken>();
  /** The audit log of API and registry, oldest first, without changes that a test or a seed makes to the store. */
  readonly log: LogEntry[] = [];
  /** Global messages by UUID. */
  readonly messages = new Map<string, Message>();
  readonly serviceKeys = new Map<string, ServiceKey>();
  /** Image data by digest. */
  readonly blobs = new Map<string, Buffer>();
  /** Signed-in browsers, by cookie. */
  readonly sessions = new Map<string, { csrf: string; user?: User }>();
  /** Uploads for the source of a build that are announced. */
  readonly drops = new Set<string>();
  /** Unfinished uploads of image data. */
  readonly uploads = new Map<string, Buffer[]>();
  /** Rights to pull and push, by registry token. */
  readonly registryTokens = new Map<string, RegistryToken>();
  /** Passwords of robots that last an hour, for identities of other issuers, by the password. */
  readonly robotTokens = new Map<string, { robot: string; expires: Date }>();
  /** The outbox, oldest first. No mail is sent. */
  readonly mails: Mail[] = [];
  /** Pending confirmations by the code of the mailed link. */
  readonly confirmations = new Map<string, Confirmation>();
  private lastId = 0;

  /** One sequence of ids for all records. */
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

  private account<K extends Account["kind"]>(name: string, kind: K): AccountOf<K> | undefined {
    const found = this.accounts.get(name);
    return found?.kind === kind ? (found as AccountOf<K>) : undefined;
  }

  users(): User[] {
    return [...this.accounts.values()].filter((account) => account.kind === "user");
  }

  organizations(): Organization[] {
    return [...this.accounts.values()].filter((account) => account.kind === "organization");
  }

  /** Finds robots as Quay does, with an SQL pattern in which an underscore of the namespace matches any character. */
  robotsOf(namespace: string): Robot[] {
    const pattern = like(`${namespace}+%`);
    const robots = [...this.accounts.values()].filter((account) => account.kind === "robot");
    return robots.filter(({ name }) => pattern.test(name));
  }

  team(organization: string, name: string): Team | undefined {
    return this.organization(organization)?.teams.get(name);
  }

  /** A repository that is not deleted. */
  repository(namespace: string, name: string): Repository | undefined {
    const found = this.namespace(namespace)?.repositories.get(name);
    return found?.dead ? undefined : found;
  }

  /** All repositories that are not deleted, oldest first. */
  repositories(): Repository[] {
    const namespaces: Namespace[] = [...this.users(), ...this.organizations()];
    const all = namespaces.flatMap((namespace) => [...namespace.repositories.values()]);
    return all.filter((repository) => !repository.dead).sort((a, b) => a.id - b.id);
  }

  addUser(name: string, about: UserOptions = {}): User {
    return this.add(newUser(this.nextId(), name, about));
  }

  /** A new organization has the team `owners` with its creator as member, by default `admin`. */
  addOrganization(name: string, creator = this.user("admin"), email?: string): Organization {
    const organization = this.add(newOrganization(this.nextId(), name, email));
    const owners = this.addTeam(organization, "owners", "admin");
    if (creator) this.join(owners, creator);
    return organization;
  }

  addRobot(namespace: Namespace, shortName: string, description = "", metadata: object | null = null): Robot {
    return this.add(newRobot(this.nextId(), `${namespace.name}+${shortName}`, description, metadata));
  }

  private add<A extends Account>(account: A): A {
    this.accounts.set(account.name, account);
    return account;
  }

  addTeam(organization: Organization, name: string, role: TeamRole): Team {
    const team = newTeam(this.nextId(), organization, name, role);
    organization.teams.set(name, team);
    return team;
  }

  /** The creator becomes admin of the repository, and the default permissions of an organization are applied. */
  addRepository(namespace: Namespace, name: string, creator?: User | Robot, about: RepositoryOptions = {}): Repository {
    const repository = newRepository(this.nextId(), namespace, name, about);
    namespace.repositories.set(name, repository);
    // The mirror of an organization makes all repositories in it.
    if (namespace.kind === "organization" && namespace.mirror) repository.state = "ORG_MIRROR";
    if (creator) this.grant(repository, creator, "admin");
    if (namespace.kind === "organization") this.applyPrototypes(namespace, repository, creator);
    return repository;
  }

  /** One for this creator beats one for all. Of two for all the first counts, of two for the creator the last. */
  private applyPrototypes(organization: Organization, repository: Repository, creator?: Account) {
    const all = [...organization.prototypes.values()].filter(({ delegate }) => delegate !== creator);
    const general = all.filter(({ activatingUser }) => !activatingUser).reverse();
    const specific = all.filter(({ activatingUser }) => activatingUser && activatingUser === creator);
    for (const { delegate, role } of [...general, ...specific]) this.grant(repository, delegate, role);
  }

  /** A token that acts as the user within these scopes. */
  addToken(user: User, scopes: Iterable<string>, about: TokenOptions = {}): AccessToken {
    const token = newToken(this.nextId(), user, scopes, about);
    this.tokens.set(token.code, token);
    return token;
  }

  grant(repository: Repository, to: Account | Team, role: Role) {
    repository.grants.set(to, role);
    to.grants.set(repository, role);
  }

  /** False when there was no grant. */
  ungrant(repository: Repository, from: Account | Team): boolean {
    from.grants.delete(repository);
    return repository.grants.delete(from);
  }

  join(team: Team, member: User | Robot) {
    team.members.add(member);
    member.memberships.add(team);
  }

  leave(team: Team, member: User | Robot) {
    team.members.delete(member);
    member.memberships.delete(team);
  }
}
