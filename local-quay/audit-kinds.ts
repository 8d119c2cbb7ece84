interface InNamespace {
  namespace: string;
}

interface InRepository extends InNamespace {
  repo: string;
}

interface OfTag extends InRepository {
  username: string;
  tag: string;
}

interface Notified extends InNamespace {
  notification_id: string;
  event: string;
  method: string;
}

interface Application {
  application_name: string;
  client_id: string;
}

interface Prototype {
  prototypeid: string;
  username: string | undefined;
  activating_username: string | null;
  role: string;
  delegate_user?: string;
  delegate_team?: string;
}

interface AutoPrune extends InNamespace {
  method: string;
  value: number | string;
  tag_pattern: string | null;
  tag_pattern_matches: boolean;
}

interface Immutability extends InNamespace {
  repo?: string;
  tag_pattern: string;
  tag_pattern_matches: boolean;
}

interface Limit extends InNamespace {
  type: string;
  threshold_percent: number;
}

interface Invitation {
  member: string;
  team: string;
  user?: string;
  email?: string;
}

interface Export {
  repo?: string;
  url: string | null;
  email: string | null;
}

interface BySuperuser {
  username: string;
  superuser: string | undefined;
}

interface Key {
  kid: string;
  service: string;
  name: string;
  expiration_date: number | null;
}

type Empty = Record<never, never>;

/** All kinds of log entries with their metadata. Other events, such as stars and messages, are not logged. */
export interface AuditKinds {
  org_create: InNamespace & { email: string | null };
  org_delete: InNamespace;
  org_change_email: InNamespace & { email: string; old_email: string };
  org_change_invoicing: InNamespace & { invoice_email?: boolean; invoice_email_address?: string | null };
  org_change_tag_expiration: InNamespace & { tag_expiration: number };
  org_change_name: { old_name: string; new_name: string | null; superuser: string | undefined };

  org_create_team: { team: string };
  org_delete_team: { team: string };
  org_set_team_role: { team: string; role: string };
  org_set_team_description: { team: string; description: string };
  org_add_team_member: { member: string; team: string };
  org_remove_team_member: { member: string; team: string };
  org_invite_team_member: Invitation;
  org_delete_team_member_invite: Invitation;
  org_team_member_invite_accepted: Invitation & { inviter: string };
  org_team_member_invite_declined: Invitation & { inviter: string };
  enable_team_sync: { team: string };
  disable_team_sync: { team: string };

  create_robot: { robot: string; description: string | null; unstructured_metadata: object | null };
  delete_robot: { robot: string };
  regenerate_robot_token: { robot: string };
  create_robot_federation: { robot: string; config: object[] };
  delete_robot_federation: { robot: string };
  federated_robot_token_exchange: { subject: string; issuer: string; robot: string };

  create_prototype_permission: Prototype;
  modify_prototype_permission: Prototype & { original_role: string };
  delete_prototype_permission: Prototype;

  // Entries about teams have no namespace.
  change_repo_permission: { repo: string; role: string; username?: string; team?: string; namespace?: string };
  delete_repo_permission: { repo: string; username?: string; team?: string; namespace?: string };

  create_repo: InRepository;
  delete_repo: InRepository;
  set_repo_description: InRepository & { description: string };
  change_repo_visibility: InRepository & { visibility: string };
  change_repo_trust: InRepository & { trust_enabled: boolean };
  change_repo_state: InRepository & { state_changed: string };

  create_tag: OfTag & { manifest_digest: string; original_manifest_digest: null };
  move_tag: OfTag & { manifest_digest: string; original_manifest_digest: string };
  delete_tag: OfTag;
  permanently_delete_tag: OfTag & { manifest_digest: string };
  revert_tag: Omit<OfTag, "namespace"> & { manifest_digest: string };
  change_tag_expiration: OfTag & { expiration_date: number | null; old_expiration_date: number | null };
  change_tag_immutability: OfTag & { immutable: boolean; previous_immutable: boolean };
  tags_made_immutable_by_policy: Immutability & { count: number };
  manifest_label_add: InRepository & {
    id: string;
    key: string;
    value: string;
    manifest_digest: string;
    media_type: string;
  };
  manifest_label_delete: InRepository & { id: string; key: string; value: string; manifest_digest: string };

  create_namespace_autoprune_policy: AutoPrune;
  update_namespace_autoprune_policy: AutoPrune;
  delete_namespace_autoprune_policy: InNamespace & { policy_uuid: string };
  create_repository_autoprune_policy: AutoPrune & InRepository;
  update_repository_autoprune_policy: AutoPrune & InRepository;
  delete_repository_autoprune_policy: InRepository & { policy_uuid: string };
  create_immutability_policy: Immutability;
  update_immutability_policy: Immutability;
  delete_immutability_policy: InNamespace & { repo?: string; policy_uuid: string };

  org_create_quota: InNamespace & { limit_bytes: number; limit: string };
  org_change_quota: InNamespace & {
    limit_bytes: number;
    limit: string;
    previous_limit_bytes: number;
    previous_limit: string;
  };
  org_delete_quota: InNamespace & { quota_id: number; limit_bytes: number; limit: string };
  org_create_quota_limit: Limit;
  org_change_quota_limit: Limit & { previous_type: string; previous_threshold_percent: number };
  org_delete_quota_limit: Limit & { limit_id: number };

  add_repo_notification: Notified & InRepository;
  reset_repo_notification: Notified & InRepository;
  delete_repo_notification: Notified & InRepository;
  create_namespace_notification: Notified;
  reset_namespace_notification: Notified;
  delete_namespace_notification: Notified;

  // Entries about the creation and change of an application repeat the body of the request.
  create_application: Application;
  update_application: Application;
  delete_application: Application;
  reset_application_client_secret: Application;
  create_oauth_api_token: Application & {
    oauth_token_uuid: string;
    scope: string;
    token_display_name: string;
    auth_method: "OAuth";
  };
  revoke_oauth_api_token: Application & { oauth_token_uuid: string };

  org_mirror_enabled: {
    external_registry_type: string;
    external_registry_url: string;
    external_namespace: string;
    sync_interval: number;
    robot_username: string;
  };
  org_mirror_config_changed: {
    updated_fields: string[];
    old_external_reference: string;
    external_reference: string;
  };
  org_mirror_disabled: { external_reference: string };
  org_mirror_sync_now_requested: { external_reference: string };
  org_mirror_sync_cancelled: { external_reference: string };
  create_proxy_cache_config: { upstream_registry: string | null };
  delete_proxy_cache_config: Empty;

  build_dockerfile: InRepository & {
    build_id: string;
    docker_tags: string[];
    is_manual: true;
    manual_user: string | null;
  };
  cancel_build: { build_uuid: string };

  user_create: { email: string | null; username: string; superuser?: string };
  user_delete: { username: string };
  user_enable: BySuperuser;
  user_disable: BySuperuser;
  user_change_password: BySuperuser;
  user_change_email: { email: string | null; old_email: string; superuser?: string };
  user_change_invoicing: { invoice_email?: boolean; invoice_email_address?: string | null };
  user_change_tag_expiration: { tag_expiration: number };
  user_change_metadata: object;
  account_change_password: Empty;
  account_convert: Empty;
  user_generate_client_key: Empty;
  create_app_specific_token: { app_specific_token: string; app_specific_token_title: string };
  revoke_app_specific_token: { app_specific_token: string; app_specific_token_title: string };
  login_success: { type: string; useragent: string; kind?: string };
  logout_success: Empty;
  take_ownership: { entity_id: number; namespace: string; was_user: boolean; superuser: string | undefined };

  service_key_create: Key & { preshared: true; auto_approved: true };
  service_key_approve: Key & { preshared?: true; auto_approved?: true };
  service_key_modify: Key;
  service_key_extend: Key & { old_expiration_date: number | null };
  service_key_delete: Key & { created_date: number };

  export_logs_success: Export & { export_id: string };
  export_logs_failure: Export & { error: string };
}

/** Log entries of the registry and of mirrors, which also contain the repository, the user agent and the credentials. */
export interface RegistryAuditKinds {
  push_repo: { tag: string; mediaType: string };
  pull_repo: { tag: string } | { manifest_digest: string };
  delete_tag: { tag: string; digest: string };
  repo_mirror_config_changed: { changed: string; to: unknown };
}
