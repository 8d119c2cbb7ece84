import { logEvent, userAgent } from "./audit";
import { callerOf } from "./authentication";
import type { Call } from "./call";
import { verifyPassword } from "./credentials";
import { crash, Refusal, refuse } from "./errors";
import type { AppToken, Namespace, RegistryToken, Repository, Robot, User } from "./model";
import { isRepositoryName } from "./names";
import { type HttpResponse, ok } from "./responses";
import { route } from "./routing";
import { allScopes, Caller } from "./scopes";
import { secret } from "./secrets";
import type { Store } from "./store";

const HOUR = 60 * 60 * 1000;

/** An error response of the registry protocol. */
export const registryError = (status: number, code: string, text: string, headers?: Record<string, string>) =>
  new Refusal(() => ({ status, headers, body: { errors: [{ code, message: text, detail: {} }] } }));

const challenge = (origin: string) => `Bearer realm="${origin}/v2/auth",service="${new URL(origin).host}"`;

const unauthorized = ({ request }: Call) =>
  registryError(401, "UNAUTHORIZED", "access to the requested resource is not authorized", {
    "www-authenticate": challenge(request.origin),
  });

/** The registry token of the request. */
export function bearerOf({ store, request }: Call): RegistryToken | undefined {
  return store.registryTokens.get(/^bearer (.*)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "");
}

/** The repository of the path. Refuses a token that does not allow the action. */
export function demandRight(call: Call<"repository">, action: "pull" | "push"): Repository {
  if (!bearerOf(call)?.rights.has(`${action} ${call.params.repository}`)) throw unauthorized(call);
  const repository = call.store.repository(...call.repositoryName);
  if (!repository) throw registryError(404, "NAME_UNKNOWN", "repository name not known to registry");
  return repository;
}

/** The caller of a login with name and password: a user, a robot, or the owner of a token. */
function authenticate(call: Call): Caller | undefined {
  const { store, features, request } = call;
  const basic = /^basic (.*)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (basic === undefined) return new Caller(store, features);
  const [name = "", ...rest] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const password = rest.join(":");
  if (name === "$oauthtoken") {
    const caller = callerOf(call.quay, { ...request, headers: { authorization: `Bearer ${password}` } });
    return caller.token && caller;
  }
  const { account, appToken }: Login =
    name === "$app" ? appTokenFor(call, password) : { account: accountFor(call, name, password) };
  if (!account?.enabled) return undefined;
  account.lastAccessed = new Date();
  if (appToken) appToken.lastAccessed = new Date();
  return new Caller(store, features, account, new Set(allScopes), undefined, appToken);
}

interface Login {
  account?: User | Robot;
  appToken?: AppToken;
}

function appTokenFor({ store }: Call, code: string): Login {
  for (const account of store.users())
    for (const appToken of account.appTokens.values()) if (appToken.code === code) return { account, appToken };
  return {};
}

function accountFor({ quay, store }: Call, name: string, password: string): User | Robot | undefined {
  const robot = store.robot(name);
  if (robot) return robot.token === password || isRobotToken(store, robot, password) ? robot : undefined;
  const found = verifyPassword(quay, name, password);
  return "user" in found ? found.user : undefined;
}

type Action = "push" | "pull" | "*";

interface Access {
  type: "repository";
  name: string;
  actions: Action[];
}

/** The granted part of a requested scope. A repository to push to is created here if the caller may create it. */
function granted(call: Call, caller: Caller, scope: string): Access {
  const [, path = "", actions = ""] = /^repository:([^:]+):(.*)$/.exec(scope) ?? [];
  const slash = path.indexOf("/");
  const [namespace, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (!isRepositoryName(name, call.features.EXTENDED_REPOSITORY_NAMES))
    throw registryError(400, "NAME_INVALID", `Invalid repository name: ${path}`);
  const owner = call.store.namespace(namespace);
  if (!owner) return { type: "repository", name: path, actions: [] };
  const wanted = actions.split(",");
  if (wanted.includes("push") && !isMirror(owner) && caller.mayCreateRepositories(namespace))
    if (!call.store.repository(namespace, name)) call.store.addRepository(owner, name, caller.identity);
  const may: Record<Action, () => boolean> = {
    push: () => mayPush(caller, call.store.repository(namespace, name)),
    pull: () => mayPull(caller, owner, name),
    "*": () => mayDoAll(call, caller, namespace, name),
  };
  const order: Action[] = ["push", "pull", "*"];
  return { type: "repository", name: path, actions: order.filter((one) => wanted.includes(one) && may[one]()) };
}

/** To a mirror only its robot pushes, whether or not the mirror is enabled. */
function mayPush(caller: Caller, repository: Repository | undefined): boolean {
  if (!repository || !caller.mayWrite(repository.namespace.name, repository.name)) return false;
  const { state, mirror, namespace } = repository;
  const isRobot = (of: { robot: Robot } | undefined) => of !== undefined && of.robot === caller.identity;
  if (state === "MIRROR") return isRobot(mirror);
  if (state === "ORG_MIRROR") return namespace.kind === "organization" && isRobot(namespace.mirror);
  return state === "NORMAL";
}

/** A proxy cache lets every member of a team pull what is not there yet, and with it everything. */
function mayPull(caller: Caller, owner: Namespace, name: string): boolean {
  const isProxied = owner.kind === "organization" && owner.proxyCache && caller.rankIn(owner.name) !== undefined;
  const isPublic = owner.repositories.get(name)?.isPublic && !owner.repositories.get(name)?.dead;
  return Boolean(isProxied || isPublic || caller.mayRead(owner.name, name));
}

function mayDoAll({ store }: Call, caller: Caller, namespace: string, name: string): boolean {
  if (!caller.mayAdminister(namespace, name)) return false;
  const { state } = store.repository(namespace, name) ?? refuse(crash());
  return state === "NORMAL";
}

/** A token of the registry tells in clear what it allows, as a JSON Web Token. Nobody checks the signature here. */
function webToken(call: Call, subject: string, access: Access[] | Record<string, never>): string {
  const now = Math.floor(Date.now() / 1000);
  const { host } = new URL(call.request.origin);
  const claims = { iss: "quay", aud: host, nbf: now, iat: now, exp: now + 3600, sub: subject, access };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.${secret(64)}`;
}

/** A new password of a robot that lasts an hour. */
export function robotToken(call: Call, { name }: Robot): string {
  const token = webToken(call, name, {});
  call.store.robotTokens.set(token, { robot: name, expires: new Date(Date.now() + HOUR) });
  return token;
}

function isRobotToken({ robotTokens }: Store, { name }: Robot, password: string): boolean {
  const known = robotTokens.get(password);
  return known?.robot === name && known.expires.getTime() > Date.now();
}

/** Logs a login, which is a token request without a scope. */
function logLogin(call: Call, { token, appToken }: Caller, identity: User | Robot) {
  const kind = token ? "oauth" : appToken ? "app_specific_token" : identity.kind;
  const owner = call.store.namespace(identity.name.split("+")[0] as string) as Namespace;
  logEvent(call, "login_success", owner, { type: "v2auth", kind, useragent: userAgent(call) }, { identity, token });
}

const isMirror = (owner: { kind: string; mirror?: object }) => owner.mirror !== undefined;

export default [
  route("GET /v2/", (call): HttpResponse => {
    if (!bearerOf(call)) throw unauthorized(call);
    return ok({});
  }),

  route("GET /v2/auth", (call): HttpResponse => {
    const caller = authenticate(call);
    if (!caller) throw registryError(401, "UNAUTHORIZED", "Invalid username or password");
    const scopes = call.request.query.getAll("scope").filter(Boolean);
    const access = scopes.map((scope) => granted(call, caller, scope));
    const rights = new Set(access.flatMap(({ name, actions }) => actions.map((action) => `${action} ${name}`)));
    const { identity, token, appToken } = caller;
    const bearer = webToken(call, identity?.name ?? "(anonymous)", access);
    call.store.registryTokens.set(bearer, { rights, identity, token, appToken });
    if (identity && !scopes.length) logLogin(call, caller, identity);
    return ok({ token: bearer });
  }),
];
