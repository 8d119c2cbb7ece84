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

/** The records in the store. The routes decide which of their fields a response contains. */

export type Role = "read" | "write" | "admin";
export type TeamRole = "member" | "creator" | "admin";

/** An account or team that can be granted a role on a repository. */
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
  /** By name. A deleted repository remains under a UUID until garbage collection. */
  repositories: Map<string, Repository>;
  /** Seconds for which deleted tags can be restored. */
  tagExpiration: number;
  invoiceEmail: boolean;
  invoiceEmailAddress: string | null;
  autoPrune: Map<string, AutoPrunePolicy>;
  immutability: Map<string, ImmutabilityPolicy>;
  notifications: Map<string, Notification>;
  quota?: Quota;
}

export interface User extends NamespaceBase {
  kind: "user";
  password: string | undefined;
  /** With MAILING, a user can sign in only after the e-mail address is confirmed. */
  verified: boolean;
  /** The name in the LDAP directory, if there is one. */
  login: string | undefined;
  superuser: boolean;
  prompts: Set<string>;
  profile: { given_name: string | null; family_name: string | null; company: string | null; location: string | null };
  stars: Set<Repository>;
  /** Notifications for the user, oldest first. */
  notices: Notice[];
  appTokens: Map<string, AppToken>;
}

export interface Organization extends NamespaceBase {
  kind: "organization";
  teams: Map<string, Team>;
  prototypes: Map<string, Prototype>;
  applications: Map<string, Application>;
  proxyCache?: ProxyCache;
  mirror?: OrganizationMirror;
}

export interface Robot extends AccountBase {
  kind: "robot";
  token: string;
  description: string;
  metadata: object | null;
  /** Which identities of other issuers may log in. The API takes no audiences. */
  federation: { issuer: string; subject: string; audiences?: string[] }[];
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
  /** Open invitations of users or e-mail addresses; a user may be invited twice. */
  invites: { code: string; invited: User | string; inviter: string }[];
  /** The group of an external directory that determines the members while TEAM_SYNCING is enabled. */
  syncedWith?: Record<string, unknown>;
  /** When the worker last looked into that group. */
  lastSynced?: Date;
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
  /** Deleted, but not yet garbage collected. */
  dead: boolean;
  grants: Map<Account | Team, Role>;
  /** The history of all tags, oldest first. */
  tags: Tag[];
  manifests: Map<string, Manifest>;
  builds: Build[];
  notifications: Map<string, Notification>;
  /** E-mail addresses for notifications, and whether they are confirmed. */
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
  /** Undefined for tokens that were created with the server. */
  application?: Application;
}

/** A token of the registry: rights such as `push acme/web`, and the credentials that it was issued for. */
export interface RegistryToken extends Means {
  rights: ReadonlySet<string>;
}

/** The account that acts, and the token that it uses, if any. */
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

export type SyncStatus = "NEVER_RUN" | "SYNC_NOW" | "SYNCING" | "SUCCESS" | "FAIL" | "CANCEL";

/** A mirror of another registry. Its password is never sent back. */
export interface Mirror<Settings> {
  robot: Robot;
  password: string | null;
  settings: Settings;
  status: SyncStatus;
  retries: number;
  created: Date;
  /** When a worker that has begun counts as dead. */
  expires?: Date;
}

export type RepositoryMirror = Mirror<RepositoryMirrorSettings>;

export interface OrganizationMirror extends Mirror<OrganizationMirrorSettings> {
  /** What was found in the namespace elsewhere, by name. */
  discovered: Map<string, DiscoveredRepository>;
  /** Somebody asked for the sync that is running, so that all repositories follow at once. */
  requested?: boolean;
}

/** A repository elsewhere that an organization's mirror has found. */
export interface DiscoveredRepository {
  name: string;
  /** SKIP: it is elsewhere no longer, or no filter matches it. */
  status: SyncStatus | "SKIP";
  retries: number;
  /** When it is due. */
  start: string | null;
  found: Date;
  lastSync: Date | null;
  message: string | null;
  /** Its copy. */
  repository?: Repository;
}

/** An entry of the audit log. It keeps its metadata; only the names of accounts are the current ones. */
export interface LogEntry {
  id: number;
  kind: string;
  metadata: object;
  date: Date;
  ip: string;
  performer?: User | Robot;
  /** The namespace with the log. */
  namespace: Namespace;
  /** The repository whose log also contains it. */
  repository?: Repository;
}

/** What following a mailed link confirms. */
export type Confirmation =
  | { of: "address"; user: User; newEmail?: string }
  | { of: "recovery"; user: User }
  | { of: "notifications"; repository: Repository; email: string };
