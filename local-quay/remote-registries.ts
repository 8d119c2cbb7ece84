/** A registry elsewhere, from which mirrors and proxy caches pull. */
export interface RemoteRegistry {
  /** Passwords by user name. Without any, everybody may pull. */
  logins?: Record<string, string>;
  /** Tags by repository, such as `{ "library/alpine": ["3.20", "3.21"] }`. Without any it holds nothing. */
  repositories?: Record<string, readonly string[]>;
}

/** By host, such as `docker.io`. The local Quay connects to no other machine; a host that is not in it lets everybody in. */
export type RemoteRegistries = Record<string, RemoteRegistry>;

/** The registry of a location such as `docker.io/library` or `https://quay.example.com`. */
export function remoteRegistry(registries: RemoteRegistries, location: string): RemoteRegistry {
  const host = location.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  return registries[host] ?? {};
}

/** Whether a registry accepts a login; without one it answers those who need none. */
export function acceptsLogin({ logins }: RemoteRegistry, username?: string | null, password?: string | null): boolean {
  if (!logins) return true;
  return username != null && Object.hasOwn(logins, username) && logins[username] === password;
}
