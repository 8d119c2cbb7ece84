import type {
  AppToken,
  AutoPrunePolicy,
  ImmutabilityPolicy,
  Manifest,
  Notice,
  Notification,
  OrganizationMirrorSettings,
  ProxyCache,
  Quota,
  RepositoryMirrorSettings,
  Tag,
} from "./records";

export type * from "./records";

/** What Quay remembers, noun by noun. What it sends of each is decided by the routes. */

export type Role = "read" | "write" | "admin";
export type TeamRole = "member" | "creator" | "admin";

/** Anything that can be granted a role on a repository. */
export interface Grantee {
  grants: Map<Repository, Role>;
}

interface AccountBase extends Grantee {
  id: number;
  name: string;
  /** A UUID when none was given. */
  email: string;
  created: Date;
  lastAccessed: Date | null;
  enabled: boolean;
  /** Teams the account is a member of. */
  memberships: Set<Team>;
}

interface NamespaceBase extends AccountBase {
  /** By name. A deleted repository stays, under a UUID, until it is collected. */
  repositories: Map<string, Repository>;
  /** Seconds for which deleted tags can be restored. */
  tagExpiration: number;
  invoiceEmail: boolean;
  invoiceEmailAddress: string | null;
  autoPrune: Map<string, AutoPrunePolicy>;
  notifications: Map<string, Notification>;
  quota?: Quota;
}

export interface User extends NamespaceBase {
  kind: "user";
  password: string | undefined;
  /** Until the address is confirmed nobody signs in, while MAILING is on. */
  verified: boolean;
  /** The name in the directory that people come from, if there is one. */
  login: string | undefined;
  superuser: boolean;
  prompts: Set<string>;
  profile: { given_name: string | null; family_name: string | null; company: string | null; location: string | null };
  stars: Set<Repository>;
  /** What Quay tells the user, oldest first. */
  notices: Notice[];
  appTokens: Map<string, AppToken>;
}

export interface Organization extends NamespaceBase {
  kind: "organization";
  teams: Map<string, Team>;
  prototypes: Map<string, Prototype>;
  applications: Map<string, Application>;
  immutability: Map<string, ImmutabilityPolicy>;
  proxyCache?: ProxyCache;
  mirror?: OrganizationMirror;
}

export interface Robot extends AccountBase {
  kind: "robot";
  token: string;
  description: string;
  metadata: object | null;
  federation: { issuer: string; subject: string }[];
}

export type Namespace = User | Organization;
export type Account = User | Organization | Robot;

export interface Team extends Grantee {
  kind: "team";
  id: number;
  organization: Organization;
  name: string;
  role: TeamRole;
  description: string;
  members: Set<User | Robot>;
  /** Users or e-mail addresses that have not answered yet; a user may be invited twice. */
  invites: { code: string; invited: User | string; inviter: string }[];
  /** The group of an external directory that decides who is a member, while TEAM_SYNCING is on. */
  syncedWith?: Record<string, unknown>;
}

export type RepositoryState = "NORMAL" | "READ_ONLY" | "MIRROR" | "ORG_MIRROR";

export interface Repository {
  id: number;
  namespace: Namespace;
  name: string;
  description: string | null;
  isPublic: boolean;
  state: RepositoryState;
  statusToken: string;
  /** Deleted, but not yet collected. */
  dead: boolean;
  grants: Map<Account | Team, Role>;
  /** Every pointing of every tag, oldest first. */
  tags: Tag[];
  manifests: Map<string, Manifest>;
  builds: Build[];
  notifications: Map<string, Notification>;
  /** E-mail addresses that may be notified, once confirmed. */
  authorizedEmails: Map<string, boolean>;
  autoPrune: Map<string, AutoPrunePolicy>;
  immutability: Map<string, ImmutabilityPolicy>;
  mirror?: RepositoryMirror;
}

export interface Prototype {
  id: string;
  role: Role;
  activatingUser: Account | undefined;
  delegate: Account | Team;
}

export interface Application {
  organization: Organization;
  name: string;
  description: string;
  application_uri: string;
  redirect_uri: string;
  avatar_email: string | null;
  client_id: string;
  client_secret: string;
}

export interface AccessToken {
  id: number;
  uuid: string;
  code: string;
  name: string;
  user: User;
  scopes: Set<string>;
  created: Date;
  expires: Date;
  lastAccessed: Date | null;
  /** None for the tokens the server was started with. */
  application?: Application;
}

/** What the registry knows of whoever logged in: rights such as `push acme/web`, and by what means they got them. */
export interface RegistryToken extends Means {
  rights: ReadonlySet<string>;
}

/** Who acts, and the token used for it, if any. */
export interface Means {
  readonly identity?: User | Robot;
  readonly token?: AccessToken;
  readonly appToken?: AppToken;
}

export interface Build {
  id: string;
  phase: string;
  started: Date;
  displayName: string;
  dockerfilePath: string;
  context: string;
  tags: string[];
  user: User | undefined;
  pullRobot: Robot | undefined;
  archiveUrl: string | undefined;
  fileId: string | undefined;
}

/** A mirror of another registry. Its password is never sent back. */
export interface Mirror<Settings> {
  robot: Robot;
  password: string | null;
  settings: Settings;
  status: "NEVER_RUN" | "SYNC_NOW" | "CANCEL";
  retries: number;
  created: Date;
}

export type RepositoryMirror = Mirror<RepositoryMirrorSettings>;
export type OrganizationMirror = Mirror<OrganizationMirrorSettings>;

/** One line of the audit log, which does not change with what it tells of; only names are always the present ones. */
export interface LogEntry {
  id: number;
  kind: string;
  metadata: object;
  date: Date;
  ip: string;
  performer?: User | Robot;
  /** In whose log it is. */
  namespace: Namespace;
  /** The repository in whose log it is too. */
  repository?: Repository;
}

/** What somebody confirms who follows a mailed link. */
export type Confirmation =
  | { of: "address"; user: User; newEmail?: string }
  | { of: "recovery"; user: User }
  | { of: "notifications"; repository: Repository; email: string };
