import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { type Admission, rejectDnsRebinding } from "./admission";
import type { ClientPool } from "./client-pool";
import { faulty, nowhere, Problem, problemOf } from "./problem";
import type { Entry, RequestLog } from "./request-log";

/** What an adapter is made of. */
export interface AdapterContext {
  relay: ClientPool;
  admission: Admission;
  log: RequestLog;
}

/** What a handler adds to the log's line. */
interface Variables {
  told: Pick<Entry, "operation" | "error"> & { already?: boolean };
}

export type RequestContext = Context<{ Bindings: HttpBindings; Variables: Variables }>;
export type HttpApp = Hono<{ Bindings: HttpBindings; Variables: Variables }>;

const LARGEST = 1024 * 1024;
const tooLarge = () => new Problem(413, "The body is larger than 1 MiB.", { headers: { connection: "close" } });

/** What both adapters have in front of them: a log, a look at who comes, a limit to what they bring, and /healthz. */
export function httpApp(adapter: Entry["adapter"], { admission, log }: AdapterContext): HttpApp {
  const app: HttpApp = new Hono();

  app.use(async (visit, next) => {
    const began = performance.now();
    visit.set("told", {});
    await next();
    visit.header("x-content-type-options", "nosniff");
    const { path } = addressOf(visit);
    const { already, ...told } = visit.get("told");
    if (already || path === "/healthz") return;
    const { method, raw } = visit.req;
    const ms = Math.round(performance.now() - began);
    const entry = { adapter, ...told, method, path, status: visit.res.status, ms };
    log.call(entry, bearerOf(raw.headers), raw.headers.get("x-api-key") ?? undefined);
  });
  app.use(async (visit, next) => {
    const { req } = visit;
    refuseClimbing(addressOf(visit).path);
    rejectDnsRebinding(admission, req.header("host"), req.header("origin"));
    if (Number(req.header("content-length") ?? 0) > LARGEST) throw tooLarge();
    await next();
  });
  app.get("/healthz", (visit) => visit.json({ status: "ok" }));
  app.notFound((visit) => answer(visit, nowhere(addressOf(visit).path)));
  app.onError((error, visit) => answer(visit, error));
  return app;
}

/** Nothing in an address goes up or stays, however it is written. */
function refuseClimbing(path: string): void {
  const climbs = path.split(/\/|%2f/i).some((part) => /^(\.|%2e){1,2}$/i.test(part));
  if (!climbs && !/[^!-~]|\\|%([01][0-9a-f]|5c|7f)/i.test(path)) return;
  throw faulty([{ property: "path", detail: "It climbs, or holds signs that no name has." }]);
}

/** The body as text. One that does not say how long it is, is read only as far as it may go. */
export async function bodyOf({ req }: RequestContext): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of req.raw.body ?? []) {
    length += chunk.byteLength;
    if (length > LARGEST) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A problem as an answer. */
export function answer(visit: RequestContext, error: unknown): Response {
  const problem = problemOf(error);
  // What went wrong in here has its reason in the log; the caller can do nothing with it.
  visit.get("told").error = problem.status === 500 ? String(error) : problem.detail;
  return problem.response;
}

/** Path and query as they were sent: a parsed URL has lost what tried to climb. */
export function addressOf({ env, req }: RequestContext): { path: string; query: string } {
  const sent = env?.incoming?.url ?? req.url.replace(/^[a-z]+:\/\/[^/]*/i, "");
  const mark = sent.indexOf("?");
  return mark < 0 ? { path: sent, query: "" } : { path: sent.slice(0, mark), query: sent.slice(mark + 1) };
}

const bearerOf = (headers: Headers) => headers.get("authorization")?.replace(/^\S+\s+/, "");
