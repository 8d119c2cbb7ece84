import { randomUUID } from "node:crypto";
import type {
  AccessToken,
  Application,
  Namespace,
  Organization,
  Repository,
  Robot,
  Team,
  TeamRole,
  User,
} from "./model";
import { secret } from "./secrets";

/** New records with their defaults, before anything is granted. */

export interface UserOptions {
  /** Defaults to none. */
  email?: string;
  /** Without a password nobody can sign in as the user. */
  password?: string;
  superuser?: boolean;
  /** Defaults to true. */
  verified?: boolean;
  /** The name in the LDAP directory. */
  login?: string;
}

export interface RepositoryOptions {
  /** Markdown. Defaults to null, as for a repository that a push has created. */
  description?: string;
  isPublic?: boolean;
}

export interface TokenOptions {
  name?: string;
  /** Lifetime in seconds. Defaults to about ten years. */
  seconds?: number;
  application?: Application;
  /** The token itself. Defaults to a random one. */
  code?: string;
}

/** Robot tokens are the only secrets of Quay in upper case. */
export const robotSecret = () => secret(64, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

const account = (id: number, name: string, email: string = randomUUID()) => ({
  id,
  name,
  email,
  created: new Date(),
  lastAccessed: null,
  enabled: true,
  memberships: new Set<Team>(),
  grants: new Map(),
});

const namespace = (id: number, name: string, email?: string) => ({
  ...account(id, name, email),
  repositories: new Map<string, Repository>(),
  tagExpiration: 14 * 24 * 60 * 60,
  invoiceEmail: false,
  invoiceEmailAddress: null,
  autoPrune: new Map(),
  immutability: new Map(),
  notifications: new Map(),
});

export const newUser = (
  id: number,
  name: string,
  { email, password, superuser = false, verified = true, login }: UserOptions,
): User => ({
  ...namespace(id, name, email),
  kind: "user",
  password,
  verified,
  login,
  superuser,
  prompts: new Set(["enter_name", "enter_company"]),
  profile: { given_name: null, family_name: null, company: null, location: null },
  stars: new Set(),
  notices: [],
  appTokens: new Map(),
});

export const newOrganization = (id: number, name: string, email?: string): Organization => ({
  ...namespace(id, name, email),
  kind: "organization",
  teams: new Map(),
  prototypes: new Map(),
  applications: new Map(),
});

export const newRobot = (id: number, name: string, description: string, metadata: object | null): Robot => ({
  ...account(id, name),
  kind: "robot",
  token: robotSecret(),
  description,
  metadata,
  federation: [],
});

export const newTeam = (id: number, organization: Organization, name: string, role: TeamRole): Team => ({
  kind: "team",
  id,
  organization,
  name,
  role,
  description: "",
  members: new Set(),
  invites: [],
  grants: new Map(),
});

export const newRepository = (
  id: number,
  owner: Namespace,
  name: string,
  { description, isPublic = false }: RepositoryOptions,
): Repository => ({
  id,
  namespace: owner,
  name,
  description: description ?? null,
  isPublic,
  state: "NORMAL",
  statusToken: randomUUID(),
  dead: false,
  grants: new Map(),
  tags: [],
  manifests: new Map(),
  builds: [],
  notifications: new Map(),
  authorizedEmails: new Map(),
  autoPrune: new Map(),
  immutability: new Map(),
});

export const maxTokenSeconds = 315_576_000;

export function newToken(id: number, user: User, scopes: Iterable<string>, about: TokenOptions): AccessToken {
  const created = new Date();
  return {
    id,
    uuid: randomUUID(),
    code: about.code ?? secret(40),
    name: about.name ?? "",
    user,
    scopes: new Set(scopes),
    created,
    expires: new Date(created.getTime() + (about.seconds ?? maxTokenSeconds) * 1000),
    lastAccessed: null,
    application: about.application,
  };
}
