import type { Namespace, Repository, Robot, User } from "./nouns";

/** What hangs on namespaces and repositories, and what belongs to the whole of Quay. */

export interface Notification {
  uuid: string;
  title: string | null;
  event: string;
  method: string;
  config: object;
  eventConfig: object;
  failures: number;
}

export interface AutoPrunePolicy {
  uuid: string;
  method: string;
  value: number | string;
  tagPattern: string | null;
  tagPatternMatches: boolean;
}

export interface ImmutabilityPolicy {
  uuid: string;
  tagPattern: string;
  tagPatternMatches: boolean;
}

export interface Quota {
  id: number;
  bytes: number;
  limits: { id: number; type: string; percent: number }[];
}

export interface ProxyCache {
  upstream_registry: string;
  expiration_s: number | null;
  insecure: boolean;
}

/** A mirror of another registry. Its settings are named as they are sent; the password is never sent back. */
export interface Mirror<Settings> {
  robot: Robot;
  password: string | null;
  settings: Settings;
  status: "NEVER_RUN" | "SYNC_NOW" | "CANCEL";
  retries: number;
  created: Date;
}

export type RepositoryMirror = Mirror<{
  is_enabled: boolean;
  external_reference: string;
  external_registry_username: string | null;
  external_registry_config: Record<string, unknown>;
  sync_interval: number;
  sync_start_date: string;
  root_rule: { rule_kind: string; rule_value: string[] };
  skopeo_timeout_interval: number;
  architecture_filter: string[];
}>;

export type OrganizationMirror = Mirror<{
  is_enabled: boolean;
  external_registry_type: string;
  external_registry_url: string;
  external_namespace: string;
  external_registry_username: string | null;
  external_registry_config: Record<string, unknown>;
  repository_filters: string[];
  visibility: string;
  sync_interval: number;
  sync_start_date: string;
  skopeo_timeout: number;
}>;

export interface ServiceKey {
  kid: string;
  name: string;
  service: string;
  jwk: object;
  metadata: object;
  created: Date;
  expires: Date | null;
  approval: { date: Date; approver: object; notes: string } | null;
}

export interface Message {
  uuid: string;
  content: string;
  media_type: string;
  severity: string;
}

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
