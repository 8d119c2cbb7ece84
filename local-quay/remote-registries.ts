/** A registry elsewhere, from which mirrors and proxy caches pull. */
export interface RemoteRegistry {
  /** Passwords by user name. Without any, everybody may pull. */
  logins?: Record<string, string>;
  /** Tags by repository, such as `{ "library/alpine": ["3.20", "3.21"] }`. Without any it holds nothing. */
  repositories?: Record<string, readonly string[]>;
}

/** By host, such as `docker.io`. The local Quay connects to no other machine; a host that is not in it lets everybody in. */
export type RemoteRegistries = Record<string, RemoteRegistry>;

/** Something to mirror from for those who start a local Quay by hand. */
export const exampleRegistries: RemoteRegistries = {
  "docker.io": {
    repositories: { "library/alpine": ["3.20", "3.21", "latest"], "library/busybox": ["1.36", "latest"] },
  },
  "registry.example.com": {
    logins: { acme: "secret" },
    repositories: { "acme/base": ["1", "2"], "acme/tools": ["1"], "acme/tools-beta": ["1"] },
  },
};

/** The registry of a location such as `docker.io/library` or `https://quay.example.com`. */
export function remoteRegistry(registries: RemoteRegistries, location: string): RemoteRegistry {
  const host = location.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  return registries[host] ?? {};
}

/** The names of the repositories in a namespace, without it. */
export function repositoriesIn({ repositories = {} }: RemoteRegistry, namespace: string): string[] {
  const within = Object.keys(repositories).filter((path) => path.startsWith(`${namespace}/`));
  return within.map((path) => path.slice(namespace.length + 1));
}

/** The tags at a reference such as `docker.io/library/alpine`; undefined when there is no such repository. */
export function tagsAt({ repositories = {} }: RemoteRegistry, reference: string): readonly string[] | undefined {
  const path = reference.slice(reference.indexOf("/") + 1);
  return Object.hasOwn(repositories, path) ? repositories[path] : undefined;
}

/** Whether a registry accepts a login; without one it answers those who need none. */
export function acceptsLogin({ logins }: RemoteRegistry, username?: string | null, password?: string | null): boolean {
  if (!logins) return true;
  return username != null && Object.hasOwn(logins, username) && logins[username] === password;
}
