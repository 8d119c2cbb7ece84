import { once } from "node:events";
import type { Agent } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { type LocalQuay, type QuayOptions, startQuay } from "../../../../local-quay";
import type { Call } from "../../../../provider/quay/client/call";
import { neverSent } from "../../../../provider/quay/client/causes";
import { HttpChannel } from "../../../../provider/quay/client/http/channel";
import { Http1 } from "../../../../provider/quay/client/http/http1";
import { Quay } from "../../../../provider/quay/client/quay";
import { fastRetries } from "../../../harness";
import { FakeClock } from "./fake-clock";

const get: Call = { method: "GET", path: "/v1/organization/acme", repeatable: true };
const make = (number: number): Call => ({
  method: "POST",
  path: "/v1/repository",
  body: { namespace: "acme", repository: `r${number}`, visibility: "private", description: "" },
  repeatable: false,
});

let local: LocalQuay;
let line: HttpChannel;
let quay: Quay;

async function start(options: QuayOptions, { concurrency = 8, time }: { concurrency?: number; time?: FakeClock } = {}) {
  local = await startQuay({ ...options, seed: (store) => store.addOrganization("acme", store.user("admin")) });
  const { url, token, caCertificate } = local;
  const settings = { url, token, caCertificate, registry: "x", concurrency, timeoutSeconds: 60 };
  line = new HttpChannel(settings, time);
  quay = new Quay(settings, {
    channel: line,
    retryPolicy: { ...fastRetries, maxWait: 60_000 },
    notice: () => undefined,
  });
}
afterEach(async () => {
  await quay.close();
  await local.close();
});

const all = (count: number, call: (number: number) => Call, answered = () => {}) =>
  Promise.all(Array.from({ length: count }, (_, number) => quay.send(call(number)).finally(answered)));
const aMoment = () => new Promise((resolve) => setImmediate(resolve));
const endless = { rate: 1e6, burst: 1e6 };

describe("Over HTTP/2", () => {
  it("one connection multiplexes many requests", async () => {
    await start({ tls: true }, { concurrency: 40 });
    local.fail("*", "hang", { times: 40 });
    const unanswered = Promise.allSettled(Array.from({ length: 40 }, () => quay.send(get)));
    while (local.requests.length < 40) await aMoment();
    expect(local.requests).toHaveLength(40);
    expect(local.connections).toBe(1);
    await line.interrupt(0);
    await unanswered;
  });

  it("running requests complete when the server sends GOAWAY, and nothing is created twice", async () => {
    await start({
      tls: true,
      limits: { http2: endless, requestsPerConnection: 20 },
      cost: { milliseconds: 5, workers: 4 },
    });
    await all(100, make);
    expect(local.requests.map(({ status }) => status)).toEqual(Array(100).fill(201));
    expect(local.connections).toBe(5);
  });

  it("the next connection is opened when one breaks, and only idempotent requests are retried", async () => {
    await start({ tls: true });
    for (const fault of ["reset", "half"] as const) {
      local.fail("*", fault, { times: 2 });
      await quay.send(get);
      local.fail("*", fault);
      await expect(quay.send(make(1))).rejects.toMatchObject({ ambiguous: true });
      await quay.send(get);
    }
    expect(local.store.repository("acme", "r1")).toBeUndefined();
  });

  it("a request that times out closes the connection, which may be dead without notice", async () => {
    await start({ tls: true });
    await quay.send(get);
    local.fail("POST /v1/repository", "hang");
    quay.settings.timeoutSeconds = 0.05;
    await expect(quay.send(make(1))).rejects.toThrow("it took longer than quay:timeoutSeconds");
    quay.settings.timeoutSeconds = 60;
    await quay.send(get);
    expect(local.connections).toBe(2);
  });

  it("a refused connection means that nothing was sent", async () => {
    await start({ tls: true });
    await local.close();
    await expect(quay.send(make(1))).rejects.toMatchObject({
      ambiguous: false,
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("Over HTTP/1", () => {
  it("a server that closes each connection after its response causes no failure", async () => {
    await start({ limits: { http1: endless } });
    await all(40, make);
    expect(local.requests.map(({ status }) => status)).toEqual(Array(40).fill(201));
    expect(local.connections).toBe(40);
  });

  it("some connections are kept alive where the server allows it, with TLS too", async () => {
    await start({ tls: { http2: false } });
    await all(40, () => get);
    expect(local.connections).toBeLessThanOrEqual(8);
  });

  it("a connection that is used many times accumulates no listeners", async () => {
    await start({});
    const http1 = new Http1(local.url, { connections: 1 });
    const { agent } = http1 as unknown as { agent: Agent };
    const ask = () => http1.send({ method: "GET", path: "/config", headers: {}, timeout: 10_000 });
    const listeners = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const sockets = Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
      return sockets.map((socket) => socket.listenerCount("connect"));
    };
    await ask();
    const once = await listeners();
    for (let count = 0; count < 20; count++) await ask();
    expect(await listeners()).toEqual(once);
    expect(once).toHaveLength(1);
    await http1.close();
  });

  it("a connection that is never accepted means that nothing was sent", async () => {
    const mute = createServer().listen(0, "127.0.0.1");
    await once(mute, "listening");
    await start({});
    const http1 = new Http1(`https://127.0.0.1:${(mute.address() as AddressInfo).port}`, { connections: 1 });
    const sent = { method: "POST" as const, path: "/", headers: {}, timeout: 100 };
    const error = await http1.send(sent).catch((thrown) => thrown);
    expect([error.name, neverSent(error)]).toEqual(["TimeoutError", true]);
    await http1.close();
    mute.close();
  });
});

describe("With the rate limit of Quay's front end", () => {
  it.each([
    ["HTTP/1", false, 60, 5, 26, 40],
    ["HTTP/2", true, 500, 50, 101, 100],
  ] as const)("%s: nearly all of it is used, and nothing fails", async (_, tls, count, rate, burst, refusals) => {
    const time = new FakeClock();
    await start({ limits: true, tls, now: () => time.now() }, { time });
    await quay.send(get);
    let left = count - 1;
    const answers = all(
      left,
      () => get,
      () => left--,
    );
    // No time passes while responses are pending.
    await time.during(answers, () => time.asleep === Math.min(left, 8));
    expect(count / (burst + (rate * time.now()) / 1000)).toBeGreaterThan(0.9);
    // A refused request costs Quay time too.
    const refused = local.requests.filter(({ status }) => status === 429).length;
    expect(refused).toBeLessThan(refusals);
  });
});
