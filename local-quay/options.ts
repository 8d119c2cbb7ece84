import type { Directory } from "./directory";
import type { Cost, Limits } from "./front-end";
import type { Tls } from "./http-server";
import type { RemoteRegistries } from "./remote-registries";
import type { Store } from "./store";

/** How to start a local Quay. */
export interface QuayOptions {
  /** Port to listen on. Defaults to a free one. */
  port?: number;
  /** Address to listen on. Defaults to 127.0.0.1. */
  host?: string;
  /** The name it gives itself in `/config`, where programs learn how images are called. Defaults to the host that was asked. */
  hostname?: string;
  /** Feature flags that differ from the defaults, such as `{ REPO_MIRROR: false }`. Routes behind a disabled flag do not exist. */
  features?: Record<string, boolean>;
  /** Routes that an older Quay lacks: it responds as to any unknown path, and its discovery does not list them. */
  without?: string[];
  /** Users sign in from this directory; `true` is a small predefined one. Defaults to Quay's own database. */
  directory?: boolean | Directory;
  /** Registries elsewhere, from which mirrors and proxy caches pull, by host. Defaults to none. */
  remoteRegistries?: RemoteRegistries;
  /** Milliseconds between garbage collections, which a real Quay runs in the background. Defaults to false: never. */
  garbageCollection?: number | false;
  /** Milliseconds between steps of the mirror workers, which a real Quay runs in the background. Defaults to false: never. */
  mirroring?: number | false;
  /** Fills the store before the first request, and again after every reset. */
  seed?: (store: Store) => void;
  /** Limits the rate of requests to the API like Quay's own front end. Defaults to no limits. */
  limits?: boolean | Limits;
  /** The clock of the rate limits in milliseconds, for tests that advance it themselves. Defaults to that of this machine. */
  now?: () => number;
  /** HTTPS with its own certificate authority, over HTTP/2 and HTTP/1 unless one of them is disabled. */
  tls?: boolean | Tls;
  /** Certificate authorities, as PEM, that it trusts besides those of Node.js: for issuers of identity tokens. Defaults to none. */
  certificateAuthorities?: readonly string[];
  /** Processing time of each request to the API: milliseconds on two cores, or a cost of your own. Defaults to 0. */
  cost?: number | Cost;
}
