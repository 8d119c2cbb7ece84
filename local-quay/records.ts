/** Records that refer to no other records. */

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
  /** Never shown, like the password. */
  username: string | null;
  password: string | null;
}

/** Named as they are sent. */
export interface RepositoryMirrorSettings {
  is_enabled: boolean;
  external_reference: string;
  external_registry_username: string | null;
  external_registry_config: Record<string, unknown>;
  sync_interval: number;
  /** Null after a worker has noticed a cancelled sync. */
  sync_start_date: string | null;
  root_rule: { rule_kind: string; rule_value: string[] };
  skopeo_timeout_interval: number;
  architecture_filter: string[];
}

/** Named as they are sent. */
export interface OrganizationMirrorSettings {
  is_enabled: boolean;
  external_registry_type: string;
  external_registry_url: string;
  external_namespace: string;
  external_registry_username: string | null;
  external_registry_config: Record<string, unknown>;
  repository_filters: string[];
  visibility: string;
  sync_interval: number;
  /** Null after a worker has noticed a cancelled sync. */
  sync_start_date: string | null;
  skopeo_timeout: number;
}

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

export interface Notice {
  id: string;
  kind: string;
  created: Date;
  metadata: Record<string, unknown>;
  dismissed: boolean;
}

/** An entry in the history of a tag: the manifest that it pointed to, and when, in milliseconds. */
export interface Tag {
  id: number;
  name: string;
  digest: string;
  start: number;
  end: number | null;
  reversion: boolean;
  immutable: boolean;
}

export interface Manifest {
  digest: string;
  mediaType: string;
  /** The bytes as pushed. */
  content: string;
  labels: Label[];
}

export interface Label {
  id: string;
  key: string;
  value: string;
  source_type: "manifest" | "api" | "internal";
  media_type: string;
}

export interface AppToken {
  uuid: string;
  title: string;
  code: string;
  created: Date;
  lastAccessed: Date | null;
}

/** A mail in the outbox of the store. */
export interface Mail {
  to: string;
  subject: string;
  /** Paths of its links. */
  links: string[];
}
