import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { page, script } from "./callback-page";

/** Listens on this machine for a browser that comes back from Quay. */
export interface Redirect {
  /** Address to come back to. */
  address: string;
  /** Address of a page that leads to another one, once, for a browser. */
  leadTo(authorize: string): string;
  /** The first token that comes. Fails when the user said no. */
  delivery(state: string): Promise<Delivery>;
  close(): void;
}

/** A token that a browser brought; the browser waits to hear what became of it. */
export interface Delivery {
  token: string;
  /** Resolves when the browser was told, or is gone. */
  tell(status: 200 | 502, sentence: string): Promise<void>;
}

interface Waiting {
  state: string;
  /** Something came already, and nothing more is taken. */
  over: boolean;
  done(delivery: Delivery): void;
  fail(error: Error): void;
}

type Reply = (status: number, type: string, body: string) => Promise<void>;

export async function listenForRedirect(port: number): Promise<Redirect> {
  let waiting: Waiting | undefined;
  let lead: string | undefined;
  let address = "";
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === "GET" && incoming.url === LEAD && isFrom(incoming, address)) {
      const target = lead;
      lead = undefined;
      if (target) return void outgoing.writeHead(302, { location: target, ...guards }).end();
      waiting?.fail(new Error("The page that leads to Quay was opened twice, perhaps by somebody else. Begin again."));
    }
    answer(incoming, outgoing, address, waiting).catch(() => outgoing.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken. Choose another with --port.`) : error;
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    address,
    leadTo(authorize) {
      lead = authorize;
      return new URL(LEAD, address).href;
    },
    delivery: (state) => new Promise((done, fail) => (waiting = { state, over: false, done, fail })),
    close() {
      server.close();
      // A browser may hold a connection open on which it says nothing.
      server.closeAllConnections();
    },
  };
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, address: string, waiting?: Waiting) {
  const { pathname, searchParams } = new URL(incoming.url ?? "/", address);
  const reply: Reply = (status, type, body) =>
    new Promise((out) => {
      if (outgoing.destroyed) return out();
      outgoing.once("close", out);
      outgoing.writeHead(status, { "content-type": `${type}; charset=utf-8`, ...guards }).end(body);
    });
  if (!isFrom(incoming, address)) return reply(403, "text/plain", "");
  if (incoming.method === "GET" && pathname === "/handover.js") return reply(200, "text/javascript", script);
  // Quay says this to the application's own address, which is not the one with the state.
  if (searchParams.get("error") === "redirect_uri_mismatch") {
    const sentence = `Set the redirect URI of the application to ${address} in Quay, and begin again in the terminal.`;
    return reply(400, "text/html", page("The application's redirect URI is another one.", sentence));
  }
  // Only who was sent by us knows the state; others can neither end the login nor bring a token of theirs.
  if (!waiting || !same(searchParams.get("state") ?? "", waiting.state)) {
    return reply(403, "text/html", page("This is not the login that was begun.", "Begin again in the terminal."));
  }
  if (incoming.method === "GET" && pathname === "/") {
    const error = searchParams.get("error");
    if (!error) return reply(200, "text/html", page("One moment…", "The token is handed over.", true));
    const sentence = refusals.get(error) ?? `Quay refused: ${error.slice(0, 100)}.`;
    await reply(200, "text/html", page("No token was given.", sentence));
    return waiting.fail(new Error(sentence));
  }
  if (incoming.method === "POST" && pathname === "/token") return handOver(incoming, reply, waiting);
  await reply(404, "text/plain", "");
}

const LEAD = "/login";

/** A name that was made to lead here, or another site's page, has no business here. */
function isFrom({ headers }: IncomingMessage, address: string): boolean {
  const { host, origin } = new URL(address);
  return headers.host === host && (headers.origin === undefined || headers.origin === origin);
}

async function handOver(incoming: IncomingMessage, reply: Reply, waiting: Waiting) {
  let text = "";
  for await (const chunk of incoming) {
    text += chunk;
    if (text.length > 10_000) return reply(413, "text/plain", "");
  }
  if (waiting.over) return reply(409, "text/plain", "This login has had its answer. Look at the terminal.");
  waiting.over = true;
  const token = new URLSearchParams(text.replace(/^#/, "")).get("access_token") ?? "";
  if (/^[\x21-\x7e]{8,}$/.test(token)) {
    return waiting.done({ token, tell: (status, sentence) => reply(status, "text/plain", sentence) });
  }
  await reply(400, "text/plain", "Quay sent no token.");
  waiting.fail(new Error("Quay sent the browser back without a token. Begin again."));
}

const DENIED = "The application was not authorized. Run the login again, and choose Authorize in Quay.";

const refusals = new Map([
  ["authorization_denied", DENIED],
  ["access_denied", DENIED],
  ["unauthorized_client", "Quay does not know this client ID. Copy it from OAuth Information of the application."],
  ["invalid_scope", "Quay does not know one of the scopes. Ask for others with --scope."],
]);

const guards = {
  connection: "close",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

const same = (given: string, wanted: string) =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
