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

/** Everything the local Quay remembers. Read it in tests to see what really happened; change it to cause drift. */
export class Store {
  /** Users, organizations and robots share one set of names. */
  readonly accounts = new Map<string, Account>();
  /** Deleted users and organizations: their names stay taken until they are collected. */
  readonly graves = new Map<string, Namespace>();
  /** Access tokens by what is sent as one. */
  readonly tokens = new Map<string, AccessToken>();
  /** What was done through the API and the registry, oldest first; what a test or a seed does to the store is not in it. */
  readonly log: LogEntry[] = [];
  /** Global messages by UUID. */
  readonly messages = new Map<string, Message>();
  readonly serviceKeys = new Map<string, ServiceKey>();
  /** Image data by digest. */
  readonly blobs = new Map<string, Buffer>();
  /** Signed-in browsers, by cookie. */
  readonly sessions = new Map<string, { csrf: string; user?: User }>();
  /** Places to which the source of a build may be sent. */
  readonly drops = new Set<string>();
  /** Uploads of image data that have not ended. */
  readonly uploads = new Map<string, Buffer[]>();
  /** Who may pull and push what. */
  readonly registryTokens = new Map<string, RegistryToken>();
  /** Mails to people, oldest first. None is sent. */
  readonly mails: Mail[] = [];
  /** What mailed links confirm, by their codes. */
  readonly confirmations = new Map<string, Confirmation>();
  private lastId = 0;

  /** Ids count up, whatever they are for. */
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

  /** Robots as Quay finds them: an underscore in the namespace's name matches any character. */
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

  /** An organization starts with the team `owners`, and its creator in it: `admin`, unless told otherwise. */
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

  /** False when there was nothing to take away. */
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
