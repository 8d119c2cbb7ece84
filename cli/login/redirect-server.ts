import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { callbackPage, tokenScript } from "./callback-page";

/** A server on this machine to which Quay redirects the browser after the login. */
export interface RedirectServer {
  /** The redirect URI. */
  address: string;
  /** An address that redirects a browser to Quay's authorization page, once. */
  startAddress(authorize: string): string;
  /** Resolves with the first token. Fails when the user denies the authorization. */
  receiveToken(state: string): Promise<ReceivedToken>;
  close(): void;
}

/** A token that a browser sent. The browser waits for the outcome of the login. */
export interface ReceivedToken {
  token: string;
  /** Responds to the browser. Resolves when the response is sent or the connection is closed. */
  respond(status: 200 | 502, sentence: string): Promise<void>;
}

interface PendingLogin {
  state: string;
  /** A token or an error was received, and nothing more is accepted. */
  isSettled: boolean;
  done(received: ReceivedToken): void;
  fail(error: Error): void;
}

type Reply = (status: number, type: string, body: string) => Promise<void>;

export async function startRedirectServer(port: number): Promise<RedirectServer> {
  let pending: PendingLogin | undefined;
  let authorizeUrl: string | undefined;
  let address = "";
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === "GET" && incoming.url === START_PATH && isSameOrigin(incoming, address)) {
      const target = authorizeUrl;
      authorizeUrl = undefined;
      if (target) return void outgoing.writeHead(302, { location: target, ...securityHeaders }).end();
      pending?.fail(new Error("The page that leads to Quay was opened twice, perhaps by somebody else. Begin again."));
    }
    handle(incoming, outgoing, address, pending).catch(() => outgoing.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken. Choose another with --port.`) : error;
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    address,
    startAddress(authorize) {
      authorizeUrl = authorize;
      return new URL(START_PATH, address).href;
    },
    receiveToken: (state) => new Promise((done, fail) => (pending = { state, isSettled: false, done, fail })),
    close() {
      server.close();
      // A browser may keep an idle connection open.
      server.closeAllConnections();
    },
  };
}

async function handle(incoming: IncomingMessage, outgoing: ServerResponse, address: string, pending?: PendingLogin) {
  const { pathname, searchParams } = new URL(incoming.url ?? "/", address);
  const reply: Reply = (status, type, body) =>
    new Promise((out) => {
      if (outgoing.destroyed) return out();
      outgoing.once("close", out);
      outgoing.writeHead(status, { "content-type": `${type}; charset=utf-8`, ...securityHeaders }).end(body);
    });
  if (!isSameOrigin(incoming, address)) return reply(403, "text/plain", "");
  if (incoming.method === "GET" && pathname === "/handover.js") return reply(200, "text/javascript", tokenScript);
  // Quay sends this error to the redirect URI of the application, without the state.
  if (searchParams.get("error") === "redirect_uri_mismatch") {
    const sentence = `Set the redirect URI of the application to ${address} in Quay, and begin again in the terminal.`;
    return reply(400, "text/html", callbackPage("The application's redirect URI is another one.", sentence));
  }
  // Only the browser of this login knows the state, so nobody else can end the login or inject a token.
  if (!pending || !isEqual(searchParams.get("state") ?? "", pending.state)) {
    return reply(
      403,
      "text/html",
      callbackPage("This is not the login that was begun.", "Begin again in the terminal."),
    );
  }
  if (incoming.method === "GET" && pathname === "/") {
    const error = searchParams.get("error");
    if (!error) return reply(200, "text/html", callbackPage("One moment…", "The token is handed over.", true));
    const sentence = refusalMessages.get(error) ?? `Quay refused: ${error.slice(0, 100)}.`;
    await reply(200, "text/html", callbackPage("No token was given.", sentence));
    return pending.fail(new Error(sentence));
  }
  if (incoming.method === "POST" && pathname === "/token") return acceptToken(incoming, reply, pending);
  await reply(404, "text/plain", "");
}

const START_PATH = "/login";

/** Rejects DNS rebinding and pages of other sites. */
function isSameOrigin({ headers }: IncomingMessage, address: string): boolean {
  const { host, origin } = new URL(address);
  return headers.host === host && (headers.origin === undefined || headers.origin === origin);
}

async function acceptToken(incoming: IncomingMessage, reply: Reply, pending: PendingLogin) {
  let text = "";
  for await (const chunk of incoming) {
    text += chunk;
    if (text.length > 10_000) return reply(413, "text/plain", "");
  }
  if (pending.isSettled) return reply(409, "text/plain", "This login has had its answer. Look at the terminal.");
  pending.isSettled = true;
  const token = new URLSearchParams(text.replace(/^#/, "")).get("access_token") ?? "";
  if (/^[\x21-\x7e]{8,}$/.test(token)) {
    return pending.done({ token, respond: (status, sentence) => reply(status, "text/plain", sentence) });
  }
  await reply(400, "text/plain", "Quay sent no token.");
  pending.fail(new Error("Quay sent the browser back without a token. Begin again."));
}

const DENIED = "The application was not authorized. Run the login again, and choose Authorize in Quay.";

const refusalMessages = new Map([
  ["authorization_denied", DENIED],
  ["access_denied", DENIED],
  ["unauthorized_client", "Quay does not know this client ID. Copy it from OAuth Information of the application."],
  ["invalid_scope", "Quay does not know one of the scopes. Ask for others with --scope."],
]);

const securityHeaders = {
  connection: "close",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

const isEqual = (given: string, wanted: string) =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
