import { once } from "node:events";
import type { AddressInfo } from "node:net";
import * as cascades from "./deletion";
import { addPeople, type Directory, smallDirectory, syncTeams } from "./directory";
import { type Fault, type FaultOptions, Faults, type RecordedRequest } from "./faults";
import { defaultFeatures } from "./features";
import { FrontEnd } from "./front-end";
import { createHttpServer, type HttpServer } from "./http-server";
import { pushImage } from "./images";
import { runMirrors } from "./mirror-worker";
import type { User } from "./model";
import type { QuayOptions } from "./options";
import type { RemoteRegistries } from "./remote-registries";
import { requestHandler } from "./request-handler";
import { knownRoute } from "./route-names";
import { routes } from "./routes";
import { allScopes, parseScopes } from "./scopes";
import { secret } from "./secrets";
import { Store } from "./store";

export { type Directory, type Person, smallDirectory } from "./directory";
export type { Fault, FaultOptions, RecordedRequest } from "./faults";
export type { Bucket, Cost, Limits } from "./front-end";
export type { Tls } from "./http-server";
export type * from "./model";
export type { QuayOptions } from "./options";
export { exampleRegistries, type RemoteRegistries, type RemoteRegistry } from "./remote-registries";
export { Store } from "./store";

/** A Quay on this machine that holds its state in memory and behaves like a real one. */
export interface LocalQuay {
  /** Where it listens, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Token with all scopes of the superuser `admin`, whose e-mail address is admin@example.com. */
  readonly token: string;
  /** Certificate authority to trust, as PEM, when it listens on HTTPS. */
  readonly caCertificate?: string;
  /** The number of connections with requests to the API since the start or the last reset. */
  readonly connections: number;
  /** The state in memory, to inspect, and to change without a request. */
  readonly store: Store;
  /** Every request to the API, `/config` and the registry, in the order of arrival. */
  readonly requests: RecordedRequest[];
  /** Feature flags; they may be changed at any time. */
  readonly features: Record<string, boolean>;
  /** Registries elsewhere, by host; they may be changed at any time. */
  readonly remoteRegistries: RemoteRegistries;
  /** The directory that users sign in from; may be changed at any time. Undefined for Quay's own database. */
  directory?: Directory;
  /** Routes that it does not have; see `leaveOut`. */
  readonly without: ReadonlySet<string>;
  /** Its name in `/config`, if it is not the host of the request. */
  hostname?: string;
  /** Set it to "readonly" and every write is refused. */
  registryState: "normal" | "readonly";
  /**
   * Lets requests to a route fail, by default the next one. A route is written like
   * `PUT /v1/organization/{orgname}/team/{teamname}`; `*` is every request.
   */
  fail(route: string, fault: Fault, options?: FaultOptions): void;
  /** Removes routes until the reset, as if this were an older Quay. They are written as for `fail`. */
  leaveOut(...routes: string[]): void;
  /** Creates a token with these scopes, separated by spaces, for `admin` or another user, who is created if missing. */
  mint(options: { user?: string; scope: string }): string;
  /** Revokes a token. */
  revoke(token: string): void;
  /** Creates a user. */
  addUser(name: string, options?: { superuser?: boolean }): void;
  /** Accepts an invitation to a team for the user. */
  acceptInvite(organization: string, team: string, user: string): void;
  /** Pushes a small image to a repository such as `acme/web`, which is created if missing. The seed determines its digest. */
  push(repository: string, tag: string, options?: { seed?: string }): { digest: string };
  /** Purges what was deleted, so that the names of deleted organizations become available. */
  collectGarbage(): void;
  /**
   * One step of the mirror workers: syncs that are due begin, and those that have begun end. What they pull from are the
   * `remoteRegistries`.
   */
  runMirrors(): void;
  /** Synchronizes every team that is bound to a group of the directory, which a real Quay does in the background. */
  syncTeams(): void;
  /** Resets store, requests, faults, features, directory, routes and limits. The token stays valid. */
  reset(): void;
  /** Stops at once and closes all connections. */
  close(): Promise<void>;
}

/** Starts a local Quay. */
export async function startQuay(options: QuayOptions = {}): Promise<LocalQuay> {
  const quay = new RunningQuay(options);
  await quay.listen();
  return quay;
}

const routeNames = [...routes.api, ...routes.web].map(({ name }) => name);

class RunningQuay implements LocalQuay {
  readonly token = secret(40);
  readonly store = new Store();
  readonly requests: RecordedRequest[] = [];
  readonly features: Record<string, boolean> = {};
  readonly remoteRegistries: RemoteRegistries = {};
  readonly without = new Set<string>();
  registryState: "normal" | "readonly" = "normal";
  hostname?: string;
  directory?: Directory;
  readonly certificateAuthorities: readonly string[];
  url = "";
  private readonly faults = new Faults(routeNames);
  private readonly frontEnd: FrontEnd;
  private readonly httpServer: HttpServer;
  private readonly workers: NodeJS.Timeout[] = [];

  constructor(private readonly options: QuayOptions) {
    const { limits, cost, now, tls, host = "127.0.0.1" } = options;
    this.certificateAuthorities = options.certificateAuthorities ?? [];
    this.frontEnd = new FrontEnd(
      limits === true ? {} : limits || undefined,
      typeof cost === "number" ? { milliseconds: cost, workers: 2 } : cost,
      now,
    );
    const { faults, requests, frontEnd } = this;
    const hosts = [...new Set([host, "localhost", "127.0.0.1", "::1"])];
    const handler = requestHandler(this, { routes, frontEnd, faults, requests });
    this.httpServer = createHttpServer(handler, tls === true ? {} : tls || undefined, hosts);
    this.every(options.garbageCollection, () => this.collectGarbage());
    this.every(options.mirroring, () => this.runMirrors());
    this.reset();
  }

  private every(milliseconds: number | false | undefined, work: () => void) {
    if (milliseconds) this.workers.push(setInterval(work, milliseconds).unref());
  }

  async listen() {
    const { port = 0, host = "127.0.0.1" } = this.options;
    const { server, caCertificate } = this.httpServer;
    server.listen(port, host);
    await once(server, "listening");
    this.url = `${caCertificate ? "https" : "http"}://${host}:${(server.address() as AddressInfo).port}`;
  }

  get caCertificate() {
    return this.httpServer.caCertificate;
  }

  get connections() {
    return this.frontEnd.connections;
  }

  fail(route: string, fault: Fault, options?: FaultOptions) {
    this.faults.plan(route, fault, options);
  }

  leaveOut(...names: string[]) {
    for (const name of names) this.without.add(knownRoute(name, routeNames));
  }

  mint({ user = "admin", scope }: { user?: string; scope: string }): string {
    const scopes = parseScopes(scope);
    if (!scopes) throw new Error(`Quay has no such scope: ${scope}. Its scopes are ${allScopes.join(", ")}.`);
    if (!this.store.user(user)) this.addUser(user);
    return this.store.addToken(this.store.user(user) as User, scopes).code;
  }

  revoke(token: string) {
    this.store.tokens.delete(token);
  }

  addUser(name: string, { superuser = false } = {}) {
    this.store.addUser(name, { email: `${name}@example.com`, superuser });
  }

  acceptInvite(organization: string, team: string, user: string) {
    cascades.acceptInvite(this.store, organization, team, user);
  }

  push(repository: string, tag: string, { seed = "one" } = {}): { digest: string } {
    const [namespaceName = "", ...rest] = repository.split("/");
    const namespace = this.store.namespace(namespaceName);
    if (!namespace) throw new Error(`The local Quay has no user or organization ${namespaceName}.`);
    const name = rest.join("/");
    const target =
      this.store.repository(namespaceName, name) ?? this.store.addRepository(namespace, name, this.store.user("admin"));
    return { digest: pushImage(this.store, target, tag, seed).digest };
  }

  collectGarbage() {
    cascades.collectGarbage(this.store);
  }

  syncTeams() {
    if (this.directory) syncTeams(this.store, this.directory);
  }

  runMirrors() {
    runMirrors(this);
  }

  reset() {
    this.directory = this.options.directory === true ? smallDirectory : this.options.directory || undefined;
    this.faults.clear();
    this.frontEnd.reset();
    this.requests.length = 0;
    this.registryState = "normal";
    this.hostname = this.options.hostname;
    for (const flag of Object.keys(this.features)) delete this.features[flag];
    Object.assign(this.features, defaultFeatures, this.options.features);
    for (const host of Object.keys(this.remoteRegistries)) delete this.remoteRegistries[host];
    Object.assign(this.remoteRegistries, this.options.remoteRegistries);
    this.without.clear();
    this.leaveOut(...(this.options.without ?? []));
    Object.assign(this.store, new Store());
    const admin = this.store.addUser("admin", {
      email: "admin@example.com",
      password: "password",
      superuser: true,
      login: this.directory && "admin",
    });
    if (this.directory) addPeople(this.store, this.directory);
    this.store.addToken(admin, allScopes, { name: "local", code: this.token });
    this.options.seed?.(this.store);
  }

  async close() {
    for (const worker of this.workers) clearInterval(worker);
    const { server, closeConnections } = this.httpServer;
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    closeConnections();
    await closed;
  }
}
