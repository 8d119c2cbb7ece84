import type { AuditKinds, RegistryAuditKinds } from "./audit-kinds";
import type { Call } from "./call";
import type { LogEntry, Means, Namespace, Repository } from "./model";

/** The log to write to: that of a namespace, or those of a repository and its namespace. */
type LogOwner = Namespace | Repository;

/** Logs what the caller did. */
export function logEvent<K extends keyof AuditKinds>(
  call: Call,
  kind: K,
  place: LogOwner,
  metadata: AuditKinds[K],
  by: Means = call.caller,
) {
  addEntry(call, kind, place, { ...metadata, ...tokenOf(by) }, by.identity);
}

/** Logs an event without a performer. */
export function logAnonymousEvent<K extends keyof AuditKinds>(
  call: Call,
  kind: K,
  place: LogOwner,
  metadata: AuditKinds[K],
) {
  addEntry(call, kind, place, metadata);
}

/** Logs an event of the registry with user agent and credentials. */
export function logRegistryEvent<K extends keyof RegistryAuditKinds>(
  call: Call,
  kind: K,
  repository: Repository,
  metadata: RegistryAuditKinds[K],
  by: Means = call.caller,
) {
  const means = { ...tokenOf(by), ...accountOf(by), resolved_ip: location };
  const told = { ...repositoryNames(repository), "user-agent": userAgent(call), ...metadata, ...means };
  addEntry(call, kind, repository, told, by.identity);
}

/** The names of a repository in the metadata of entries. */
export const repositoryNames = ({ name, namespace }: Repository) => ({ repo: name, namespace: namespace.name });

/** The name of the caller in the metadata of entries. */
export const username = ({ caller }: Call): string => caller.identity?.name ?? "";

export const userAgent = ({ request }: Call): string => request.headers["user-agent"] ?? "";

function addEntry(
  { store, request }: Call,
  kind: string,
  place: LogOwner,
  metadata: object,
  performer?: Means["identity"],
) {
  const about = "namespace" in place ? { namespace: place.namespace, repository: place } : { namespace: place };
  const entry: LogEntry = {
    id: store.nextId(),
    kind,
    metadata: structuredClone(metadata),
    date: new Date(),
    ip: request.ip,
    performer,
    ...about,
  };
  store.log.push(entry);
}

/** Tokens that were created with the server have no application, but those of a real Quay always have one. */
const ownApplication = { client_id: "LOCAL", name: "local" };

function tokenOf({ token }: Means) {
  if (!token) return {};
  const { client_id, name } = token.application ?? ownApplication;
  return { oauth_token_id: token.id, oauth_token_application_id: client_id, oauth_token_application: name };
}

function accountOf({ identity, appToken }: Means) {
  return {
    ...(appToken && { app_specific_token: appToken.uuid, app_specific_token_title: appToken.title }),
    ...(identity && { username: identity.name }),
    ...(identity?.kind === "robot" && { is_robot: true }),
  };
}

/** The location of an IP address, which the local Quay never knows. */
const location = {
  provider: "internet",
  service: null,
  sync_token: null,
  country_iso_code: null,
  aws_region: null,
  continent: null,
};
