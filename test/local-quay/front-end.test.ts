import { X509Certificate } from "node:crypto";
import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { type ClientHttp2Session, connect } from "node:http2";
import { request as tlsRequest } from "node:https";
import { connect as connectTls } from "node:tls";
import { type LocalQuay, type QuayOptions, startQuay } from "../../local-quay";

let quay: LocalQuay;
let session: ClientHttp2Session | undefined;
const started = async (options: QuayOptions) => {
  quay = await startQuay({ ...options, seed: (store) => store.addOrganization("acme") });
};
afterEach(async () => {
  session?.destroy();
  session = undefined;
  await quay.close();
});

interface Answer {
  status?: number;
  headers: Record<string, unknown>;
  text: string;
}

const path = "/api/v1/organization/acme";
const authorization = () => `Bearer ${quay.token}`;
const agent = new PlainAgent({ keepAlive: true, maxSockets: 1 });
afterAll(() => agent.destroy());

function overHttp1(): Promise<Answer> {
  const options = {
    agent: quay.caCertificate ? undefined : agent,
    ca: quay.caCertificate,
    headers: { authorization: authorization() },
  };
  return new Promise((resolve, reject) => {
    const asking = (quay.caCertificate ? tlsRequest : plainRequest)(quay.url + path, options, async (answer) => {
      let text = "";
      for await (const chunk of answer.setEncoding("utf8")) text += chunk;
      resolve({ status: answer.statusCode, headers: answer.headers, text });
    });
    asking.once("error", reject).end();
  });
}

function overHttp2(at = path): Promise<Answer> {
  session ??= connect(quay.url, { ca: quay.caCertificate }).on("error", () => undefined);
  const stream = session.request({ ":path": at, authorization: authorization() });
  return new Promise((resolve, reject) => {
    let text = "";
    let headers: Record<string, unknown> = {};
    stream.on("response", (received) => {
      headers = received;
    });
    stream.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    stream.once("error", reject);
    stream.once("close", () => {
      const status = headers[":status"] as number | undefined;
      if (status === undefined) reject(new Error("no answer"));
      else resolve({ status, headers, text });
    });
  });
}

const many = <T>(count: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: count }, () => ask()));
const counted = (answers: Answer[]) => answers.filter(({ status }) => status === 200).length;

describe("With TLS", () => {
  it("the server has its own certificate authority, whose certificate is valid for the loopback address", async () => {
    await started({ tls: true });
    expect(quay.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const authority = new X509Certificate(quay.caCertificate ?? "");
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    const { port } = new URL(quay.url);
    for (const host of ["127.0.0.1", "localhost"]) {
      const socket = connectTls({
        host,
        port: Number(port),
        ca: quay.caCertificate,
        servername: host === "localhost" ? host : "",
      });
      await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
      expect(socket.authorized).toBe(true);
      socket.destroy();
    }
    await expect(fetch(quay.url)).rejects.toThrow();
  });

  it("HTTP/2 and HTTP/1 are answered alike, with the requested host", async () => {
    await started({ tls: true });
    expect(JSON.parse((await overHttp2()).text)).toEqual(JSON.parse((await overHttp1()).text));
    expect(JSON.parse((await overHttp2("/api/v1/organization/none")).text).type).toBe(
      `${quay.url}/api/v1/error/not_found`,
    );
    expect(quay.requests).toHaveLength(3);
    expect(quay.connections).toBe(2);
  });

  it("each of them can be switched off", async () => {
    await started({ tls: { http2: false } });
    expect((await overHttp1()).status).toBe(200);
    await expect(overHttp2()).rejects.toThrow();
    await quay.close();
    await started({ tls: { http1: false } });
    session = undefined;
    expect((await overHttp2()).status).toBe(200);
    expect((await overHttp1()).status).toBe(403);
  });

  it.each(["reset", "half"] as const)("the fault %s breaks the stream over HTTP/2 too", async (fault) => {
    await started({ tls: true });
    quay.fail("*", fault);
    await expect(overHttp2()).rejects.toThrow();
  });
});

describe("With rate limits", () => {
  let time = 0;
  const now = () => time;

  it("over HTTP/1 a burst passes at once and then five a second, and connections are closed", async () => {
    await started({ limits: true, now });
    const answers = await many(40, overHttp1);
    expect(counted(answers)).toBe(26);
    expect(new Set(answers.map(({ headers }) => headers.connection))).toEqual(new Set(["close"]));
    expect(quay.connections).toBe(40);
    for (const [milliseconds, more] of [
      [199, 0],
      [1, 1],
      [450, 2],
      [150, 1],
      [10_000, 26],
    ] as const) {
      time += milliseconds;
      expect(counted(await many(30, overHttp1))).toBe(more);
    }
  });

  it("over one HTTP/2 connection ten times as much, and it stays open", async () => {
    await started({ limits: true, tls: true, now });
    expect(counted(await many(120, overHttp2))).toBe(101);
    time += 1000;
    expect(counted(await many(120, overHttp2))).toBe(50);
    expect(quay.connections).toBe(1);
  });

  it("a refused request gets the page of the front end, without a Retry-After", async () => {
    await started({ limits: { http1: { rate: 1, burst: 0 } }, now });
    await overHttp1();
    const { status, headers, text } = await overHttp1();
    expect(status).toBe(429);
    expect(headers["content-type"]).toBe("text/html");
    expect(headers).not.toHaveProperty("retry-after");
    expect(text).toContain("<h1>429 Too Many Requests</h1>");
    quay.reset();
    expect((await overHttp1()).status).toBe(200);
  });
});

describe("With a cost for each request", () => {
  it("requests wait for one of the workers", async () => {
    await started({ tls: true, cost: { milliseconds: 50, workers: 2 } });
    const began = performance.now();
    expect(counted(await many(6, overHttp2))).toBe(6);
    expect(performance.now() - began).toBeGreaterThan(140);
  });
});
