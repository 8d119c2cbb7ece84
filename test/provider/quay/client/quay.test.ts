import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidToken, Refusal } from "../../../../provider/quay/client/errors";
import { HttpChannel } from "../../../../provider/quay/client/http/channel";
import { Quay } from "../../../../provider/quay/client/quay";
import { fastRetries, harness } from "../../../harness";
import { get, post, put, settingsOf, thrown } from "./requests";

describe("One request to Quay", () => {
  const at = harness();
  const notices: string[] = [];
  let quay: Quay;
  const settings = () => settingsOf(at);

  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
    quay = new Quay(settings(), { retryPolicy: fastRetries, notice: (line) => notices.push(line) });
  });
  afterEach(() => quay.close());

  it("that never gets a response ends after quay:timeoutSeconds", async () => {
    await quay.send(get);
    at.quay.fail("*", "hang");
    quay.settings.timeoutSeconds = 0.05;
    const error = await thrown(quay.send(post));
    expect(error.message).toBe(
      `Quay at ${at.quay.url} gave no answer to POST /v1/organization/: it took longer than quay:timeoutSeconds.`,
    );
    expect(error.ambiguous).toBe(true);
  });

  it("with no server reports that, and is known not to have been carried out", async () => {
    const lost = new Quay({ ...settings(), url: "http://127.0.0.1:9" }, { retryPolicy: fastRetries });
    const error = await thrown(lost.send(post));
    expect(error.message).toMatch(
      /^Quay at http:\/\/127.0.0.1:9 gave no answer to POST \/v1\/organization\/: .*ECONNREFUSED/,
    );
    expect(error.ambiguous).toBe(false);
    await lost.close();
  });

  it("distinguishes an invalid token from missing rights", async () => {
    const invalid = new Quay({ ...settings(), token: "dead" }, { retryPolicy: fastRetries });
    await expect(invalid.send(put)).rejects.toBeInstanceOf(InvalidToken);
    await invalid.close();
    const narrow = new Quay(
      { ...settings(), token: at.quay.mint({ scope: "repo:read" }) },
      { retryPolicy: fastRetries },
    );
    await expect(narrow.send({ ...put, advice: "Ask for more." })).rejects.toThrow("Unauthorized (403). Ask for more.");
    await narrow.close();
  });

  it("believes a 401 only when it is repeated, once the token was accepted", async () => {
    await quay.send({ ...get, provesToken: true });
    at.quay.fail("*", 401, { times: 1 });
    await quay.send(get);
    at.quay.fail("*", 401, { times: Number.POSITIVE_INFINITY });
    await expect(quay.send(get)).rejects.toBeInstanceOf(Refusal);
  });

  it("does not take a public response for proof that the token is valid", async () => {
    const invalid = new Quay({ ...settings(), token: "dead" }, { retryPolicy: fastRetries });
    await invalid.send(get);
    at.requested();
    await expect(invalid.send({ ...get, path: "/v1/organization/acme/members" })).rejects.toThrow("(401)");
    await invalid.close();
    expect(at.requested()).toHaveLength(1);
  });

  it("never runs with more than quay:concurrency others", async () => {
    let [now, most] = [0, 0];
    const server = createServer((_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.end("{}");
      }, 5);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const busy = new Quay({
      ...settings(),
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      concurrency: 3,
    });
    await Promise.all(Array.from({ length: 20 }, () => busy.send(get)));
    await busy.close();
    server.close();
    expect(most).toBe(3);
  });

  it("has a User-Agent", async () => {
    let agent: string | undefined;
    const server = createServer((request, response) => {
      agent = request.headers["user-agent"];
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const polite = new Quay({ ...settings(), url }, { notice: (line) => notices.push(line) });
    await polite.send(get);
    await polite.close();
    server.close();
    expect(agent).toMatch(/^pulumi-quay\/\d+\.\d+\.\d+$/);
  });

  it("uses the proxy of the environment", async () => {
    const requested: string[] = [];
    const proxy = createServer((request, response) => {
      requested.push(String(request.url));
      response.end("{}");
    });
    proxy.on("connect", (request, socket) => {
      requested.push(String(request.url));
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await new Promise((resolve) => proxy.once("listening", resolve));
    process.env.HTTPS_PROXY = process.env.HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      const proxied = new Quay(
        { ...settings(), url: "https://quay.invalid" },
        { retryPolicy: { ...fastRetries, tries: 0 } },
      );
      await proxied.send(get).catch(() => undefined);
      await proxied.close();
      process.env.NO_PROXY = "127.0.0.1";
      const direct = new Quay(settings(), { retryPolicy: fastRetries });
      await direct.send(get);
      await direct.close();
    } finally {
      for (const name of ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"]) delete process.env[name];
      proxy.close();
    }
    expect(requested).toEqual(["quay.invalid:443"]);
  });
});

describe("An interrupted run", () => {
  const at = harness();

  it("sends nothing more, completes running requests, and knows that the rest was not sent", async () => {
    const line = new HttpChannel({ url: at.quay.url, token: "", registry: "x", timeoutSeconds: 60, concurrency: 1 });
    const settings = { url: at.quay.url, token: at.quay.token, registry: "x", timeoutSeconds: 60, concurrency: 1 };
    const quay = new Quay(settings, { channel: line, retryPolicy: fastRetries });
    const first = quay.send(post);
    const second = thrown(quay.send({ ...post, body: { name: "later" } }));
    while (at.quay.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await line.interrupt(20_000);
    await first;
    const { message, ambiguous } = await second;
    expect(message).toContain("the run was interrupted");
    expect(ambiguous).toBe(false);
    expect(at.quay.store.organization("umbrella")).toBeDefined();
    expect(at.quay.store.organization("later")).toBeUndefined();
  });

  it("does not wait beyond its limit for a response that never comes", async () => {
    const line = new HttpChannel({ url: at.quay.url, token: "", registry: "x", timeoutSeconds: 60, concurrency: 1 });
    const settings = { url: at.quay.url, token: at.quay.token, registry: "x", timeoutSeconds: 60, concurrency: 1 };
    const quay = new Quay(settings, { channel: line, retryPolicy: fastRetries });
    at.quay.fail("*", "hang");
    const never = thrown(quay.send(post));
    while (at.quay.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await line.interrupt(50);
    expect((await never).ambiguous).toBe(true);
  });
});
