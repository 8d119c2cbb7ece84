import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { constants, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { TLSSocket } from "node:tls";
import { admit, callerOf } from "./authentication";
import { Call, type Quay, type Request } from "./call";
import { message, Refusal } from "./errors";
import { type Fault, type Faults, faultResponse, type RecordedRequest } from "./faults";
import type { FrontEnd } from "./front-end";
import { type HttpResponse, page } from "./responses";
import { isAvailable, type Match, match, type Outcome, type Route } from "./routing";

/** The routes of Quay's API, and those of the registry and a few web pages. */
export interface Routes {
  api: Route[];
  web: Route[];
}

interface HandlerOptions {
  routes: Routes;
  frontEnd: FrontEnd;
  faults: Faults;
  requests: RecordedRequest[];
}

/** Handles the requests to a local Quay. Each is recorded before the response is sent. */
export function requestHandler(quay: Quay, { routes, frontEnd, faults, requests }: HandlerOptions): RequestListener {
  return async (incoming, outgoing) => {
    const { pathname, search, searchParams } = new URL(incoming.url ?? "/", "http://quay");
    const path = decoded(pathname);
    const method = incoming.method ?? "GET";
    const isApi = path.startsWith("/api/");
    const known = isApi ? routes.api : routes.web;
    const found = match(
      known.filter((one) => isAvailable(one, quay)),
      method === "HEAD" ? "GET" : method,
      isApi ? path.slice("/api".length) : path,
    );

    const admission = isApi ? frontEnd.admit(incoming) : "admitted";
    if (admission === "unheard") return;
    const route = isMatch(found) ? found.route.name : "none";
    const record: RecordedRequest = { method, path: pathname + search, route };
    if (isApi || path === "/config" || path.startsWith("/v2")) requests.push(record);
    const body = await received(incoming);
    if (!body) return;
    if (isApi && frontEnd.closesConnections(incoming)) outgoing.setHeader("connection", "close");
    if (admission === "refused") return send(outgoing, record, page(429));
    if (incoming.headers["content-type"]?.includes("json")) record.body = parsed(body);
    const origin = originOf(incoming);
    const ip = incoming.socket.remoteAddress?.replace("::ffff:", "") ?? "";
    const request: Request = { method, path, query: searchParams, headers: incoming.headers, body, origin, ip };

    const answer = () => {
      if (method === "OPTIONS") return { status: 200, type: "text/html" };
      return isMatch(found)
        ? respond(quay, request, found, isApi)
        : noRouteResponse(found, `${origin}${isApi ? "/api" : ""}`, search);
    };
    if (isApi) await frontEnd.work();
    const planned = faults.take(record);
    if (!planned) return send(outgoing, record, await answer());
    if (planned.after) await answer();
    sendFault(planned.fault, outgoing, record, origin);
  };
}

/** Scheme and host as the client sent them. */
function originOf(incoming: IncomingMessage): string {
  const scheme = (incoming.socket as TLSSocket).encrypted ? "https" : "http";
  return `${scheme}://${(incoming as unknown as Http2ServerRequest).authority ?? incoming.headers.host ?? "localhost"}`;
}

const isMatch = (outcome: Outcome): outcome is Match => typeof outcome === "object" && "route" in outcome;

async function respond(quay: Quay, request: Request, { route, params }: Match, inApi: boolean): Promise<HttpResponse> {
  try {
    const caller = callerOf(quay, request);
    if (inApi) admit(quay, request, caller, route.name);
    return await route.answer(new Call(quay, request, params, caller));
  } catch (error) {
    if (error instanceof Refusal) return error.answer(request.origin);
    console.error(`The local Quay failed to answer ${route.name}:`, error);
    return page(500);
  }
}

function noRouteResponse(outcome: Exclude<Outcome, Match>, base: string, search: string): HttpResponse {
  if (outcome === "unknown") return page(404);
  if ("redirect" in outcome) return page(308, { location: `${base}${outcome.redirect}${search}` });
  if (outcome.refused === "html") return page(405);
  return message(405, "The method is not allowed for the requested URL.").answer("");
}

function send(outgoing: ServerResponse, record: RecordedRequest, { status, body, type, headers }: HttpResponse) {
  const json = body !== undefined && type === undefined;
  const content = json ? `${JSON.stringify(body)}\n` : ((body ?? "") as string | Buffer);
  const contentType = json ? "application/json" : type;
  record.status = status;
  outgoing.writeHead(status, {
    ...(contentType ? { "content-type": contentType } : {}),
    "access-control-allow-origin": "*",
    ...headers,
    ...(headers?.["content-length"] || status === 204 ? {} : { "content-length": String(Buffer.byteLength(content)) }),
  });
  outgoing.end(record.method === "HEAD" ? undefined : content);
}

function sendFault(fault: Fault, outgoing: ServerResponse, record: RecordedRequest, origin: string) {
  if (fault === "hang") return;
  const { stream } = outgoing as unknown as Partial<Http2ServerResponse>;
  if (fault === "reset") {
    if (stream) stream.session?.destroy();
    else outgoing.socket?.resetAndDestroy();
  } else if (fault === "half") {
    outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    outgoing.write('{"name": "ac', () => {
      if (stream) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      else outgoing.socket?.destroy();
    });
  } else {
    send(outgoing, record, faultResponse(fault, origin));
  }
}

/** The body of a request; undefined when the client closed the connection. */
async function received(incoming: IncomingMessage): Promise<Buffer | undefined> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
