import type { AuditKinds, RegistryAuditKinds } from "./audit-kinds";
import type { Call } from "./call";
import type { LogEntry, Means, Namespace, Repository } from "./model";

/** The log something is written to: of a namespace, or of a repository and its namespace. */
type LogOwner = Namespace | Repository;

/** Writes down what the caller did. */
export function logEvent<K extends keyof AuditKinds>(
  call: Call,
  kind: K,
  place: LogOwner,
  metadata: AuditKinds[K],
  by: Means = call.caller,
) {
  addEntry(call, kind, place, { ...metadata, ...tokenOf(by) }, by.identity);
}

/** Writes down what happened without saying who did it. */
export function logAnonymousEvent<K extends keyof AuditKinds>(
  call: Call,
  kind: K,
  place: LogOwner,
  metadata: AuditKinds[K],
) {
  addEntry(call, kind, place, metadata);
}

/** Writes down what was done to a repository, and by what means: with which program and whose credentials. */
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

/** How entries name a repository. */
export const repositoryNames = ({ name, namespace }: Repository) => ({ repo: name, namespace: namespace.name });

/** How entries name the user who acts. */
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

/** A token the server was started with has no application, though every token of a real Quay has. */
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

/** Where an address is; the local Quay knows of no address. */
const location = {
  provider: "internet",
  service: null,
  sync_token: null,
  country_iso_code: null,
  aws_region: null,
  continent: null,
};
