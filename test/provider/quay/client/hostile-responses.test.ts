import { once } from "node:events";
import { createServer as createHttp } from "node:http";
import { createSecureServer as createHttp2 } from "node:http2";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import { certificates } from "../../../../local-quay/certificates";
import { getOrganization } from "../../../../provider/quay/api/organization";
import { listRepos } from "../../../../provider/quay/api/repository";
import { getLoggedInUser } from "../../../../provider/quay/api/user";
import type { Call } from "../../../../provider/quay/client/call";
import { pages } from "../../../../provider/quay/client/pages";
import { Quay } from "../../../../provider/quay/client/quay";
import { fastRetries } from "../../../harness";

const token = "TOKEN0123456789TOKEN0123456789TOKEN01234";
const get: Call = { method: "GET", path: "/v1/organization/acme", repeatable: true };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const portOf = async (server: Server) => {
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
};

function quayAt(url: string, caCertificate?: string, timeoutSeconds = 60): Quay {
  const settings = { url, token, registry: "x", caCertificate, concurrency: 4, timeoutSeconds };
  const quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => undefined });
  open.push(quay);
  return quay;
}

/** A Quay that sends this response to every request. */
async function answering(body: string, status = 200, headers: Record<string, string> = {}): Promise<Quay> {
  const server = createHttp((_, answer) => answer.writeHead(status, headers).end(body));
  const port = await portOf(server);
  open.push(server);
  return quayAt(`http://127.0.0.1:${port}`);
}

/** A Quay that writes these bytes to every connection. */
async function writing(bytes: string): Promise<Quay> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(bytes));
  });
  const port = await portOf(server);
  open.push(server);
  return quayAt(`http://127.0.0.1:${port}`, undefined, 2);
}

const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (answer) => `answered ${JSON.stringify(answer)}`,
    ({ message }) => message,
  );

const half = token.slice(0, 20);

describe("A token in a response", () => {
  it.each([
    ["split by a control character", `no ${token.slice(0, 9)}\u0000${token.slice(9)} here`],
    ["split by an escape sequence", `no ${token.slice(0, 9)}\u001b[0m${token.slice(9)} here`],
    ["split by a zero-width character", `no ${token.slice(0, 9)}\u200b${token.slice(9)} here`],
    ["as a header's base64", `no ${Buffer.from(token).toString("base64")} here`],
    ["in the base64 of a header", `no ${Buffer.from(`Bearer ${token}`).toString("base64url")} here`],
    ["URL-encoded", `no ${[...token].map((character) => `%${character.charCodeAt(0).toString(16)}`).join("")} here`],
    ["as the password of a Docker login", `no ${Buffer.from(`$oauthtoken:${token}`).toString("base64")} here`],
    ["truncated at the end of the quotation", `${"x".repeat(280)}${token}`],
  ])("%s, is not printed", async (_, detail) => {
    const quay = await answering(JSON.stringify({ detail }), 400, { "content-type": "application/json" });
    const message = await failure(quay.send(get));
    expect(message).toContain("Quay refused GET");
    expect(message).not.toContain(half);
    expect(message).not.toContain(Buffer.from(token).toString("base64").slice(0, 20));
    expect(message).not.toMatch(/TOKEN012345/);
  });

  it("is not printed when it is written with unneeded escapes", async () => {
    const escaped = [...token].map((sign) => `\\u00${sign.charCodeAt(0).toString(16)}`).join("");
    const quay = await answering(`{"name":"${escaped}","list":["${escaped}"],"${escaped}":1}`);
    expect(JSON.stringify(await quay.send(get))).not.toContain(half);
  });

  it("is not printed for a redirect, also where that is truncated", async () => {
    const location = `https://quay.example.com/${"x".repeat(240)}${token}`;
    const message = await failure((await answering("", 302, { location })).send(get));
    expect(message).toContain("a redirect (302) to https://quay.example.com/");
    expect(message).not.toMatch(/TOKEN01/);
  });
});

describe("An unexpected response", () => {
  it("101, is reported at once as no answer", async () => {
    const quay = await writing("HTTP/1.1 101 x\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n");
    expect(await failure(quay.send(get))).toContain("it wants to speak something else than HTTP");
  });

  it.each(["000", "099", "205", "304"])("%s, is not taken for Quay's", async (status) => {
    const quay = await writing(`HTTP/1.1 ${status} x\r\ncontent-length: 0\r\n\r\n`);
    expect(await failure(quay.send(get))).toMatch(
      /answered GET \/v1\/organization\/acme with nothing|breaks the rules/,
    );
  });

  it("that violates HTTP, is not reported as a server without HTTP", async () => {
    const quay = await writing("HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello");
    expect(await failure(quay.send(get))).toMatch(/its answer breaks the rules of HTTP \(HPE_\w+\)/);
  });

  it.each([
    ["with a message that is nested a hundred thousand times", 400, `{"message":${"[".repeat(1e5)}${"]".repeat(1e5)}}`],
    ["with a name that is nested a million times", 200, `{"name":${"[".repeat(1e6)}${"]".repeat(1e6)}}`],
  ])("%s, is reported without a stack trace", async (_, status, body) => {
    const message = await failure(getOrganization(await answering(body, status), { orgname: "acme" }));
    expect(message).toMatch(/^(Quay|Quay's) /);
    expect(message).not.toMatch(/stack|answered \{/);
  });

  it.each([
    ["-5", "0.5"],
    ["30.5", "0"],
  ])("with a Retry-After of %s or %s seconds causes no pause", async (...waits) => {
    for (const wait of waits) {
      const quay = await answering("{}", 503, { "retry-after": wait });
      const began = performance.now();
      await failure(quay.send(get));
      expect(performance.now() - began).toBeGreaterThan(fastRetries.pause * fastRetries.tries * 0.5);
    }
  });
});

describe("A long response that is invalid everywhere", () => {
  const many = 2_000_000;
  const largest = (before: number) => process.memoryUsage().heapUsed - before;

  it.each([
    ["organizations that are numbers", `{"username":"a","organizations":[${"1,".repeat(many)}1]}`],
    ["organizations without a name", `{"username":"a","organizations":[${"{},".repeat(many)}{}]}`],
  ])("%s, is reported by its first error", async (_, body) => {
    const quay = await answering(body);
    const before = process.memoryUsage().heapUsed;
    const message = await failure(getLoggedInUser(quay, {}));
    expect(message).toContain("has not the shape of Quay's answers: organizations.0");
    expect(message.length).toBeLessThan(400);
    expect(largest(before)).toBeLessThan(1e9);
  });

  it.each([
    ["a message of many lines", JSON.stringify({ detail: "\n".repeat(10_000_000) })],
    ["a message that is a long list", `{"message":[${"1,".repeat(many)}1]}`],
  ])("%s, is quoted in part or not at all", async (_, body) => {
    const message = await failure((await answering(body, 400)).send(get));
    expect(message.length).toBeLessThan(600);
  });
});

describe("An endless list", () => {
  async function repositoriesOf(page: (turned: number) => object[]) {
    let requested = 0;
    const server = createHttp((_, answer) => {
      requested++;
      answer.end(JSON.stringify({ repositories: page(requested), next_page: `page-${requested}` }));
    });
    const port = await portOf(server);
    open.push(server);
    const quay = quayAt(`http://127.0.0.1:${port}`);
    const all = pages(
      (next_page) => listRepos(quay, { namespace: "acme", next_page }),
      ({ repositories }) => repositories,
      ({ name }) => name,
    );
    const message = await failure(
      (async () => {
        for await (const _ of all);
      })(),
    );
    return { message, asked: requested };
  }

  it("is abandoned at an empty page that has a next one", async () => {
    expect(await repositoriesOf(() => [])).toEqual({ message: "Quay's list goes on after an empty page.", asked: 1 });
  });

  it("is abandoned after more pages than any Quay has", async () => {
    const { message, asked: requested } = await repositoriesOf((turned) => [
      { namespace: "acme", name: `r${turned}`, is_public: true },
    ]);
    expect(message).toBe("Quay's list does not end after 10000 pages.");
    expect(requested).toBe(10_000);
  });
});

describe("A server with HTTP/2 that is replaced by one without", () => {
  it("is negotiated with again, and works", async () => {
    const { key, cert, caCertificate } = certificates(["127.0.0.1"]);
    const body = JSON.stringify({ name: "acme" });
    const first = createHttp2({ key, cert }, (_, answer) => answer.end(body));
    const sessions = new Set<{ destroy(): void }>();
    first.on("session", (session) => sessions.add(session));
    const port = await portOf(first as unknown as Server);
    const quay = quayAt(`https://127.0.0.1:${port}`, caCertificate);
    expect(await quay.send(get)).toEqual({ name: "acme" });
    for (const session of sessions) session.destroy();
    await new Promise((closed) => first.close(closed));
    const second = createHttps({ key, cert }, (_, answer) => answer.end(body));
    await once(second.listen(port, "127.0.0.1"), "listening");
    open.push(second);
    expect(await quay.send(get)).toEqual({ name: "acme" });
  });
});
