import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { type Admission, rejectDnsRebinding } from "./admission";
import type { ClientPool } from "./client-pool";
import { invalidInput, notFound, Problem, problemOf } from "./problem";
import type { Entry, RequestLog } from "./request-log";

/** What an adapter needs to serve requests. */
export interface AdapterContext {
  clients: ClientPool;
  admission: Admission;
  log: RequestLog;
}

/** What a handler adds to the log entry of its request. `isLogged` says that the handler has written its own. */
interface Variables {
  entry: Pick<Entry, "operation" | "error"> & { isLogged?: boolean };
}

export type RequestContext = Context<{ Bindings: HttpBindings; Variables: Variables }>;
export type HttpApp = Hono<{ Bindings: HttpBindings; Variables: Variables }>;

const MAX_BODY_BYTES = 1024 * 1024;
const tooLarge = () => new Problem(413, "The body is larger than 1 MiB.", { headers: { connection: "close" } });

/** What both adapters share: the request log, checks of path, host and origin, the limit of the body, and /healthz. */
export function httpApp(adapter: Entry["adapter"], { admission, log }: AdapterContext): HttpApp {
  const app: HttpApp = new Hono();

  app.use(async (context, next) => {
    const started = performance.now();
    context.set("entry", {});
    await next();
    context.header("x-content-type-options", "nosniff");
    const { path } = addressOf(context);
    const { isLogged, ...details } = context.get("entry");
    if (isLogged || path === "/healthz") return;
    const { method, raw } = context.req;
    const ms = Math.round(performance.now() - started);
    const entry = { adapter, ...details, method, path, status: context.res.status, ms };
    log.call(entry, bearerOf(raw.headers), raw.headers.get("x-api-key") ?? undefined);
  });
  app.use(async (context, next) => {
    const { req } = context;
    rejectPathTraversal(addressOf(context).path);
    rejectDnsRebinding(admission, req.header("host"), req.header("origin"));
    if (Number(req.header("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
    await next();
  });
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.notFound((context) => problemResponse(context, notFound(addressOf(context).path)));
  app.onError((error, context) => problemResponse(context, error));
  return app;
}

/** Refuses `.` and `..` segments, encoded or not, and characters that no name contains. */
function rejectPathTraversal(path: string): void {
  const isTraversal = path.split(/\/|%2f/i).some((part) => /^(\.|%2e){1,2}$/i.test(part));
  if (!isTraversal && !/[^!-~]|\\|%([01][0-9a-f]|5c|7f)/i.test(path)) return;
  throw invalidInput([{ property: "path", detail: "It climbs, or holds signs that no name has." }]);
}

/** The body as text. A body without Content-Length is read up to the limit only. */
export async function bodyOf({ req }: RequestContext): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of req.raw.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The response to an error, which is also added to the log entry. */
export function problemResponse(context: RequestContext, error: unknown): Response {
  const problem = problemOf(error);
  // The cause of an internal error goes to the log only, because the caller can do nothing about it.
  context.get("entry").error = problem.status === 500 ? String(error) : problem.detail;
  return problem.response;
}

/** Path and query as they were sent, because a parsed URL has its `..` segments resolved already. */
export function addressOf({ env, req }: RequestContext): { path: string; query: string } {
  const target = env?.incoming?.url ?? req.url.replace(/^[a-z]+:\/\/[^/]*/i, "");
  const queryStart = target.indexOf("?");
  return queryStart < 0
    ? { path: target, query: "" }
    : { path: target.slice(0, queryStart), query: target.slice(queryStart + 1) };
}

const bearerOf = (headers: Headers) => headers.get("authorization")?.replace(/^\S+\s+/, "");
