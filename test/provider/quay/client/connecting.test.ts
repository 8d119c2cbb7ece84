import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { certificates } from "../../../../local-quay/certificates";
import type { Call } from "../../../../provider/quay/client/call";
import { causeOf } from "../../../../provider/quay/client/causes";
import { Quay } from "../../../../provider/quay/client/quay";
import { fastRetries } from "../../../harness";

const get: Call = { method: "GET", path: "/v1/organization/acme", repeatable: true };
const variables = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"];
const { key, cert, caCertificate } = certificates(["localhost"]);
const other = certificates(["localhost"]).caCertificate;

const open: Server[] = [];
let connections = 0;
async function listening<S extends Server>(server: S): Promise<number> {
  server.on("connection", () => connections++);
  open.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
const answers: RequestListener = (_, answer) => answer.end("{}");
const plain = () => listening(createServer(answers));
const secure = () => listening(createSecureServer({ key, cert }, answers));

/** A proxy that reports every tunnel. */
function proxy(status: number): Promise<number> {
  const server = createServer(answers);
  server.on("connect", ({ url = "" }, socket) => {
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} x\r\n\r\n`);
    const there = connect(Number(url.split(":")[1]), "127.0.0.1", () => socket.write("HTTP/1.1 200 x\r\n\r\n"));
    there.pipe(socket).pipe(there);
    for (const end of [there, socket]) end.on("error", () => undefined);
  });
  return listening(server);
}

const saved = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
beforeEach(() => {
  connections = 0;
  for (const name of variables) delete process.env[name];
});
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
afterAll(() => {
  for (const [name, value] of Object.entries(saved)) if (value !== undefined) process.env[name] = value;
});

/** The message that a user reads; undefined on success. */
async function message(url: string, { ca, env = {} }: { ca?: string; env?: Record<string, string> } = {}) {
  Object.assign(process.env, env);
  const settings = { url, token: "", registry: "x", caCertificate: ca, concurrency: 2, timeoutSeconds: 60 };
  const quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => undefined });
  const error = await quay.send(get).then(
    () => undefined,
    (error) => error,
  );
  await quay.close();
  expect(error?.message ?? "").not.toMatch(/SSL routines|openssl|UND_ERR|undici|altnames|getaddrinfo/i);
  return error?.message.replace(/^.* gave no answer to GET \/v1\/organization\/acme: /, "");
}

describe("A connection failure is reported in one sentence with the remedy:", () => {
  it("TLS to a server without it, tried once", async () => {
    const port = await plain();
    expect(await message(`https://127.0.0.1:${port}`)).toBe(
      "what listens there does not speak TLS; if this Quay does without, quay:url begins with http://.",
    );
    expect(connections).toBe(1);
  });

  it("no TLS to a server that requires it", async () => {
    expect(await message(`http://127.0.0.1:${await secure()}`)).toMatch(
      /; if it wants TLS, quay:url begins with https:\/\/\.$/,
    );
    const nginx = createServer((_, answer) => {
      answer.writeHead(400, { "content-type": "text/html" });
      answer.end("<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>");
    });
    const url = `http://127.0.0.1:${await listening(nginx)}`;
    expect(await message(url)).toBe(`What listens at ${url} wants TLS: quay:url begins with https://.`);
  });

  it("a certificate of an unknown authority, and one of another authority, tried once each", async () => {
    const url = `https://localhost:${await secure()}`;
    expect(await message(url)).toMatch(
      /authority that this machine does not know \(\w+\); set quay:caCertificate to that authority's\.$/,
    );
    expect(await message(url, { ca: other })).toMatch(
      /^its certificate is of another authority than quay:caCertificate/,
    );
    expect(connections).toBe(2);
    expect(await message(url, { ca: caCertificate })).toBeUndefined();
  });

  it("a certificate for another host", async () => {
    expect(await message(`https://127.0.0.1:${await secure()}`, { ca: caCertificate })).toBe(
      "its certificate is for localhost, not for 127.0.0.1; write quay:url with a name that it is for.",
    );
  });

  it.each([
    ["CERT_HAS_EXPIRED", "its certificate has expired; who runs this Quay has to renew it"],
    ["CERT_NOT_YET_VALID", "its certificate is not valid yet; look at the clock of this machine"],
    ["EAI_AGAIN", "the name of the host could not be looked up (EAI_AGAIN)"],
    ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "the two could not agree on TLS (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION)"],
  ])("%s", (code, words) => {
    const cause = Object.assign(new Error(`800C:error:0A00:SSL routines:x:${code}`), { code });
    expect(causeOf(cause, { url: "https://quay.example.com" })).toBe(words);
  });

  it("an unknown host, and a port without a listener", async () => {
    expect(await message("https://quay.invalid")).toMatch(
      /^no host has that name \(ENOTFOUND\); quay:url may be mistyped\.$|EAI_AGAIN/,
    );
    expect(await message("http://127.0.0.1:9")).toBe("nobody listens at 127.0.0.1:9 (ECONNREFUSED).");
  });
});

describe("A proxy", () => {
  it.each(["http", "https"])("leads to a Quay with %s", async (protocol) => {
    const url = protocol === "http" ? `http://localhost:${await plain()}` : `https://localhost:${await secure()}`;
    const address = `http://127.0.0.1:${await proxy(200)}`;
    connections = 0;
    expect(
      await message(url, { ca: caCertificate, env: { HTTPS_PROXY: address, HTTP_PROXY: address } }),
    ).toBeUndefined();
    expect(connections).toBeGreaterThan(1);
  });

  it("that is down is named as the proxy", async () => {
    expect(await message("https://quay.invalid", { env: { HTTPS_PROXY: "http://127.0.0.1:9" } })).toBe(
      "the proxy that HTTPS_PROXY names (127.0.0.1:9) cannot be reached (ECONNREFUSED).",
    );
  });

  it("that accepts no connection is not dialled endlessly", async () => {
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await plain()}` };
    expect(await message("https://quay.invalid", { env })).toMatch(/^the proxy that HTTPS_PROXY names .* hung up/);
    expect(connections).toBe(1 + fastRetries.tries);
  });

  it.each([
    [407, /wants a user and a password \(407\)/, 1],
    [403, /does not let through to quay\.invalid:443 \(403\)/, 1],
    [502, /does not let through to quay\.invalid:443 \(502\)/, 1 + fastRetries.tries],
  ])("that answers %d", async (status, words, dialled) => {
    const env = { https_proxy: `http://127.0.0.1:${await proxy(status)}` };
    expect(await message("https://quay.invalid", { env })).toMatch(words);
    expect(connections).toBe(dialled);
  });

  it.each(["localhost:8080", "http://:bad", "socks5://127.0.0.1:9", "me:SECRETPW@proxy:3128", "nonsense"])(
    "with an invalid URL (%s) is reported by its variable, and not quoted",
    async (value) => {
      expect(await message("https://quay.invalid", { env: { HTTPS_PROXY: value } })).toBe(
        "HTTPS_PROXY is not the address of a proxy that can be used: it begins with http:// or https://, for example " +
          "http://proxy.example.com:3128.",
      );
    },
  );

  it.each([
    ["localhost", true],
    ["LOCALHOST:1", false],
    [".example.com, localhost", true],
    ["*", true],
    ["host", false],
    ["*.localhost", true],
  ])("is not used for a host in NO_PROXY (%s)", async (NO_PROXY, excepted) => {
    const url = `http://localhost:${await plain()}`;
    const words = await message(url, { env: { HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY } });
    expect(words === undefined).toBe(excepted);
  });
});

describe("A redirect", () => {
  it.each([
    [
      "https://user:pw@quay.new.example/sub/api/v1/organization/acme?token=SECRET#x",
      "to https://quay.new.example/sub/api/v1/organization/acme. If that is your Quay, set quay:url to https://quay.new.example/sub.",
    ],
    [
      "https://sso.example.com/login?state=SECRET",
      "to https://sso.example.com/login. Set quay:url to the address at which your Quay itself answers.",
    ],
    ["http://[SECRET", "to nowhere. Look at quay:url."],
    ["javascript:SECRET", "to nowhere. Look at quay:url."],
  ])("is reported with its target, without anything that may be secret (%s)", async (location, words) => {
    const moved = createServer((_, answer) => {
      answer.writeHead(302, { location });
      answer.end("<html>Moved: SECRET</html>");
    });
    const url = `http://127.0.0.1:${await listening(moved)}`;
    expect(await message(url)).toBe(`Quay at ${url} answered GET /v1/organization/acme with a redirect (302) ${words}`);
  });
});
