import type { IncomingHttpHeaders } from "node:http";
import type { Directory } from "./directory";
import { badRequest, forbidden, invalid, message, type Refusal, unauthenticated } from "./errors";
import type { RemoteRegistries } from "./remote-registries";
import { type Shape, validate } from "./schema";
import type { Caller } from "./scopes";
import type { Store } from "./store";

/** The parts of the server that routes use. */
export interface Quay {
  store: Store;
  features: Record<string, boolean>;
  remoteRegistries: RemoteRegistries;
  registryState: "normal" | "readonly";
  /** Routes that are left out. */
  without: ReadonlySet<string>;
  hostname?: string;
  /** Certificate authorities that it trusts besides those of Node.js, as PEM. */
  certificateAuthorities: readonly string[];
  /** The LDAP directory, if users do not sign in from the store. */
  directory?: Directory;
}

export interface Request {
  method: string;
  /** Percent-decoded, as Quay sees it. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Scheme and host the caller used. */
  origin: string;
  /** Address the caller came from. */
  ip: string;
}

/** A request with its route parameters and caller. */
export class Call<Parameter extends string = string> {
  constructor(
    readonly quay: Quay,
    readonly request: Request,
    readonly params: Record<Parameter, string>,
    readonly caller: Caller,
  ) {}

  get store(): Store {
    return this.quay.store;
  }

  get features(): Record<string, boolean> {
    return this.quay.features;
  }

  /** 403 for a signed-in user, 401 for anybody else. */
  get unauthorized(): Refusal {
    return this.caller.user ? forbidden() : unauthenticated();
  }

  /** Refuses the request unless it is allowed. */
  demand(allowed: boolean) {
    if (!allowed) throw this.unauthorized;
  }

  /** Namespace and name of the repository in the path. */
  get repositoryName(): [namespace: string, name: string] {
    const { repository = "" } = this.params as Record<string, string>;
    const slash = repository.indexOf("/");
    return [repository.slice(0, slash), repository.slice(slash + 1)];
  }

  /** The body, which has to be JSON of this shape. */
  json<T>(shape: Shape<T>): T {
    if (!this.request.headers["content-type"]?.includes("json"))
      throw message(
        415,
        "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
      );
    const value = this.parsed();
    if (value === undefined) throw badRequest();
    if (value === null) throw invalid("Missing JSON body");
    return validate(value, shape);
  }

  /** The body of a route that needs none: anything but JSON is ignored. */
  jsonIfAny<T>(shape: Shape<T>): Partial<T> {
    const value = this.request.headers["content-type"]?.includes("json") ? this.parsed() : undefined;
    return value === undefined || value === null ? {} : validate(value, shape);
  }

  private parsed(): unknown {
    try {
      return JSON.parse(this.request.body.toString("utf8"));
    } catch {
      return undefined;
    }
  }

  /** A boolean in the query. Quay takes every text but these few for true. */
  flag(name: string, fallback = false): boolean {
    const value = this.request.query.get(name);
    return value === null ? fallback : !["false", "False", "FALSE", "0", "null", ""].includes(value);
  }

  text(name: string): string | undefined {
    return this.request.query.get(name) ?? undefined;
  }

  /** An integer in the query; `help` is Quay's message for anything else. */
  integer(name: string, help: string): number | undefined {
    const value = this.request.query.get(name);
    if (value === null) return undefined;
    if (!/^[+-]?\d+$/.test(value.trim())) throw message(400, { [name]: help });
    return Number(value);
  }
}
